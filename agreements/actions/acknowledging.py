"""People of both sides say that they have read a signed version and been trained on it (domain §C0)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from agreements import rules
from agreements.actions.asking import READERS
from agreements.models import Acknowledgement, AgreementVersion
from clocks.actions import close_items, open_item
from kernel.history import acting
from kernel.scope import Actor


def ask_to_acknowledge(version: AgreementVersion, *, by: Actor, at: datetime) -> None:
    """Both sides' people in charge, when the second signature stands."""
    partnership = version.agreement.partnership
    for side, roles in READERS.items():
        company = partnership.sponsor_id if side == "sponsor" else partnership.cmo_id
        open_item(
            key=f"agreement_version/{version.pk}/acknowledge/{side}",
            partnership=partnership,
            organisation_id=company,
            roles=roles,
            title=f"Read {version} and say that you are trained on it",
            why=str(version),
            url=f"/agreements/{version.agreement_id}/?version={version.version}",
            by=by,
            at=at,
        )


def acknowledge(*, version_id: UUID, by: Actor, reason: str, at: datetime) -> Acknowledgement:
    """This person has read the version; the side's item is done with its first acknowledgement."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "read and trained", at=at):
        version = AgreementVersion.objects.select_related("agreement").get(pk=version_id)
        is_done = version.acknowledgements.filter(person_id=by.person_id).exists()
        side = by.side(version)
        rules.check_may_acknowledge(version, side, is_done=is_done)
        close_items(key=f"agreement_version/{version.pk}/acknowledge/{side}", by=by, at=at)
        return Acknowledgement.objects.create(
            partnership_id=version.partnership_id,
            sponsor_id=version.sponsor_id,
            version=version,
            person_id=by.person_id,
            organisation_id=by.company_id,
            at=at,
        )
