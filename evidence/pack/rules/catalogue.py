"""The list of all registered rules for people: `docs/rules.md` is made from it."""

from evidence.pack.rules.engine import ENGINE_VERSION, Rule, rules

_SEVERITIES = {
    "X": "blocks, no waiver",
    "B": "blocks unless waived",
    "W": "exception for review",
    "I": "information",
}
_STAGES = {
    "pack": "When a pack is submitted",
    "release": "When a lot is decided",
    "shipment": "When a lot is shipped",
    "distribution": "While a lot is distributed",
}
_INTRODUCTION = f"""# Rules of the evidence pack

Made from the code by `make docs`. Engine version {ENGINE_VERSION}. Each rule stores its version, paragraph of
21 CFR, figures with their SHA-256, its verdict and one sentence. Verdicts: **pass**, **fail** (other evidence is
needed), **needs event** (a fact that only a quality event can answer) and **not applicable**. What is missing is a
gap, never a zero; a fact that the platform does not know reads “Not judged: … is not recorded” and counts as a fail.
Limits are inclusive exactly where they are written so.

Roles: CQA and CQC are the contract manufacturer's quality assurance and control, COP its operations, LAB the
laboratory, SQA, SQH and SLB the sponsor's reviewer, head of quality and label owner, SSC supply chain, 3PL the
warehouse.
"""


def as_markdown() -> str:
    """One table a stage, in the order of the ids; ends with a line break."""
    parts = [_INTRODUCTION]
    for stage, title in _STAGES.items():
        own = [found for found in rules() if found.stage == stage]
        parts.append(f"## {title}\n\n| Rule | 21 CFR | Severity | What must hold | Cure |\n|---|---|---|---|---|")
        parts.extend(map(_line, own))
        parts.append("")
    return "\n".join(parts)


def _line(found: Rule) -> str:
    severity = f"{found.severity}: {_SEVERITIES[found.severity]}"
    paragraph = found.paragraph.replace("21 CFR ", "")
    return f"| {found.id} v{found.version} | {paragraph} | {severity} | {found.title} | {found.cure.text} |"
