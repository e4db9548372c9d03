"""Documents inside a certificate: taken out byte for byte, or named with what is wrong."""

import base64
import hashlib
from typing import Any

import pytest

from evidence.pack.attachments import attachments_of
from tests.factories.certificates import attachment

PDF = b"%PDF-1.7\nreport\n%%EOF\n"


def one(**changes: Any) -> Any:
    (found,) = attachments_of({"Attachments": [attachment("report.pdf", PDF) | changes]})
    return found


def test_the_bytes_come_out_with_their_hash() -> None:
    found = one()
    assert (found.name, found.content, found.remark) == ("report.pdf", PDF, "")
    assert found.sha256 == hashlib.sha256(PDF).hexdigest()


@pytest.mark.parametrize(
    "stated",
    [
        None,
        {"Algorithm": "SHA-256", "Value": base64.b64encode(hashlib.sha256(PDF).digest()).decode()},
        {"Algorithm": "SHA512", "Value": hashlib.sha512(PDF).hexdigest()},
    ],
)
def test_a_hash_may_be_missing_or_written_otherwise(stated: object) -> None:
    assert one(Hash=stated).content == PDF


def test_plain_base64_and_a_name_without_ending() -> None:
    found = one(FileName="report", Data=base64.b64encode(PDF).decode())
    assert (found.name, found.content) == ("report.pdf", PDF)


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        ({"Data": "data:application/pdf;base64,%%%"}, "Its content is not Base64."),
        ({"Data": base64.b64encode(b"MZ program").decode()}, "Its content is not what it says (application/pdf)."),
        ({"MIME-Type": "text/plain"}, "Only PDF, PNG and JPEG are taken out."),
        ({"Hash": {"Algorithm": "SHA256", "Value": "0" * 64}}, "Its hash is not the one stated beside it."),
        ({"Hash": {"Algorithm": "MD5", "Value": hashlib.md5(PDF).hexdigest()}}, "Its hash is not the one stated"),  # noqa: S324 - a weak hash proves nothing
    ],
)
def test_what_cannot_be_taken_out_whole_is_named(changes: dict[str, Any], remark: str) -> None:
    found = one(**changes)
    assert (found.content, found.sha256) == (None, "")
    assert found.remark.startswith(remark)
    assert found.remark.endswith("It stays in the certificate only.")


@pytest.mark.parametrize("listed", [None, [], "x", ["x"], {}])
def test_no_attachment_is_none(listed: object) -> None:
    assert attachments_of({"Attachments": listed}) == ()
