"""Pieces of the kit rendered for a test: no database, no server."""

from typing import Any

from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory

from workspace.kit.samples import NOW


def request(address: str = "/_ui/") -> HttpRequest:
    """A stranger's request."""
    return RequestFactory().get(address)


def rendered(markup: str, address: str = "/_ui/", **values: Any) -> str:
    """The markup with `{% load ui %}`, in Denver at the sample moment, white space folded."""
    template = engines["django"].from_string("{% load ui %}" + markup)
    page = {"time_zone": "America/Denver", "server_time": NOW}
    return " ".join(template.render(page | values, request(address)).split())
