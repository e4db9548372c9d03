"""Agreements, their versions, and who has signed which."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from agreements.models import Agreement, AgreementVersion
from agreements.queries.standing import Standing, standing_of
from agreements.states import VersionState
from records.models import Signature
from records.queries import signatures_of


@dataclass(frozen=True, slots=True)
class AgreementListed:
    """An agreement with what a list shows of it."""

    agreement: Agreement
    in_force: AgreementVersion | None
    open: AgreementVersion | None
    standing: Standing | None
    """Of the version in force, or of the newest one."""


def agreements() -> QuerySet[Agreement]:
    """All agreements that the scope shows, with both companies and their versions, the newest first."""
    newest = AgreementVersion.objects.order_by("-version")
    found = Agreement.objects.select_related("partnership__sponsor", "partnership__cmo")
    return found.prefetch_related(Prefetch("versions", newest)).order_by("number", "id")


def agreement(agreement_id: UUID) -> Agreement:
    """One agreement; raises DoesNotExist for strangers."""
    return agreements().get(pk=agreement_id)


def agreements_listed(today: date) -> list[AgreementListed]:
    """Two queries, whatever the number of agreements."""
    return [_listed(found, today) for found in agreements()]


def _listed(found: Agreement, today: date) -> AgreementListed:
    versions = list(found.versions.all())
    for version in versions:
        version.agreement = found
    standings = {v.pk: standing_of(v, versions, today) for v in versions}
    current = next((v for v in versions if standings[v.pk].code in ("in_force", "expiring")), None)
    shown = current or (versions[0] if versions else None)
    return AgreementListed(
        agreement=found,
        in_force=current,
        open=next((v for v in versions if v.state in (VersionState.DRAFT, VersionState.AGREED)), None),
        standing=standings[shown.pk] if shown else None,
    )


def versions_of(agreement_id: UUID) -> QuerySet[AgreementVersion]:
    """Every version, the newest first."""
    found = AgreementVersion.objects.filter(agreement_id=agreement_id)
    return found.select_related("agreement").order_by("-version")


def version(version_id: UUID) -> AgreementVersion:
    """One version with its agreement, companies and clauses; raises DoesNotExist for strangers."""
    found = AgreementVersion.objects.select_related("agreement__partnership__sponsor", "agreement__partnership__cmo")
    return found.prefetch_related("clauses", "expiry_warnings").get(pk=version_id)


def open_version(agreement_id: UUID) -> AgreementVersion | None:
    """The version that is being written or waits for signatures."""
    return versions_of(agreement_id).filter(state__in=(VersionState.DRAFT, VersionState.AGREED)).first()


def last_signed(agreement_id: UUID) -> AgreementVersion | None:
    """The signed version that takes effect last."""
    return versions_of(agreement_id).filter(state=VersionState.SIGNED).order_by("-effective_from").first()


def signatures_on(version: AgreementVersion) -> QuerySet[Signature]:
    """The signatures that hold for the version's present content, oldest first."""
    return signatures_of(version.pk).filter(content_hash=version.content_hash or "-")
