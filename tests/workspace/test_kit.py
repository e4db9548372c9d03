import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import Http404

from lots.states import LotState
from tests.architecture.test_templates import violations
from tests.workspace.pages import rendered, request
from workspace.kit import samples
from workspace.templatetags.ui import register
from workspace.views.kit import PAGES, kit

KIT_TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "workspace"


@pytest.fixture
def _development(settings: Any) -> None:
    settings.DEBUG = True


@pytest.mark.usefixtures("_development")
@pytest.mark.parametrize("name", PAGES)
def test_each_page_of_the_kit_renders_within_the_policy(name: str) -> None:
    answer = kit(request(), name)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert violations(text) == []
    assert text.count("<h1>") == 1
    idents = re.findall(r'\sid="([^"]+)"', text)
    assert sorted(set(idents)) == sorted(idents)


def test_the_kit_is_not_there_in_production(settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(Http404):
        kit(request())


@pytest.mark.usefixtures("_development")
def test_a_page_that_the_kit_does_not_have_is_not_found() -> None:
    with pytest.raises(Http404):
        kit(request(), "../base")


def test_every_tag_is_shown_somewhere_in_the_kit() -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in KIT_TEMPLATES.glob("kit*.html"))
    # parts of others, or in need of a row
    elsewhere = {"ui_icon", "ui_state", "ui_form_fields", "ui_query", "ui_roles"}
    assert {tag for tag in register.tags if f"{{% {tag} " not in shown} == elsewhere


def test_a_badge_has_an_icon_and_a_word() -> None:
    badge = rendered('{% ui_badge "needs_event" %}')
    assert badge.startswith('<span class="badge badge-wait"><svg class="icon"')
    assert badge.endswith("<span>needs event</span></span>")
    assert "<span>blocked by law</span>" in rendered('{% ui_badge "blocked" "blocked by law" %}')
    assert 'class="badge badge-info"' in rendered('{% ui_badge "blocked" tone="info" %}')


def test_the_state_of_a_row_is_worded_by_its_enum() -> None:
    state = next(iter(LotState))
    row = SimpleNamespace(state=state.value, get_state_display=lambda: state.label)
    assert f"<span>{state.label}</span>" in rendered("{% ui_state row %}", row=row)
    assert f"<span>{state.label}</span>" in rendered("{% ui_badge state %}", state=state)


def test_a_quantity_has_its_unit() -> None:
    assert rendered('{% ui_quantity 11880 "bottles" %}') == (
        '<span class="quantity"><span class="figure">11 880</span> <span class="unit">bottles</span></span>'
    )


def test_a_moment_shows_the_site_and_utc_on_hover() -> None:
    assert rendered("{% ui_when moment %}", moment=samples.NOW) == (
        '<time datetime="2025-11-17T16:40:00Z" title="2025-11-17 16:40:00 UTC">17 Nov 2025 09:40 MST</time>'
    )
    assert "18 Nov 2025 01:40 JST" in rendered('{% ui_when moment "Asia/Tokyo" %}', moment=samples.NOW)
    assert rendered("{% ui_when nothing %}", nothing=None) == '<span class="absent">–</span>'


def test_a_clock_says_what_is_left_in_which_calendar() -> None:
    due = samples.NOW.replace(day=18, hour=10, minute=0)
    clock = rendered('{% ui_clock due calendar="working hours, Denver" explain_url="/why/" %}', due=due)
    assert ">17 h 20 min left</b>" in clock
    assert 'data-countdown="2025-11-18T10:00:00Z" data-now="2025-11-17T16:40:00Z"' in clock
    assert '· working hours, Denver · <a href="/why/">explain</a>' in clock
    assert 'class="clock clock-running"' in clock


def test_a_clock_reads_the_server_once_and_a_paused_one_does_not_count() -> None:
    clock = rendered("{% ui_clock due paused=True %}", due=samples.NOW.replace(day=18), server_time=lambda: samples.NOW)
    assert "paused, 1 d left" in clock
    assert "data-countdown" not in clock


def test_a_refused_button_is_reachable_and_says_why() -> None:
    button = rendered('{% ui_action "Ship" "/ship/" post=True refusal=why %}', why="DEV-31 is open (cl. 5.2).")
    assert 'type="button" aria-disabled="true"' in button
    assert "<form" not in button
    assert '<span class="visually-hidden"> (not possible now: DEV-31 is open (cl. 5.2).)</span>' in button
    assert '<span class="refused-tip" aria-hidden="true">DEV-31 is open (cl. 5.2).</span>' in button


