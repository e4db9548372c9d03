"""A machine that holds an API key of one of the world's people."""

from datetime import timedelta

from django.test import Client

from kernel import scope
from kernel.clock import now
from parties.actions import make_key
from tests.factories.world import World


def key_of(world: World, email: str) -> str:
    """The text of a key of this person in the own organisation."""
    at = now()
    made = make_key(
        email=email,
        organisation_name=world.actors[email].organisation_name,
        label="test",
        expires_at=at + timedelta(days=1),
        by=scope.system(),
        at=at,
    )
    return made.text


def keyed(world: World, email: str) -> Client:
    """A client whose every request carries such a key."""
    return Client(headers={"authorization": f"Key {key_of(world, email)}"})
