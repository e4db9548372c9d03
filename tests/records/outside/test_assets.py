"""A report has the shipped fonts and no others."""

from pathlib import Path

import pytest

from records.outside.assets import font_files, fonts_configuration
from tests.records.outside.paper import STATIC


def test_the_fonts_are_those_shipped() -> None:
    assert [path.name for path in font_files(STATIC)] == [
        "DejaVuSans.ttf",
        "IBMPlexMono_400Regular.ttf",
        "IBMPlexSans_400Regular.ttf",
        "IBMPlexSans_500Medium.ttf",
        "IBMPlexSans_600SemiBold.ttf",
    ]


def test_without_fonts_nothing_is_printed(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="build the assets first"):
        fonts_configuration(tmp_path, tmp_path / "cache")
