"""The letters of the door: what is written when somebody is invited, locked out, or loses a factor."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse


def send(name: str, to: Iterable[str], values: dict[str, Any]) -> None:
    """Send `templates/parties/letters/<name>.txt`: the first line is the subject, the rest the text."""
    text = render_to_string(f"parties/letters/{name}.txt", {"site": settings.SITE_ADDRESS, **values})
    subject, _, body = text.strip().partition("\n")
    for address in to:
        send_mail(" ".join(subject.split()), body.strip() + "\n", None, [address])


def address_of(route: str, *arguments: str) -> str:
    """The full address of a page, for a letter."""
    return settings.SITE_ADDRESS + reverse(route, args=arguments)
