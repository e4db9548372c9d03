"""What the own company shows, and what partners show us."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from parties.models import Partnership
from parties.queries import partnerships
from performance.models import PassportDocument, PassportShare
from records.models import AccessRecord


@dataclass(frozen=True, slots=True)
class Shown:
    """A document of the own passport, and for each sponsor the share or None."""

    document: PassportDocument
    shares: tuple[tuple[Partnership, PassportShare | None], ...]
    days_left: int | None


def own_passport(organisation_id: UUID, today: date) -> list[Shown]:
    """The living documents, what expires first first."""
    documents = PassportDocument.objects.filter(organisation_id=organisation_id, ended_at=None)
    ours = [p for p in partnerships() if p.cmo_id == organisation_id]
    shares = {(s.document_id, s.partnership_id): s for s in PassportShare.objects.filter(ended_at=None)}
    return [
        Shown(document, tuple((p, shares.get((document.pk, p.pk))) for p in ours), days_left(document, today))
        for document in _by_expiry(documents)
    ]


def looks_at_passport(shown: Iterable[Shown], limit: int = 25) -> list[AccessRecord]:
    """Who downloaded these documents, of the own company and where they are shown; newest first."""
    keys = [key for row in shown for key in (row.document.pk, *(share.pk for _, share in row.shares if share))]
    looks = AccessRecord.objects.filter(subject_id__in=keys).select_related("person", "organisation")
    return list(looks.order_by("-at", "-id")[:limit])


def shown_in(partnership_id: UUID) -> list[PassportShare]:
    """What the CMO shows in this partnership, what expires first first."""
    shares = PassportShare.objects.filter(partnership_id=partnership_id, ended_at=None, document__ended_at=None)
    return sorted(shares.select_related("document"), key=lambda s: _expiry_key(s.document))


def own_document(organisation_id: UUID | None) -> QuerySet[PassportDocument]:
    """The documents of this company, ended ones too; none for somebody without a company."""
    documents = PassportDocument.objects.all()
    return documents.filter(organisation_id=organisation_id) if organisation_id else documents.none()


def days_left(document: PassportDocument, today: date) -> int | None:
    """Until it is no longer valid; None for what does not expire."""
    return (document.valid_until - today).days if document.valid_until else None


def _by_expiry(documents: Iterable[PassportDocument]) -> list[PassportDocument]:
    return sorted(documents, key=_expiry_key)


def _expiry_key(document: PassportDocument) -> tuple[date, str]:
    return document.valid_until or date.max, document.title
