"""The bundle's zip limits."""

import io
import zipfile
from pathlib import Path

import pytest

from evidence.pack.bundle import fill
from evidence.pack.bundle.archive import MOST_ENTRIES, is_bundle
from evidence.pack.problems import Unreadable
from evidence.pack.reading import from_bundle
from tests.factories.packs import complete_pack

ZIP_SLIP = Path("../shared/data/hostile")
MANIFEST_NAME = "manifest.json"
TOO_MUCH = "The zip unpacks to more than a pack can hold."
OTHER = "The bundle's version is not pack-1 as csv-1."
BROKEN_JSON = "manifest.json cannot be read: This is not JSON: Expecting property name enclosed in double quotes."
MANIFEST = '{"format": "pack-1", "bundle": "csv-1", "lot_number": "A", "tables": []}'


def archive(*entries: tuple[str, str], deflated: bool = False) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED) as made:
        for name, text in entries:
            made.writestr(name, text)
    return buffer.getvalue()


def reason(data: bytes) -> str:
    read = from_bundle(data)
    assert isinstance(read, Unreadable)
    return read.problems[0].reason


def encrypted() -> bytes:
    data = bytearray(archive((MANIFEST_NAME, MANIFEST)))
    central = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[central + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "The file is not a readable zip."),
        (b"PK\x03\x04", "The file is not a readable zip."),
        (fill(complete_pack())[:-30], "The file is not a readable zip."),
        (archive(("../header.csv.exe", "x")), "“../header.csv.exe” is not a table of the pack."),
        (archive(("a.xlsx", "x")), "“a.xlsx” is not a table of the pack."),
        (archive(("header.csv", "a"), ("b/header.csv", "b")), "“header.csv” stands twice in the zip."),
        (archive(("header.csv", "a"), ("b/documents.csv", "b")), "The tables stand in several folders."),
        (archive(("header.csv", "a")), "This is not a bundle made here: manifest.json is missing."),
        (archive((MANIFEST_NAME, "{")), BROKEN_JSON),
        (archive((MANIFEST_NAME, "[]")), OTHER),
        (archive((MANIFEST_NAME, MANIFEST.replace("pack-1", "pack-2"))), OTHER),
        (archive((MANIFEST_NAME, MANIFEST.replace("[]", "7"))), "manifest.json cannot be read at “tables”."),
        (archive(("header.csv", "0" * 10**7), deflated=True), TOO_MUCH),
        (archive(*[(f"{n}.csv", "") for n in range(MOST_ENTRIES + 1)]), TOO_MUCH),
    ],
)  # fmt: skip
def test_a_dangerous_or_foreign_zip_is_refused(data: bytes, expected: str) -> None:
    assert reason(data) == expected


def test_a_zip_with_a_password_is_refused() -> None:
    assert reason(encrypted()) == "The zip has a password."


def test_a_bundle_is_told_from_another_zip() -> None:
    assert is_bundle(fill(complete_pack()))
    assert is_bundle(archive(("x/manifest.json", "{}")))
    assert not is_bundle(archive(("notes.csv", "")))
    assert not is_bundle(b"no zip")


def test_archives_that_climb_out_of_their_folder_are_refused() -> None:
    if not ZIP_SLIP.exists():
        pytest.skip("The hostile archives are not beside this repository (../shared/data/hostile).")
    archives = list(ZIP_SLIP.rglob("*.zip"))
    assert archives
    for path in archives:
        assert isinstance(from_bundle(path.read_bytes()), Unreadable)
