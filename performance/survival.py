"""Times that have not ended yet count too: the Kaplan–Meier estimate (domain §D, K1). Pure."""

from collections.abc import Iterable


def time_by_which(share: float, observed: Iterable[tuple[float, bool]]) -> float | None:
    """The time by which this share has ended; None when too few have.

    `observed` are (time, has_ended) pairs; what still runs is right-censored, never dropped.
    """
    ordered = sorted(observed, key=lambda one: (one[0], not one[1]))
    at_risk, surviving = len(ordered), 1.0
    for time, has_ended in ordered:
        if has_ended:
            surviving *= 1 - 1 / at_risk
            if surviving <= 1 - share + 1e-12:
                return time
        at_risk -= 1
    return None
