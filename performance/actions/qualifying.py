"""The sponsor qualifies its CMO, for a scope and a time (domain §C9)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from clocks.actions import notify
from kernel.history import acting
from kernel.scope import Actor
from lots.actions.gates import changing
from parties.models import Partnership, Qualification
from parties.rules import check_may, check_reason
from performance import rules
from performance.queries import gated_lots, qualifications


def qualify(
    *,
    partnership_id: UUID,
    scope: str,
    status: str,
    valid_from: date,
    valid_until: date,
    conditions: str = "",
    by: Actor,
    reason: str,
    at: datetime,
) -> Qualification:
    """Record what the CMO is qualified for; `status` is qualified, conditional or suspended.

    The gates of all open lots are settled anew: a suspension stops lots that could ship a moment ago.
    """
    with transaction.atomic():
        partnership = Partnership.objects.locked([partnership_id]).get()
        with changing(gated_lots(partnership.pk)), acting(by=by, reason=reason.strip() or "qualified", at=at):
            check_may(by, "parties.qualify", partnership, "qualify a CMO")
            check_reason(reason)
            rules.check_qualification(
                scope=scope,
                status=status,
                valid_from=valid_from,
                valid_until=valid_until,
                conditions=conditions,
            )
            rules.check_not_hidden(qualifications(partnership.pk).filter(valid_from__gt=valid_from).first())
            row = Qualification.objects.create(
                partnership=partnership,
                sponsor_id=partnership.sponsor_id,
                scope=scope.strip(),
                status=status,
                valid_from=valid_from,
                valid_until=valid_until,
                conditions=conditions.strip(),
            )
            _tell(row, partnership, by, at)
            return row


def _tell(row: Qualification, partnership: Partnership, by: Actor, at: datetime) -> None:
    notify(
        key=f"qualification/{row.pk}",
        partnership=partnership,
        organisation_id=partnership.cmo_id,
        roles=("CQA",),
        subject_line=f"{row.get_status_display()}: {row.scope}"[:200],
        facts={"what": row.conditions or row.scope, "how_long": f"{row.valid_from} to {row.valid_until}"},
        url=f"/partners/{partnership.pk}/",
        by=by,
        at=at,
    )
