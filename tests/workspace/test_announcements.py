"""What programs hear of: each fact has a topic that is promised, and ids alone."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from clocks.topics import TOPICS
from kernel.scope import system
from lots.models import Lot
from quality_events.events import CapaMoved, ComplaintMoved, ReturnMoved
from tests.factories.walked import Shop
from tests.quality_events.corrected import implemented, proposed
from tests.quality_events.reported import report
from tests.quality_events.returned import decide, receive, review
from tests.quality_events.told import receive as receive_complaint
from tests.quality_events.told import screen
from workspace.announcements import TOPIC_OF, data_of, topic_of

KEY, PAIR, AT = UUID(int=1), UUID(int=2), datetime(2026, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fact", "topic", "data"),
    [
        (ComplaintMoved(KEY, PAIR, "receive", system(), AT), "complaint.received", {"complaint": str(KEY)}),
        (ComplaintMoved(KEY, PAIR, "close", system(), AT), "complaint.moved", {"complaint": str(KEY)}),
        (ReturnMoved(KEY, PAIR, "receive", system(), AT), "return.received", {"return": str(KEY)}),
        (CapaMoved(KEY, PAIR, "propose", system(), AT), "capa.proposed", {"capa": str(KEY)}),
        (CapaMoved(KEY, PAIR, "reopen", system(), AT), "capa.moved", {"capa": str(KEY)}),
        (ReturnMoved(KEY, PAIR, "destroy", system(), AT), "return.moved", {"return": str(KEY)}),
    ],
)
def test_a_fact_has_its_topic(fact: Any, topic: str, data: dict[str, str]) -> None:
    assert topic_of(fact) == topic
    assert data_of(fact) == data | {"verb": fact.verb}


def test_every_topic_of_a_fact_is_promised() -> None:
    assert set(TOPIC_OF.values()) <= set(TOPICS)


@pytest.mark.lot(until="completed")
def test_each_step_is_announced_once(shop: Shop, lot: Lot, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, str]] = []

    def announced(*, topic: str, data: dict[str, str], **_: Any) -> None:
        heard.append((topic, data.get("verb", "")))

    monkeypatch.setattr("workspace.announcements.announce", announced)
    screen(receive_complaint(shop, [lot]), shop.world.reviewer)
    returned = review(shop, receive(shop, lot))
    decide(shop, returned, "destroy")
    implemented(shop, proposed(shop, report(shop, lot)))
    steps = [pair for pair in heard if pair[0].split(".")[0] in ("complaint", "return", "capa")]
    assert steps == [
        ("complaint.received", "receive"), ("complaint.moved", "screen"), ("return.received", "receive"),
        ("return.moved", "review"), ("return.moved", "destroy"), ("capa.proposed", "propose"),
        ("capa.moved", "submit"), ("capa.moved", "approve"), ("capa.moved", "start"), ("capa.moved", "complete"),
        ("capa.moved", "verify"),
    ]  # fmt: skip
