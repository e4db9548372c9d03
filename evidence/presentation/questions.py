"""The questions a reviewer has marked on exceptions, as the text that a return begins with."""

from evidence.models import ExceptionDecision, Pack
from evidence.states import Choice


def questions(pack: Pack) -> str:
    """One line for each exception marked for a question: rule, finding, what is asked."""
    marked = ExceptionDecision.objects.filter(verdict__pack=pack, choice=Choice.QUESTIONED)
    rows = marked.select_related("verdict").order_by("verdict__rule", "verdict_id")
    return "\n".join(f"{row.verdict.rule}: {row.verdict.sentence} {row.reason}" for row in rows)
