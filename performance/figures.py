"""A figure in words, with its interval: on pages and on paper the same. Pure."""

from performance.measures import Measure


def figure(measure: Measure) -> str:
    """`92 %` or `0.17`; a dash where there is nothing to divide by."""
    return _words(measure.value, measure.unit) if measure.value is not None else "–"


def interval(measure: Measure) -> str:
    """`78 to 98 %`, the 95 % interval."""
    if measure.interval is None:
        return "–"
    low, high = (_words(edge, measure.unit) for edge in measure.interval)
    return f"{low.removesuffix(' %')} to {high}"


def _words(value: float, unit: str) -> str:
    return f"{100 * value:.0f} %" if unit == "share" else f"{value:.2f}"
