"""The API's reading page works in a real browser under our policy, with nothing from another host."""

import mimetypes
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from oversight.schema import METHODS

HOST = "http://localhost"  # which a browser trusts like HTTPS
pytestmark = pytest.mark.journey


def test_the_reading_page_shows_every_group_of_operations(db: None, browser: Browser) -> None:
    client, complaints, strangers = Client(SERVER_NAME="localhost"), list[str](), list[str]()

    def answer(route: Route) -> None:
        host, path = route.request.url[: len(HOST)], route.request.url[len(HOST) :]
        if host != HOST:
            strangers.append(route.request.url)
            return route.abort()
        if path.startswith("/static/"):
            found = Path(str(finders.find(path.removeprefix("/static/"))))
            kind = mimetypes.guess_type(path)[0] or "text/plain"
            return route.fulfill(body=found.read_bytes(), content_type=kind)
        found = client.get(path, headers={"accept": "*/*"})
        return route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.content)

    page = _listened(browser, complaints)
    page.route("**/*", answer)
    page.goto(f"{HOST}/api/v1/docs/")
    page.locator(".opblock-tag").nth(len(tags(client)) - 1).wait_for()
    assert sorted(page.locator(".opblock-tag").evaluate_all("all => all.map(one => one.dataset.tag)")) == tags(client)
    page.locator(".opblock-tag[data-tag=agreements]").click()
    page.get_by_text("/api/v1/agreements/", exact=True).click()
    page.get_by_role("button", name="Try it out").wait_for()
    page.close()
    assert strangers == []
    assert complaints == []


def _listened(browser: Browser, complaints: list[str]) -> Page:
    """A page whose errors are kept."""
    page = browser.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    return page


def tags(client: Client) -> list[str]:
    """What the schema's operations are grouped by."""
    paths = client.get("/api/v1/schema/").json()["paths"].values()
    return sorted(
        {tag for path in paths for method in path if method in METHODS for tag in path[method].get("tags", ["default"])}
    )
