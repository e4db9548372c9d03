"""Headers of the upload protocol: read as they are written, refused when they are not."""

import hashlib

import pytest

from evidence import tus
from evidence.outside.quarantine import Checksum


@pytest.mark.parametrize(("text", "found"), [("0", 0), ("2147483648", 2**31)])
def test_a_length_is_a_count_of_bytes(text: str, found: int) -> None:
    assert tus.length({"Upload-Length": text}, "Upload-Length") == found


@pytest.mark.parametrize("text", ["", "-1", "1.5", "1e3", "٣", "9" * 20])
def test_anything_else_is_no_length(text: str) -> None:
    with pytest.raises(tus.ProtocolError, match="Upload-Length has to be a number of bytes"):
        tus.length({"Upload-Length": text}, "Upload-Length")


def test_metadata_are_base64_and_utf8() -> None:
    headers = {"Upload-Metadata": "filename zrwgY2VydGlmaWNhdGUucGRm, is_new"}
    assert tus.metadata(headers) == {"filename": "μ certificate.pdf", "is_new": ""}
    assert tus.metadata({}) == {}


@pytest.mark.parametrize("value", ["filename %%%", "filename /w=="])
def test_other_metadata_are_refused(value: str) -> None:
    with pytest.raises(tus.ProtocolError, match="not UTF-8 in Base64"):
        tus.metadata({"Upload-Metadata": value})


def test_a_checksum_names_its_algorithm() -> None:
    digest = hashlib.sha1(b"abc", usedforsecurity=False).digest()
    assert tus.checksum({"Upload-Checksum": "sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0="}) == Checksum("sha1", digest)
    assert tus.checksum({}) is None


@pytest.mark.parametrize(
    ("value", "sentence"),
    [("md5 qZk=", "takes sha256 or sha1, not 'md5'"), ("sha1 %", "is not Base64"), ("sha1 a", "is not Base64")],
)
def test_another_checksum_is_refused(value: str, sentence: str) -> None:
    with pytest.raises(tus.ProtocolError, match=sentence):
        tus.checksum({"Upload-Checksum": value})
