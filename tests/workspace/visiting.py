"""Visiting pages as the people of the world: the real middleware, a real session, the application's role."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel import scope
from kernel.scope import Actor
from parties.models import Person

_OVERHEAD = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT set_config")


def visitor(by: Actor) -> Client:
    """A browser in which this person is logged in."""
    client = Client()
    with scope.anonymous():
        person = Person.objects.get(pk=by.person_id)
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def asked(client: Client, address: str) -> tuple[Any, list[str]]:
    """The answer and the statements that it took, without the transaction's own."""
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address)
    return answer, [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(_OVERHEAD)]