def test_an_allowed_action_posts_with_its_token() -> None:
    button = rendered('{% csrf_token %}{% ui_action "Ship" "/ship/" post=True name="quantity" value="12" %}')
    assert '<form class="action-form" method="post" action="/ship/">' in button
    assert button.count('name="csrfmiddlewaretoken"') == 2
    assert 'name="quantity" value="12"' in button


def test_what_was_typed_stays_beside_its_error() -> None:
    form = samples.LotForm({"number": "KB-2417", "quantity": "11,88O"})
    field = rendered('{% ui_field form.quantity unit="bottles" %}', form=form)
    assert 'value="11,88O"' in field
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_quantity_helptext id_quantity_error"' in field
    assert 'id="id_quantity_error"' in field
    assert "Enter a number." in field


def test_a_limit_bar_says_in_words_what_it_draws() -> None:
    values = {"result": Decimal("0.62"), "limit": Decimal("0.5")}
    bar = rendered('{% ui_limits result "Lead" high=limit unit="µg/g" %}', **values)
    assert "<title>Lead</title> <desc>0.62 µg/g; limit at most 0.5 µg/g: outside.</desc>" in bar
    assert 'class="limits limits-out"' in bar


def test_the_gate_names_the_clause_and_who_can_cure() -> None:
    gate = rendered("{% ui_gate gate %}", gate=samples.GATE)
    assert "Why it can’t ship" in gate
    assert gate.count('aria-label="Met"') == 2
    assert gate.count('aria-label="Not met"') == 2
    assert '<span class="clause">cl. 5.2 · R501</span>' in gate
    assert 'needs: <a href="#">sponsor QA to decide' in gate
    assert "It can ship" in rendered("{% ui_gate gate %}", gate=samples.OPEN_GATE)


def test_a_signature_shows_name_moment_and_meaning() -> None:
    box = rendered("{% ui_signature signature %}", signature=samples.SIGNATURE)
    assert "Hannah Lindqvist</b>" in box
    assert "Meaning: released" in box
    assert "17 Nov 2025 09:40 MST" in box


def test_a_signing_block_carries_the_hash_of_what_was_shown() -> None:
    block = rendered(
        '{% ui_sign form meaning="released" sentence="Release it." digest=digest printed_name="H. L." %}',
        form=samples.SigningForm(),
        digest=samples.DIGEST,
    )
    assert f'<input type="hidden" name="content_hash" value="{samples.DIGEST}">' in block
    assert 'autocomplete="current-password"' in block
    assert 'name="csrfmiddlewaretoken"' in block
    assert "data-passkey" not in block


@pytest.mark.parametrize(
    ("address", "direction", "link"),
    [
        ("/lots/", "", "?sort=due"),
        ("/lots/?sort=due&state=blocked&after=x", 'aria-sort="ascending"', "?state=blocked&amp;sort=-due"),
        ("/lots/?sort=-due", 'aria-sort="descending"', "?sort=due"),
    ],
)
def test_a_head_sorts_by_address_and_keeps_the_filters(address: str, direction: str, link: str) -> None:
    head = rendered('{% ui_sort "due" "Time left" %}', address)
    assert f'href="{link}"' in head
    assert direction in head
    assert ("aria-sort" in head) is bool(direction)


def test_pages_keep_the_filters_and_drop_the_other_key() -> None:
    paging = rendered('{% ui_paging after="KB-9" before="KB-1" %}', "/lots/?state=blocked&before=KB-5")
    assert 'href="?state=blocked&amp;before=KB-1" rel="prev"' in paging
    assert 'href="?state=blocked&amp;after=KB-9" rel="next"' in paging
    assert rendered('{% ui_paging after="" before="" %}') == ""


@pytest.mark.parametrize(
    ("media_type", "shown"),
    [
        ("application/pdf", "<iframe"),
        ("image/png", "<img"),
        ("image/svg+xml", "Download it"),
        ("text/html", "Download it"),
    ],
)
def test_only_documents_that_cannot_carry_script_are_shown(media_type: str, shown: str) -> None:
    pane = rendered('{% ui_document "/f/1/" "CoA" media_type page=3 %}', media_type=media_type)
    assert shown in pane
    assert ("<iframe" in pane, "<img" in pane) == (media_type == "application/pdf", media_type == "image/png")


def test_values_are_escaped_wherever_they_appear() -> None:
    evil = '"><script>x()</script>'
    for markup in (
        "{% ui_badge evil %}", "{% ui_quantity evil evil %}", "{% ui_stat evil evil note=evil %}",
        "{% ui_card evil note=evil %}{{ evil }}{% endui_card %}", "{% ui_action evil evil refusal=evil %}",
        "{% ui_document evil evil evil %}", "{% ui_redline evil evil %}", "{% ui_empty evil evil %}",
    ):  # fmt: skip
        assert "<script>" not in rendered(markup, evil=evil), markup
