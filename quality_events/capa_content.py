"""What a signature under a corrective action covers, rebuilt and compared at signing (21 CFR 11.70)."""

from datetime import date
from typing import Any

from quality_events.models import Capa, CapaAction
from quality_events.queries.capa import living_actions

_FIELDS = (
    "number", "source", "source_reference", "title", "problem", "plan", "kind", "root_cause", "found_at",
    "exposure_lots", "window_days", "extra_days", "at_most", "needs_sponsor",
)  # fmt: skip


def capa_content(capa: Capa) -> dict[str, Any]:
    """The plan, its actions and their evidence, its measure and the figures as last computed."""
    return {
        "capa": str(capa.pk),
        **{name: getattr(capa, name) for name in _FIELDS},
        "owner": str(capa.owner_id or ""),
        "product": str(capa.product_id or ""),
        "events": list(capa.capa_events.order_by("event__number").values_list("event__number", flat=True)),
        "actions": [
            {
                "what": action.what,
                "owner": str(action.owner_id),
                "due_on": action.due_on.isoformat(),
                "change": action.change_number,
                "training": action.training,
                "procedure": action.procedure,
                "done": action.done_at is not None,
                "shown_by": action.shown_by,
                "evidence": action.evidence.sha256 if action.evidence else "",
            }
            for action in living_actions(capa)
        ],
        "figures": capa.figures,
    }


def extension_content(action: CapaAction, to_day: date) -> dict[str, Any]:
    """What the signature under a later day covers; the count of those before tells which of the two it is."""
    return {
        "capa": str(action.capa_id),
        "number": action.capa.number,
        "action": str(action.pk),
        "what": action.what,
        "owner": str(action.owner_id),
        "position": action.extensions.count() + 1,
        "from_day": action.due_on.isoformat(),
        "to_day": to_day.isoformat(),
    }
