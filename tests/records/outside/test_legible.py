"""Every sign on paper is one that the shipped fonts draw and that does not turn the text around."""

import pytest

from records.outside.assets import font_files
from records.outside.legible import covered, legible
from tests.records.outside.paper import STATIC


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("NMT 0.5 µg/g ≤ ≥ ± – “ok” ½ β Ω ✓ №", "NMT 0.5 µg/g ≤ ≥ ± – “ok” ½ β Ω ✓ №"),
        ("Łódź, Škoda, Žďár, naïve", "Łódź, Škoda, Žďár, naïve"),
        ("Партия 7", "Партия 7"),
        ("中 lot", "[U+4E2D] lot"),
        ("gpj.\u202eexe", "gpj.[U+202E]exe"),
        ("a\u0000b", "a[U+0000]b"),
        ("\ue000", "[U+E000]"),
        ("11\u202f880\u00a0bottles\n\tx", "11\u202f880\u00a0bottles\n\tx"),
        ("", ""),
        ("💊", "[U+1F48A]"),
    ],
)
def test_legible(text: str, printed: str) -> None:
    assert legible(text, covered(font_files(STATIC))) == printed
