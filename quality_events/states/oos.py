"""The life of an out-of-specification result (domain §C3): examined in the laboratory, then in production."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class OosState(TextChoices):
    INITIAL = "initial", "Initial result"
    LABORATORY = "laboratory", "Laboratory investigation"
    PRODUCTION = "production", "Production review and retests"
    CONFIRMED = "confirmed", "Confirmed"
    INVALIDATED = "invalidated", "Initial result invalidated"
    INCONCLUSIVE = "inconclusive", "Inconclusive: counts as confirmed"


STANDS = (OosState.CONFIRMED, OosState.INCONCLUSIVE)
"""The initial result stands: the specification is missed."""
CONCLUDED = (*STANDS, OosState.INVALIDATED)
_S, _P = OosState, "quality_events.investigate"

OOS = StateTable(
    OosState,
    _S.INITIAL,
    [
        Transition("examine", (_S.INITIAL,), _S.LABORATORY, _P, "Record the laboratory investigation"),
        Transition("declare", (_S.LABORATORY,), _S.PRODUCTION, _P, "Declare retests"),
        Transition(
            "invalidate",
            (_S.LABORATORY, _S.PRODUCTION),
            _S.INVALIDATED,
            _P,
            "Invalidate the initial result",
            meaning="reviewed",
            reason_needed=True,
        ),
        Transition("confirm", (_S.PRODUCTION,), _S.CONFIRMED, _P, "Confirm the result", meaning="reviewed"),
        Transition(
            "leave_open", (_S.PRODUCTION,), _S.INCONCLUSIVE, _P, "Conclude as inconclusive", meaning="reviewed",
            reason_needed=True,
        ),
    ],
    {
        "initial": "cmo",
        "laboratory": "cmo",
        "production": "cmo",
        "confirmed": "nobody",
        "invalidated": "nobody",
        "inconclusive": "nobody",
    },
)  # fmt: skip
