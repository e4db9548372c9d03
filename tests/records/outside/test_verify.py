"""Every change is seen: in the content, in the seal, behind it; whoever else sealed it is not trusted."""

import random
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from itertools import chain
from pathlib import Path

import pytest
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError

from records.outside import authority
from records.outside.seal import SealedDocument, seal
from records.outside.verify import Verification, verify
from tests.records.outside.paper import AT, pdfsig_says

SAMPLE = 60  # positions of each kind; the seed makes every run the same


@pytest.fixture(scope="session")
def roots(source: authority.LocalAuthority) -> tuple[Certificate, ...]:
    return authority.roots(source, at=AT)


@pytest.fixture(scope="session")
def ranges(sealed: SealedDocument) -> tuple[int, int, int]:
    """Where the seal's own bytes begin and end (with their < and >), and where the file ends."""
    _, first, second, rest = PdfFileReader(BytesIO(sealed.content)).embedded_signatures[0].byte_range
    return int(first), int(second), int(second) + int(rest)


def flipped(content: bytes, positions: Iterator[int]) -> Iterator[bytes]:
    generator = random.Random(20260327)  # noqa: S311 - a reproducible sample, no secret
    for position in positions:
        changed = bytearray(content)
        changed[position] ^= 1 << generator.randrange(8)
        yield bytes(changed)


def sample(start: int, end: int) -> Iterator[int]:
    generator = random.Random(111)  # noqa: S311 - a reproducible sample, no secret
    return (generator.randrange(start, end) for _ in range(SAMPLE))


def test_the_untouched_file_is_good(sealed: SealedDocument, roots: tuple[Certificate, ...]) -> None:
    assert verify(sealed.content, roots=roots, expected_sha256=sealed.sha256) == Verification(
        intact=True,
        trusted=True,
        covers_whole_document=True,
        signer="Oversight document seal, Oversight",
        signed_at=AT,
        problems=(),
    )


def test_without_a_recorded_hash_the_seal_alone_is_judged(
    sealed: SealedDocument, roots: tuple[Certificate, ...]
) -> None:
    assert verify(sealed.content, roots=roots, expected_sha256=None).is_good


def test_a_bit_flipped_inside_the_signed_ranges_is_seen_by_pyhanko_alone(
    sealed: SealedDocument, roots: tuple[Certificate, ...], ranges: tuple[int, int, int]
) -> None:
    before, after, end = ranges
    for changed in flipped(sealed.content, chain(sample(0, before), sample(after, end))):
        found = verify(changed, roots=roots, expected_sha256=None)
        assert not found.is_good
        assert found.problems


def test_a_bit_flipped_inside_the_seal_is_seen_by_the_hash(
    sealed: SealedDocument, roots: tuple[Certificate, ...], ranges: tuple[int, int, int]
) -> None:
    before, after, _ = ranges
    for changed in flipped(sealed.content, sample(before, after)):
        found = verify(changed, roots=roots, expected_sha256=sealed.sha256)
        assert not found.is_good
        assert found.problems[0] == "This is not the file that was sealed: its SHA-256 is another one."


def test_bytes_hidden_in_the_padding_are_seen_without_the_hash(
    sealed: SealedDocument, roots: tuple[Certificate, ...], ranges: tuple[int, int, int]
) -> None:
    changed = bytearray(sealed.content)
    assert changed[ranges[1] - 5 : ranges[1] - 1] == b"0000"
    changed[ranges[1] - 3] = ord("7")
    found = verify(bytes(changed), roots=roots, expected_sha256=None)
    assert found.problems == ("The seal holds bytes that no signature covers.",)
    assert not found.intact


@pytest.mark.parametrize("tail", [b"\n", b"garbage", b"%%EOF\n", b"\x00" * 4096])
def test_bytes_after_the_end_are_seen(sealed: SealedDocument, roots: tuple[Certificate, ...], tail: bytes) -> None:
    found = verify(sealed.content + tail, roots=roots, expected_sha256=None)
    assert not found.is_good
    assert not found.covers_whole_document


def test_a_lawful_looking_edit_that_pdfsig_calls_valid_is_seen(
    sealed: SealedDocument, roots: tuple[Certificate, ...], tmp_path: Path
) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(sealed.content))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Rotate"] = NumberObject(90)
    writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0))
    edited = BytesIO()
    writer.write(edited)
    path = tmp_path / "edited.pdf"
    path.write_bytes(edited.getvalue())
    said = pdfsig_says(path)
    assert "Signature is Valid" in said
    assert "Not total document signed" in said
    found = verify(edited.getvalue(), roots=roots, expected_sha256=None)
    assert not found.intact
    assert not found.covers_whole_document


def test_the_file_cut_short_is_seen(sealed: SealedDocument, roots: tuple[Certificate, ...]) -> None:
    for length in (0, 9, len(sealed.content) // 2, len(sealed.content) - 1):
        assert not verify(sealed.content[:length], roots=roots, expected_sha256=None).is_good


def test_another_authority_is_not_trusted(sealed: SealedDocument, tmp_path: Path) -> None:
    stranger = authority.LocalAuthority(tmp_path / "keys", "Oversight")
    found = verify(sealed.content, roots=authority.roots(stranger, at=AT), expected_sha256=sealed.sha256)
    assert (found.intact, found.trusted, found.is_good) == (True, False, False)
    assert found.problems == ("The seal's certificate does not come from a trusted authority.",)


def test_a_file_without_a_seal(report: bytes, roots: tuple[Certificate, ...]) -> None:
    assert verify(report, roots=roots, expected_sha256=None).problems == ("The file has no seal.",)


def test_a_second_seal_is_refused(sealed: SealedDocument, source: authority.LocalAuthority) -> None:
    with authority.signer(source, at=AT) as signer, pytest.raises(SigningError, match="filled already"):
        seal(sealed.content, signer, reason="Two", location="Ogden", at=AT)


def test_an_ended_certificate_is_judged_at_the_recorded_time(report: bytes, tmp_path: Path) -> None:
    long_ago = AT - timedelta(days=12 * 365)
    source = authority.LocalAuthority(tmp_path / "keys", "Oversight")
    with authority.signer(source, at=long_ago) as signer:
        old = seal(report, signer, reason="Old", location="Ogden", at=long_ago)
    trusted = authority.trusted_roots(tmp_path / "keys" / "root.pem")
    assert verify(old.content, roots=trusted, expected_sha256=old.sha256, sealed_at=long_ago).is_good
    today = verify(old.content, roots=trusted, expected_sha256=old.sha256)
    assert (today.intact, today.trusted) == (True, False)
