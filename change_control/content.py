"""What a decision's signature covers (21 CFR 11.70): shown as a hash in the form, rebuilt and compared at signing."""

from typing import Any

from change_control.models import ChangeRequest, ImpactLine
from masters.models import MasterKind
from masters.queries import VALUES
from masters.written import digest, read


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
        "effective_on": change.asked_on or change.effective_on,
        "clause": change.clause,
        "proposed_by": change.proposed_by_id,
        **_classified(change),
    }


def _classified(change: ChangeRequest) -> dict[str, Any]:
    """What came with the classification; requests of before it were signed without."""
    if not change.way:
        return {}
    return {
        "path": change.path,
        "way": change.way,
        "because": change.because,
        "qualification_lots": change.qualification_lots,
        "conditions": change.conditions,
        "event": change.event_id,
        "run_out": change.run_out,
        "run_out_lots": change.run_out_lots,
        "lines": [_line(line) for line in change.lines.select_related("answered_by", "signed_off_by")],
        **({"first_lot": change.first_lot_id} if change.first_lot_id else {}),
        **({"version": _version(change)} if change.kind else {}),
    }


def content_of(change: ChangeRequest) -> Any:
    """What the new version says, as a value of its kind."""
    return read(VALUES[MasterKind(change.kind)], change.content)


def _version(change: ChangeRequest) -> dict[str, Any]:
    """The database compares the new version with this (`masters.triggers.OnlyBySignature`)."""
    return {
        "kind": change.kind,
        "product": change.product_id,
        "based_on": change.based_on,
        "sha256": digest(content_of(change)),
        "content": change.content,
    }


def _line(line: ImpactLine) -> dict[str, Any]:
    return {
        "area": line.area,
        "facts": line.facts,
        "answer": line.answer,
        "factors": [line.severity, line.probability, line.detectability],
        "answered_by": line.answered_by.name if line.answered_by else None,
        "signed_off_by": line.signed_off_by.name if line.signed_off_by else None,
    }
