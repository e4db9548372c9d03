"""A report draws on one folder's style sheets and pictures; every other address stops it."""

from pathlib import Path

import pytest

from records.outside.assets import ClosedFetcher, font_files, fonts_configuration
from tests.records.outside.paper import STATIC


def test_a_file_of_the_folder_is_served() -> None:
    answer = ClosedFetcher(STATIC).fetch((STATIC / "brand" / "oversight.svg").as_uri())
    assert answer.content_type == "image/svg+xml"
    assert answer.read() == (STATIC / "brand" / "oversight.svg").read_bytes()


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/a.css",
        "https://example.org/a.png",
        "ftp://example.org/a.png",
        "data:text/css,body{}",
        "file://server/share/a.css",
        "file:///etc/passwd",
        (STATIC / ".." / "manage.py").as_uri(),
        f"{STATIC.as_uri()}/%2e%2e/pyproject.toml",
        (STATIC / "icons.txt").as_uri(),
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(PermissionError, match="A report loads"):
        ClosedFetcher(STATIC).fetch(address)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside.css"
    inside.mkdir()
    outside.write_text("body {}")
    (inside / "a.css").symlink_to(outside)
    with pytest.raises(PermissionError, match="outside its folder"):
        ClosedFetcher(inside).fetch((inside / "a.css").as_uri())


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
