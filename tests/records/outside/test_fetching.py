"""A report draws on one folder's style sheets and pictures; every other address stops it."""

from pathlib import Path

import pytest

from records.outside.fetching import ClosedFetcher
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
