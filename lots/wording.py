"""Why a lot is blocked, in words: `release` knows them and hands its function down when Django starts.

A list of lots shows the same sentence as the gate's panel and the refused shipment; a second wording here
would drift from it.
"""

from collections.abc import Callable

from lots.models import Lot

Words = Callable[[Lot], str]
_words: list[Words] = []


def use_words(words: Words) -> None:
    """`words(lot)` answers the reasons of a lot whose gate row, sponsor and CMO are loaded."""
    _words[:] = [words]


def blocked_by(lot: Lot) -> str:
    """The unmet conditions of a loaded lot's gate; empty when it is open."""
    return _words[0](lot) if _words else ""
