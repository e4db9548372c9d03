"""Laboratories that tests may come from (21 CFR 111.320)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from masters import rules
from masters.baseline import LaboratoryValue
from masters.models import ApprovedLaboratory
from parties.models import Partnership
from parties.rules import check_may


def approve_laboratory(
    *, partnership_id: UUID, content: LaboratoryValue, by: Actor, reason: str, at: datetime
) -> ApprovedLaboratory:
    """Approve a laboratory for methods; approved again, it has these methods (history keeps both)."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "laboratory approved", at=at):
        partnership = Partnership.objects.locked([partnership_id]).get()
        check_may(by, "masters.approve", partnership, "approve a laboratory")
        rules.check_laboratory(content)
        found = ApprovedLaboratory.objects.select_for_update(no_key=True).filter(
            partnership=partnership, name=content.name
        )
        laboratory = found.first() or ApprovedLaboratory(
            partnership=partnership, sponsor_id=partnership.sponsor_id, name=content.name
        )
        laboratory.methods = list(content.methods)
        laboratory.accreditation = content.accreditation
        laboratory.accredited_until = content.accredited_until
        laboratory.save()
        return laboratory
