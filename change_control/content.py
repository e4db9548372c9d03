"""What a decision's signature covers (21 CFR 11.70): shown as a hash in the form, rebuilt and compared at signing."""

from typing import Any

from change_control.models import ChangeRequest


def change_content(change: ChangeRequest) -> dict[str, Any]:
    """Everything that the decision about a change rests on."""
    return {
        "change": change.pk,
        "number": change.number,
        "product": change.product.code,
        "title": change.title,
        "trigger": change.trigger,
        "description": change.description,
        "justification": change.justification,
        "impact": change.impact,
        "effective_on": change.effective_on,
        "clause": change.clause,
        "proposed_by": change.proposed_by_id,
    }
