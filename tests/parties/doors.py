"""What tests of pages share: a quiet cache, a logged-in browser, links out of letters."""

import re
from typing import Any

from django.core import mail
from django.db import transaction
from django.test import Client

from kernel import scope
from parties.models import LoginRecord, Person
from tests.factories.world import PASSWORD

CACHE = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def log_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    """POST the log-in form as a browser does."""
    return client.post("/accounts/login/", {"login": email, "password": password})


def logged_in(email: str) -> Client:
    """A browser in which this person has logged in."""
    client = Client()
    response = log_in(client, email)
    assert response.status_code == 302, response.content.decode()
    return client


def door_kinds(person: Person) -> list[str]:
    """What was written down at the door about one person, oldest first."""
    with scope.opened(scope.Actor(person_id=person.pk, name=person.name)), transaction.atomic():
        rows = LoginRecord.objects.filter(person_id=person.pk).order_by("at", "kind")
        return list(rows.values_list("kind", flat=True))


def link_in_last_letter() -> str:
    """The path of the first link in the newest e-mail."""
    found = re.search(r"http://localhost:8000(/\S+)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found.group(1)
