from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from workspace.kit.icons import icon

NAMES = (Path(__file__).resolve().parents[3] / "static" / "icons.txt").read_text().split()


@pytest.mark.parametrize("name", NAMES)
def test_every_listed_icon_was_fetched_and_draws_something(name: str) -> None:
    assert finders.find(f"vendor/icons/{name}.svg") is not None, "run `make run` or `make test` once"
    assert "<path" in icon(name)


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in icon("check")
    assert 'role="img" aria-label="Met"' in icon("check", "Met")
    assert "aria-hidden" not in icon("check", "Met")


def test_a_label_is_escaped_and_a_missing_icon_leaves_an_empty_frame() -> None:
    assert 'aria-label="&lt;b&gt;"' in icon("check", "<b>")
    assert icon("no-such-icon").endswith('aria-hidden="true"></svg>')
