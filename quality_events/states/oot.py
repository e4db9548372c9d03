"""The life of a result out of trend (domain §C3): evaluated, then normal, the laboratory's error, or a shift."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class OotState(TextChoices):
    EVALUATING = "evaluating", "To be evaluated"
    NORMAL = "normal", "Normal variation"
    LABORATORY = "laboratory", "Error of the laboratory"
    SHIFT = "shift", "Shift of the process: a deviation"


_S, _P = OotState, "quality_events.investigate"


def _ends(verb: str, state: OotState, label: str) -> Transition:
    return Transition(verb, (_S.EVALUATING,), state, _P, label, meaning="reviewed", reason_needed=True)


OOT = StateTable(
    OotState,
    _S.EVALUATING,
    [
        _ends("find_normal", _S.NORMAL, "Conclude: normal variation"),
        _ends("find_error", _S.LABORATORY, "Conclude: error of the laboratory"),
        _ends("find_shift", _S.SHIFT, "Conclude: shift of the process"),
    ],
    {"evaluating": "cmo", "normal": "nobody", "laboratory": "nobody", "shift": "nobody"},
)
