"""A browser in which one of the world's people is logged in."""

from django.test import Client

from kernel import scope
from tests.factories.world import World


def browser(world: World, email: str) -> Client:
    client = Client()
    with scope.anonymous():
        client.force_login(world.people[email])
    return client
