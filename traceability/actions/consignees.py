"""Who may receive goods."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.errors import Refused
from kernel.history import acting
from kernel.scope import Actor
from lots.rules import check_may
from parties.models import Partnership
from traceability import rules
from traceability.models import Consignee


def add_consignee(
    *,
    partnership_id: UUID,
    name: str,
    kind: str,
    address: str,
    contact: str,
    gln: str = "",
    by: Actor,
    reason: str,
    at: datetime,
) -> Consignee:
    """Enter a direct account with a contact that a recall can use (R603)."""
    with transaction.atomic(), acting(by=by, reason=reason or "consignee added", at=at):
        partnership = Partnership.objects.get(pk=partnership_id)
        check_may(by, "traceability.consignee", partnership, "enter a consignee")
        if not name.strip() or not contact.strip() or not address.strip():
            raise Refused("A consignee needs a name, an address and a contact.", "R603")
        rules.check_keys(gln=gln)
        if Consignee.objects.filter(partnership=partnership, name=name.strip()).exists():
            raise Refused(f"{name.strip()} is a consignee already.", "R603")
        return Consignee.objects.create(
            partnership=partnership,
            sponsor_id=partnership.sponsor_id,
            name=name.strip(),
            kind=kind,
            address=address.strip(),
            contact=contact.strip(),
            gln=gln,
        )
