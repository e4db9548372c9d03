"""The sponsor's head of quality lends the reviewer a part of her authority while she is away."""

from datetime import datetime, timedelta

from kernel.scope import Actor
from oversight.demo.baseline import HEADS
from oversight.demo.stage import Scene, Stage
from parties.actions import Limits, delegate, state_absence
from parties.models import Absence, Delegation
from records.states import Meaning

ALDER = "Alder & Pine Nutrition"
REVIEWER = "qa@alderpine.example"


def cover(stage: Stage, today: datetime) -> list[Scene]:
    """Lent a week ago for waivers, on days of her absence only; she goes in ten days."""
    away, back = (today + timedelta(days=10)).date(), (today + timedelta(days=17)).date()

    def lend(by: Actor, at: datetime) -> Delegation:
        limits = Limits(
            functions=["waivers"], meanings=[Meaning.WAIVED], from_day=at.date(), until_day=back, only_while_away=True
        )
        who = stage.people[REVIEWER].pk
        return delegate(delegate_id=who, limits=limits, by=by, reason="Cover for my leave.", at=at)

    def leave(by: Actor, at: datetime) -> Absence:
        return state_absence(
            person_id=by.person_id, cover_id=stage.people[REVIEWER].pk, from_day=away, until_day=back, by=by,
            reason="Leave.", at=at,
        )  # fmt: skip

    when = today - timedelta(days=7)
    return [
        Scene(when, "cover: absence", lambda: stage.act(HEADS[ALDER], leave)),
        Scene(when + timedelta(minutes=5), "cover: delegation", lambda: stage.act(HEADS[ALDER], lend)),
    ]
