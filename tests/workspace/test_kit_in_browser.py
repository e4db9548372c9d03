"""What only a browser can say: contrast and sizes (axe), the policy, keys, dialogs, uploads, drafts."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.workspace.browsing import PAGES, served
from workspace.kit.moments import left

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = {"laptop": (1366, 768), "phone": (390, 844)}
LOOKS = [(path, *way) for path in PAGES for way in (("laptop", "light"), ("phone", "dark"))]
"""Each page in both sizes and both modes: colors do not hang on the size, nor sizes on the colors."""
pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def kit_address() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.DEBUG", True)
        with served() as address:
            yield address


@pytest.fixture
def laptop(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    yield page
    context.close()
    assert complaints == []


@pytest.mark.parametrize(("path", "size", "mode"), LOOKS)
def test_axe_finds_nothing_serious_and_nothing_runs_off_the_side(
    kit_address: str, browser: Browser, path: str, size: str, mode: Any
) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=mode)
    page = context.new_page()
    page.goto(kit_address + path)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    report = page.evaluate("tags => axe.run(document, {runOnly: tags, preload: false})", TAGS)
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    grave = [(each["id"], each["nodes"][0]["html"]) for each in report["violations"] if each["impact"] != "minor"]
    assert grave == []
    assert overflow <= 0


def test_a_list_shows_25_rows_on_a_laptop(kit_address: str, laptop: Page) -> None:
    laptop.goto(f"{kit_address}/_ui/list/")
    bottoms = laptop.evaluate("[...document.querySelectorAll('tbody tr')].map(r => r.getBoundingClientRect().bottom)")
    assert len(bottoms) == 25
    assert bottoms[-1] <= 768


def test_keys_go_through_the_items_and_open_them(kit_address: str, laptop: Page) -> None:
    laptop.goto(f"{kit_address}/_ui/list/")
    for key in "jjk":
        laptop.keyboard.press(key)
    assert laptop.locator(".is-current .lot-number").inner_text() == "KB-2417"
    laptop.keyboard.press("/")
    assert laptop.evaluate("document.activeElement.id") == "search"
    laptop.evaluate("document.activeElement.blur()")
    laptop.keyboard.press("?")
    listed = laptop.locator("[data-keyboard-list] dd").all_inner_texts()
    assert {"Search", "Go to Lots", "Next item", "Expand the item"} <= set(listed)
    laptop.keyboard.press("Escape")
    laptop.keyboard.press("g")
    laptop.keyboard.press("l")
    assert laptop.url.endswith("#lots")
    laptop.keyboard.press("j")
    laptop.keyboard.press("Enter")
    laptop.wait_for_url("**/dossier/")
    laptop.keyboard.press("j")
    laptop.keyboard.press("e")
    assert laptop.locator("details.verdict[open]").count() == 1


def test_the_whole_row_is_a_link(kit_address: str, laptop: Page) -> None:
    laptop.goto(f"{kit_address}/_ui/list/")
    laptop.locator("tbody tr").nth(3).locator("td").first.click()
    laptop.wait_for_url("**/dossier/")


def test_a_refused_button_tells_why_on_focus(kit_address: str, laptop: Page) -> None:
    laptop.goto(f"{kit_address}/_ui/dossier/")
    tip = laptop.locator(".refused-tip")
    assert not tip.is_visible()
    laptop.get_by_role("button", name=re.compile("Sign disposition.+not possible now: Deviation DEV-31")).focus()
    assert tip.is_visible()


def test_a_dialog_opens_with_script_and_its_link_leads_on_without(
    kit_address: str, browser: Browser, laptop: Page
) -> None:
    laptop.goto(f"{kit_address}/_ui/")
    laptop.get_by_role("link", name="Return it").click()
    assert laptop.get_by_role("dialog", name="Return the pack").is_visible()
    laptop.keyboard.press("Escape")
    assert laptop.get_by_role("dialog").count() == 0
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{kit_address}/_ui/")
    plain.get_by_role("link", name="Return it").click()
    assert plain.url.endswith("#return")
    plain.locator("details.menu summary").first.click()
    assert plain.get_by_role("button", name="Blue Mesa Wellness").is_visible()
    context.close()


def test_files_are_sent_with_progress_and_kept_when_the_line_drops(
    kit_address: str, laptop: Page, tmp_path: Path
) -> None:
    (tmp_path / "certificate.pdf").write_bytes(b"%PDF-1.4\n" + b"x" * 300_000)
    (tmp_path / "pack.xlsx").write_bytes(b"PK" + b"y" * 50_000)
    laptop.goto(f"{kit_address}/_ui/")
    lost: list[Route] = []

    def drop(route: Route) -> None:
        lost.append(route)
        route.abort()

    laptop.route("**/_ui/", lambda route: drop(route) if route.request.method == "POST" else route.continue_())
    laptop.set_input_files("#id_files", [tmp_path / "certificate.pdf"])
    laptop.set_input_files("#id_files", [tmp_path / "pack.xlsx"])
    laptop.get_by_role("button", name="Send the files").click()
    laptop.locator(".dropzone-files .is-failed").nth(1).wait_for()
    assert len(lost) == 1
    assert "The line was lost." in laptop.locator(".dropzone-files").inner_text()
    laptop.unroute("**/_ui/")
    laptop.get_by_role("button", name="Send the files").click()
    laptop.get_by_text("2 files, True").wait_for()
    assert laptop.title() == "Sent"


def test_what_was_typed_is_brought_back_after_the_page_was_lost(kit_address: str, laptop: Page) -> None:
    laptop.on("dialog", lambda dialog: dialog.accept())
    laptop.route(
        "**/_ui/",
        lambda route: route.fulfill(body=without_errors(route.fetch().text()), content_type="text/html"),
    )
    laptop.goto(f"{kit_address}/_ui/")
    laptop.fill("#id_note", "Typed before the line dropped")
    laptop.goto(f"{kit_address}/_ui/list/")
    laptop.goto(f"{kit_address}/_ui/")
    assert laptop.input_value("#id_note") == "Typed before the line dropped"
    laptop.get_by_role("button", name="Start over").click()
    assert laptop.input_value("#id_note") == "Second run."


def without_errors(page: str) -> str:
    return page.replace("is-invalid", "")


@pytest.mark.parametrize("hours", [-27.0, -0.5, 0.01, 3.99, 17.34, 24.0, 51.5])
def test_the_browser_counts_in_the_servers_words(kit_address: str, laptop: Page, hours: float) -> None:
    laptop.goto(f"{kit_address}/_ui/list/")
    now = datetime(2025, 11, 17, 16, 40, tzinfo=UTC)
    due = now + timedelta(hours=hours)
    words = laptop.evaluate(
        "async ([seconds]) => (await import('/static/js/countdown.js')).leftWords(seconds)",
        [int((due - now).total_seconds())],
    )
    assert words == left(due, now).words
