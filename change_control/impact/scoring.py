"""ICH Q9 scoring: severity × probability × detectability, each from 1 to 5, and the bands that the product falls in."""

from dataclasses import dataclass

HIGHEST = 5
"""Of each factor; 1 is harmless, unlikely, surely noticed."""


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from `lowest` up to the next band's; `needs` is what an approval has to say about them."""

    name: str
    title: str
    lowest: int
    needs_conditions: bool = False


BANDS = (
    Band("low", "Low", 1),
    Band("medium", "Medium", 13),
    Band("high", "High", 37, needs_conditions=True),
)
"""By their lowest score. Two factors at 3 and one at 4 stay medium (36); above it an approval names conditions."""


def score_of(severity: int, probability: int, detectability: int) -> int:
    """From 1 to 125. Raises ValueError for a factor outside 1 to 5."""
    for factor in (severity, probability, detectability):
        if not 1 <= factor <= HIGHEST:
            raise ValueError(f"a factor is from 1 to {HIGHEST}, not {factor}")
    return severity * probability * detectability


def band_of(score: int) -> Band:
    """The band of a score of at least 1."""
    return next(band for band in reversed(BANDS) if score >= band.lowest)
