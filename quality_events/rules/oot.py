"""What is lawful with a result out of trend (21 CFR 111.75(c), 111.140(b)(3); domain §C3)."""

from kernel.errors import Refused
from quality_events.states import OotState

LAW = "21 CFR 111.75(c), 111.140(b)(3)"


def check_evaluated(evaluation: str) -> None:
    """Somebody wrote down what was looked at before anything is concluded from it."""
    if not evaluation.strip():
        raise Refused("Write down what was looked at, and what was found.", LAW, code="oot-evaluation")


def check_conclusion(verb: str, evaluation: str, *, has_proof: bool) -> None:
    """An error of the laboratory is proven by a document; a shift and normal variation rest on the evaluation."""
    check_evaluated(evaluation)
    if verb == "find_error" and not has_proof:
        raise Refused("An error of the laboratory needs its proof: add the document to the event, then choose it.", LAW)


def check_concluded(state: str | None) -> None:
    """The disposition follows what the result turned out to be; an event without such a result has no track."""
    if state == OotState.EVALUATING:
        raise Refused(
            "Conclude the result out of trend first: normal, an error of the laboratory, or a shift.",
            LAW,
            code="oot-open",
        )
