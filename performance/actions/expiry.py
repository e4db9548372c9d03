"""Documents of the passport run out: both sides are told 90, 60 and 30 days before, and on the day.

What nobody is shown is told to its owner alone, by a letter: a notice stands in a partnership, where the other company
would read of a document that it was never shown.
"""

from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from clocks.actions import notify, open_item
from clocks.actions.claims import claim, each_claimed
from clocks.expiry import due_warning
from kernel import scope
from kernel.history import acting
from kernel.scope import Actor
from parties.models import Partnership
from parties.outside.letters import address_of, send
from parties.queries import people_with_roles
from performance.models import PassportDocument, PassportShare

BATCH = 100


def warn_next(*, at: datetime) -> int:
    """Tell of the documents whose next warning is due, at most a batch shown and a batch not shown; how many."""
    return each_claimed("claim_expiring_shares", _warn, limit=BATCH, at=at) + _warn_owners(at)


def _warn_owners(at: datetime) -> int:
    with scope.opened(scope.system()), transaction.atomic():
        batch = claim("claim_expiring_documents", limit=BATCH, at=at, by="organisation_id")
        for organisation_id, keys in batch.items():
            with scope.opened(scope.system(organisation_id=organisation_id)) as by:
                for document in PassportDocument.objects.filter(pk__in=keys):
                    _warn_owner(document, by, at)
    return sum(len(keys) for keys in batch.values())


def _warn_owner(document: PassportDocument, by: Actor, at: datetime) -> None:
    days = due_warning(document.valid_until, at.date(), document.warned_days)
    if days is None:
        return
    with acting(by=by, reason=f"expiry told to its owner, {days} days before", at=at):
        document.warned_days = days
        document.save()
    people = people_with_roles(document.organisation_id, ("CQA",))
    address = address_of("performance:replace_document", str(document.pk))
    letter = {"document": document, "is_over": not days, "address": address}
    send("document_expires", people.values_list("email", flat=True), letter)


def _warn(share_id: UUID, by: Actor, at: datetime) -> None:
    share = PassportShare.objects.select_related("document", "partnership__sponsor", "partnership__cmo").get(
        pk=share_id
    )
    days = due_warning(share.document.valid_until, at.date(), share.warned_days)
    if days is None:
        return
    with acting(by=by, reason=f"expiry told, {days} days before", at=at):
        share.warned_days = days
        share.save()
    _tell(share, days, by, at)


def _tell(share: PassportShare, days: int, by: Actor, at: datetime) -> None:
    document, partnership = share.document, share.partnership
    ends = document.valid_until
    said = f"{document.title} expired on {ends}" if not days else f"{document.title} expires on {ends}"
    for organisation_id, roles in ((partnership.cmo_id, ("CQA",)), (partnership.sponsor_id, ("SRM", "SQA"))):
        notify(
            key=f"passport/{document.pk}/{days}",
            partnership=partnership,
            organisation_id=organisation_id,
            roles=roles,
            subject_line=f"{partnership.cmo}: {said}",
            facts={"what": f"{document.get_kind_display()} {document.number}".strip(), "how_long": f"until {ends}"},
            url=f"/partners/{partnership.pk}/",
            by=by,
            at=at,
        )
    _ask_for_renewal(share, partnership, by, at)


def _ask_for_renewal(share: PassportShare, partnership: Partnership, by: Actor, at: datetime) -> None:
    document = share.document
    assert document.valid_until is not None  # noqa: S101 - only what expires is claimed
    zone = ZoneInfo(partnership.cmo.time_zone)
    open_item(
        key=f"passport/{document.pk}/renew",
        partnership=partnership,
        organisation_id=partnership.cmo_id,
        roles=["CQA"],
        title=f"Renew {document.title}: it expires on {document.valid_until}",
        url=f"/partners/passport/{document.pk}/replace/",
        due_at=datetime.combine(document.valid_until, time(), zone),
        by=by,
        at=at,
    )
