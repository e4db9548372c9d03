"""Laboratories that tests may come from (21 CFR 111.320)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from masters import rules
from masters.actions.standing import close
from masters.baseline import LaboratoryValue
from masters.models import ApprovedLaboratory
from masters.queries import laboratory_value
from parties.models import Partnership
from parties.rules import check_may


def approve_laboratory(
    *, partnership_id: UUID, content: LaboratoryValue, by: Actor, reason: str, at: datetime
) -> ApprovedLaboratory:
    """Approve a laboratory for methods; approved again, another row says so from then on."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "laboratory approved", at=at):
        partnership = Partnership.objects.locked([partnership_id]).get()
        check_may(by, "masters.approve", partnership, "approve a laboratory")
        rules.check_laboratory(content)
        held = ApprovedLaboratory.objects.select_for_update(no_key=True).filter(
            partnership=partnership, name=content.name, recorded_until=None
        )
        known = held.first()
        if known is not None:
            if laboratory_value(known) == content:
                return known
            close(known, at)
        return ApprovedLaboratory.objects.create(
            partnership=partnership,
            sponsor_id=partnership.sponsor_id,
            name=content.name,
            methods=list(content.methods),
            accreditation=content.accreditation,
            accredited_until=content.accredited_until,
            recorded_from=at,
        )
