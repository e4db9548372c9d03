"""Twelve months of lots in every state that today's actions reach."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from oversight.demo.baseline import PRODUCTS
from oversight.demo.fates import Fate
from oversight.demo.stage import Scene, Stage
from oversight.demo.stories import Story
from oversight.demo.told import Blemish

GOOD = Fate("ship")
LOW_YIELD = Blemish(packaging_bottles=4_780)
HIGH_LEAD = Blemish(results={"LEAD": "0.62"})
OUT_OF_TREND = Blemish(results={"ASSAY": "133.9"})
"""Within its limits, and unlike any lot of magnesium before."""
WIDER_RANGE = Blemish(highest={"Blending room humidity": "55"})
"""Nobody approved the wider range: a change breach."""
TOO_HUMID = Blemish(without_tests=("CADMIUM",), readings={"Blending room humidity": "47"})

PAST = (
    GOOD, GOOD, Fate("ship", deviation="closed"), GOOD, GOOD, Fate("ship", blemish=LOW_YIELD, deviation="closed"),
    GOOD, Fate("release_by_cmo", blemish=HIGH_LEAD, deviation="closed", missed="specification", disposition="reject"),
)  # fmt: skip
"""What became of older lots, in turn."""

PRESENT = (
    Fate("plan"), Fate("start"), Fate("complete", after=("take_certificate",)), Fate("submit", blemish=LOW_YIELD),
    Fate("submit", blemish=TOO_HUMID, after=("waive",)), Fate("submit", blemish=WIDER_RANGE),
    Fate("attest", blemish=OUT_OF_TREND), Fate("attest", deviation="open"), Fate("attest", after=("give_back",)),
    Fate("release_by_cmo", after=("sample", "answer")), Fate("accept"), Fate("accept", after=("hold",)), Fate("decide"),
    Fate("ship", shipped=Decimal(3600)), Fate("attest", deviation="proposed"), Fate("plan", after=("void",)),
    Fate("decide", decision="reprocess"), Fate("attest", after=("give_back", "correct", "attest")),
    Fate("submit", blemish=HIGH_LEAD, after=("report_result", "examine_result", "declare_more", "retest")),
)  # fmt: skip
"""Where the newest lots stand today, one each; their last scene was played some hours ago."""

_ENDED_HOURS_AGO = 9
_FIRST_OLD_LOT = timedelta(days=345)
_BETWEEN_OLD_LOTS = timedelta(days=11)
_OLD_LOTS = 28


def a_year() -> tuple[Fate, ...]:
    """The old lots of the demo company: `PAST`, again and again."""
    return tuple(PAST[number % len(PAST)] for number in range(_OLD_LOTS))


def stories(stage: Stage, today: datetime, past: Sequence[Fate]) -> list[Scene]:
    """All scenes of these old lots and of the newest; the script plays them in time order."""
    scenes: list[Scene] = []
    for number, fate in enumerate(past):
        begins = _morning(today - _FIRST_OLD_LOT + number * _BETWEEN_OLD_LOTS)
        scenes += _story(stage, number, begins, fate)
    for number, fate in enumerate(PRESENT):
        last = max(scene.at for scene in _story(stage, number, today, fate))
        begins = today - (last - today) - timedelta(hours=_ENDED_HOURS_AGO + 2 * number)
        scenes += _story(stage, number, begins, fate, sponsor_first=True)
    return scenes


def _story(stage: Stage, number: int, begins: datetime, fate: Fate, *, sponsor_first: bool = False) -> list[Scene]:
    """Old lots go round all products; the newest are mostly Alder & Pine's, where the sponsor releases."""
    choice = (0, 1, 0, 4)[number % 4] if sponsor_first else number % len(PRODUCTS)
    sponsor, cmo, what = PRODUCTS[choice]
    name = f"{what.prefix}{begins:%y%m}-{101 + number + (50 if sponsor_first else 0)}"
    return Story(stage, (sponsor, cmo), what, begins, name, fate).scenes()


def _morning(moment: datetime) -> datetime:
    return moment.replace(hour=13, minute=30, second=0, microsecond=0)
