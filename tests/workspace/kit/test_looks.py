from pathlib import Path

import pytest

from workspace.kit.looks import LOOKS, UNKNOWN, look_of, words_of

ICONS = set((Path(__file__).resolve().parents[3] / "static" / "icons.txt").read_text().split())


@pytest.mark.parametrize(
    ("code", "tone", "icon"),
    [
        ("released", "good", "signature"),
        ("effective", "good", "circle-check"),
        ("blocked", "bad", "ban"),
        ("missing", "wait", "alert-triangle"),
        ("draft", "idle", "circle-dashed"),
    ],
)
def test_a_state_has_a_tone_and_an_icon(code: str, tone: str, icon: str) -> None:
    assert look_of(code) == (tone, icon)


def test_an_unknown_state_is_shown_plainly() -> None:
    assert look_of("never_heard_of") == UNKNOWN
    assert words_of("never_heard_of") == "never heard of"


def test_every_look_uses_a_tone_of_the_style_sheet_and_an_icon_that_is_fetched() -> None:
    assert {look.tone for look in LOOKS.values()} == {"good", "wait", "bad", "info", "idle"}
    assert {look.icon for look in LOOKS.values()} - ICONS == set()
