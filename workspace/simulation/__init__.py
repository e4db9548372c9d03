"""What a version of an agreement would have done to the past: lots shut, signatures, clocks breached. Pure."""

from workspace.simulation.clocks import ClockOutcome, PastClock, replayed_clock
from workspace.simulation.lots import LotOutcome, replayed_lot
from workspace.simulation.result import Result, result_of

__all__ = [
    "ClockOutcome",
    "LotOutcome",
    "PastClock",
    "Result",
    "replayed_clock",
    "replayed_lot",
    "result_of",
]
