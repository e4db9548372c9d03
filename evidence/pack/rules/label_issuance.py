"""How a roll of labels came to the line: by whom, when and to which run (21 CFR 111.410(b), 111.415(b))."""

from evidence.pack.format import LabelRoll, Packaging
from evidence.pack.rules.findings import listed


def not_issued(packaging: Packaging, roll: LabelRoll) -> str:
    """What keeps the issuance from being a controlled one, in words that follow “Roll R-1”; "" for nothing."""
    absent = [
        name
        for value, name in (
            (roll.issued_by, "who issued it"),
            (roll.issued_at, "when it was issued"),
            (roll.issued_to, "the line it was issued to"),
        )
        if value is None
    ]
    if absent:
        return f"lacks {listed(absent)}"
    if roll.issued_by and roll.operator and roll.issued_by.casefold() == roll.operator.casefold():
        return f"was issued by its own operator, {roll.operator}"
    if roll.issued_to not in {row.line for row in packaging.clearances if row.kind == "opening"}:
        return f"was issued to line {roll.issued_to}, for which no clearance is shown"
    closed = [
        row.completed_at
        for row in packaging.clearances
        if row.kind == "closing" and row.line == roll.issued_to and row.completed_at
    ]
    if roll.issued_at and closed and roll.issued_at >= max(closed):
        return f"was issued to line {roll.issued_to} only after the run was cleared away"
    return ""
