"""The evidence passport: a document is added once and shown to each sponsor that the CMO chooses."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from clocks.actions import close_items, notify
from evidence.actions.files import Incoming, put
from kernel.history import acting
from kernel.scope import Actor
from parties.models import Partnership
from parties.rules import check_may, check_reason
from performance import rules
from performance.models import PassportDocument, PassportShare


def add_document(
    *,
    file: Incoming,
    kind: str,
    title: str,
    number: str,
    issuer: str,
    valid_from: date,
    valid_until: date | None,
    by: Actor,
    reason: str,
    at: datetime,
    replaces: PassportDocument | None = None,
) -> PassportDocument:
    """Keep a document of the own company; nobody sees it before it is shared."""
    rules.check_passport(by)
    rules.check_document(title=title, issuer=issuer, valid_from=valid_from, valid_until=valid_until, today=at.date())
    with transaction.atomic(), acting(by=by, reason=reason.strip() or f"{title} added to the passport", at=at):
        document = PassportDocument.objects.create(
            organisation_id=by.company_id,
            kind=kind,
            title=title.strip(),
            number=number.strip(),
            issuer=issuer.strip(),
            valid_from=valid_from,
            valid_until=valid_until,
            name=file.name,
            sha256=file.sha256,
            size=file.size,
            media_type=file.media_type,
            added_by_id=by.person_id,
            added_at=at,
            replaces=replaces,
        )
        put([file])
        return document


def replace_document(
    *,
    document_id: UUID,
    file: Incoming,
    number: str,
    valid_from: date,
    valid_until: date | None,
    by: Actor,
    reason: str,
    at: datetime,
) -> PassportDocument:
    """The renewed document takes the old one's place with every sponsor that saw it."""
    rules.check_passport(by)
    with transaction.atomic():
        old = PassportDocument.objects.locked([document_id]).get()
        rules.check_live(old)
        new = add_document(
            file=file, kind=old.kind, title=old.title, number=number, issuer=old.issuer, valid_from=valid_from,
            valid_until=valid_until, by=by, reason=reason or "renewed", at=at, replaces=old,
        )  # fmt: skip
        for share in _end(old, by=by, reason=reason or "renewed", at=at):
            _share(new, share.partnership, by=by, reason="renewed", at=at)
        return new


def end_document(*, document_id: UUID, by: Actor, reason: str, at: datetime) -> PassportDocument:
    """Take it out: no sponsor can open it any more; what was seen stays on record."""
    rules.check_passport(by)
    check_reason(reason)
    with transaction.atomic():
        document = PassportDocument.objects.locked([document_id]).get()
        rules.check_live(document)
        _end(document, by=by, reason=reason, at=at)
        return document


def share_document(*, document_id: UUID, partnership_id: UUID, by: Actor, reason: str, at: datetime) -> PassportShare:
    """One sponsor more may see it; shared already is no mistake."""
    with transaction.atomic():
        partnership = Partnership.objects.select_related("sponsor", "cmo").get(pk=partnership_id)
        check_may(by, "performance.passport", partnership, "share the passport")
        document = PassportDocument.objects.locked([document_id]).get(organisation_id=by.company_id)
        rules.check_live(document)
        living = PassportShare.objects.filter(document=document, partnership=partnership, ended_at=None).first()
        return living or _share(document, partnership, by=by, reason=reason, at=at)


def end_share(*, share_id: UUID, by: Actor, reason: str, at: datetime) -> PassportShare:
    """One sponsor less."""
    check_reason(reason)
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        share = PassportShare.objects.locked([share_id]).get()
        check_may(by, "performance.passport", share, "share the passport")
        if share.ended_at is None:
            share.ended_at = at
            share.save()
        return share


def _share(
    document: PassportDocument, partnership: Partnership, *, by: Actor, reason: str, at: datetime
) -> PassportShare:
    with acting(by=by, reason=reason.strip() or f"shown to {partnership.sponsor}", at=at):
        share = PassportShare.objects.create(
            document=document, partnership=partnership, sponsor_id=partnership.sponsor_id, shared_at=at
        )
    notify(
        key=f"passport/{share.pk}",
        partnership=partnership,
        organisation_id=partnership.sponsor_id,
        roles=("SRM", "SQA"),
        subject_line=f"{partnership.cmo} shows you: {document.title}",
        facts={"what": f"{document.get_kind_display()}: {document.title}", "how_long": span(document)},
        url=f"/partners/{partnership.pk}/",
        by=by,
        at=at,
    )
    return share


def _end(document: PassportDocument, *, by: Actor, reason: str, at: datetime) -> list[PassportShare]:
    """The document and its living shares, which are returned."""
    with acting(by=by, reason=reason, at=at):
        document.ended_at = at
        document.save()
        shares = list(document.shares.filter(ended_at=None).select_related("partnership__sponsor", "partnership__cmo"))
        for share in shares:
            share.ended_at = at
            share.save()
    close_items(key=f"passport/{document.pk}/renew", by=by, at=at)
    return shares


def span(document: PassportDocument) -> str:
    """From when until when, as a mail says it."""
    return f"{document.valid_from} to {document.valid_until or 'no end'}"
