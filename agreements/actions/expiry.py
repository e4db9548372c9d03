"""An agreement ends: both heads of quality are told 90, 60 and 30 days before, and on the day (domain §C0).

Nobody is told where a signed version follows without a day between. After the end no new lot starts (`lots.rules`);
running lots keep their version, and both sides go on reading and exporting.
"""

from datetime import datetime
from uuid import UUID

from agreements.actions.asking import SIGNERS, ask_to_renew, stop_asking_to_renew
from agreements.models import AgreementVersion, ExpiryWarning
from agreements.queries import follower_of, versions_of
from clocks.actions import notify
from clocks.actions.claims import each_claimed
from clocks.expiry import due_warning
from kernel.history import acting
from kernel.scope import Actor

BATCH = 100


def warn_next(*, at: datetime) -> int:
    """Tell of the versions whose next warning is due, a batch at most; how many."""
    return each_claimed("claim_expiring_versions", _warn, limit=BATCH, at=at)


def stop_warning(follower: AgreementVersion, *, by: Actor, at: datetime) -> None:
    """`follower` was signed: nobody needs to renew the version that it follows without a gap."""
    versions = list(versions_of(follower.agreement_id))
    for version in versions:
        if version.effective_until is not None and follower_of(version, versions) == follower:
            stop_asking_to_renew(version, by=by, at=at)


def _warn(version_id: UUID, by: Actor, at: datetime) -> None:
    found = AgreementVersion.objects.select_related("agreement", "partnership__sponsor", "partnership__cmo")
    version = found.get(pk=version_id)
    told = version.expiry_warnings.order_by("days").first()
    days = due_warning(version.effective_until, at.date(), told.days if told else None)
    if days is None:
        return  # another sweep was here between the claim and the lock
    with acting(by=by, reason=f"expiry told, {days} days before", at=at):
        ExpiryWarning.objects.create(
            partnership_id=version.partnership_id, sponsor_id=version.sponsor_id, version=version, days=days, at=at
        )
    _tell(version, days, by, at)
    ask_to_renew(version, by=by, at=at)


def _tell(version: AgreementVersion, days: int, by: Actor, at: datetime) -> None:
    ends, agreement, partnership = version.effective_until, version.agreement, version.partnership
    says = f"{version} expires on {ends}" if days else f"{version} expired on {ends}"
    note = (
        f"From {ends} on no new lot of “{agreement.product_group}” can start. Lots under way keep this version. "
        "A next version that both sides sign before that day leaves no gap."
        if days
        else f"No new lot of “{agreement.product_group}” can start until both sides have signed a next version. Lots "
        "under way keep this one. Lists and dossiers can be exported by both sides as before."
    )
    for side, roles in SIGNERS.items():
        notify(
            key=f"agreement/{version.pk}/expiry/{days}",
            partnership=partnership,
            organisation_id=partnership.sponsor_id if side == "sponsor" else partnership.cmo_id,
            roles=roles,
            subject_line=says,
            facts={"what": agreement.title, "how_long": f"until {ends}", "note": note},
            url=f"/agreements/{agreement.pk}/",
            by=by,
            at=at,
        )
