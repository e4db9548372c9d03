"""The stage: a clock that can be set, people who act through the real actions, and a script played in time order."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import connections, transaction

from clocks.actions import fire_due
from kernel import clock, scope
from kernel.scope import Actor
from parties.actions.challenges import keep_challenges, make_challenge
from parties.actions.proving import give_proof
from parties.identity import Given, ProofOfIdentity, ToSign, Visit
from parties.models import Person
from parties.queries import actor_for, bare_actor, live_memberships
from records.queries import to_sign
from records.states import Meaning

PASSWORD = "Oversight-demo-2026"  # noqa: S105 - the demo's public password, printed by `make run`

Result = TypeVar("Result")


@contextmanager
def shifted_clock() -> Any:
    """While the demo plays, the owner may set `kernel_now()`; afterwards it is the true time again."""
    try:
        yield
    finally:
        set_clock(None)


def set_clock(instant: datetime | None) -> None:
    """Let `kernel_now()` be this instant, or the true time."""
    with connections["owner"].cursor() as cursor:
        if instant is None:
            cursor.execute("UPDATE kernel_clock SET shift = '0'")
        else:
            cursor.execute("UPDATE kernel_clock SET shift = %s - clock_timestamp()", [instant])


@dataclass(slots=True)
class Stage:
    """Who is who by e-mail address, and what has been made by name."""

    people: dict[str, Person] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)

    def actor(self, email: str) -> Actor:
        """The person acting for his first organisation, with the roles held now."""
        person = self.people[email]
        with scope.opened(bare_actor(person)), transaction.atomic():
            membership = live_memberships(person)[0]
        entering = Actor(person_id=person.pk, name=person.name, organisation_id=membership.organisation_id)
        with scope.opened(entering), transaction.atomic():
            return actor_for(person, membership)

    def act(self, email: str, doing: Callable[[Actor, datetime], Result]) -> Result:
        """Do something as this person, now, in one transaction."""
        actor = self.actor(email)
        with scope.opened(actor), transaction.atomic():
            return doing(actor, clock.now())

    def proof(self, actor: Actor, subject: Any, shown: str) -> ProofOfIdentity:
        """Challenge and password are really checked, as in a signing form; the act decides about the meaning."""
        return self.proof_of(actor, to_sign(subject, shown, Meaning))

    def proof_of(self, actor: Actor, item: ToSign) -> ProofOfIdentity:
        """The same for something that is no record: the statement of accountability."""
        at = clock.now()
        challenge = make_challenge(items=[item], session="", by=actor, at=at)
        keep_challenges(challenges=[challenge])
        given = Given(user_id=Person.objects.get(pk=actor.person_id).email, password=PASSWORD)
        return give_proof(challenge_id=challenge.pk, given=given, person_id=actor.person_id, visit=Visit(), at=at)


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that happens at an instant."""

    at: datetime
    title: str
    play: Callable[[], object]


def play(scenes: list[Scene], say: Callable[[str], None]) -> None:
    """Play all scenes in time order; due clocks fire in between, as the sweep would have fired them."""
    swept = datetime.min.replace(tzinfo=scenes[0].at.tzinfo)
    for number, scene in enumerate(sorted(scenes, key=lambda s: s.at), start=1):
        if scene.at - swept > timedelta(hours=12):
            set_clock(scene.at)
            fire_due(at=scene.at)
            swept = scene.at
        set_clock(scene.at)
        scene.play()
        if number % 25 == 0:
            say(f"  {number} of {len(scenes)} scenes, {scene.at:%d %b %Y}")
