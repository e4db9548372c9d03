"""What must hold before the sponsor waives a rule."""

from datetime import date, timedelta

from agreements.terms import Terms
from evidence.pack.rules import Rule
from kernel.errors import Refused


def check_waivable(rule: Rule | None, terms: Terms | None) -> str:
    """The clause that lets the sponsor waive this rule; never a rule without waiver (X)."""
    if rule is None:
        raise Refused("There is no such rule to waive.", "quality agreement")
    if rule.severity != "B":
        words = "blocks without waiver" if rule.severity == "X" else "blocks nothing, so there is nothing to waive"
        raise Refused(f"{rule.id} {words}. {rule.cure.text}", rule.paragraph, code="not-waivable")
    if terms is None or rule.id not in terms.waivable:
        raise Refused(
            f"No clause of the agreement lets the sponsor waive {rule.id}. Cure the finding, or agree on a clause.",
            "quality agreement",
            code="not-waivable",
        )
    return terms.citation("waiver")


def check_waiver_days(valid_until: date, today: date, longest_days: int, clause: str) -> None:
    """Ends today or later, and no later than the clause allows, both days included."""
    last = today + timedelta(days=longest_days)
    if valid_until < today:
        raise Refused("A waiver cannot end in the past.", clause)
    if valid_until > last:
        raise Refused(f"A waiver lasts at most {longest_days} days: until {last}.", clause)
