"""One seal over the whole file, still PDF/A-3b, and both judges call it good."""

from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature

from records.outside import authority
from records.outside.seal import SealedDocument, seal
from records.outside.verify import verify
from tests.factories.time_authority import time_authority
from tests.records.outside.paper import AT, pdf_a_failures, pdfsig_says, text_of


def test_a_sealed_report_is_still_pdf_a_3b(sealed: SealedDocument) -> None:
    assert pdf_a_failures(sealed.content) == []


def test_pdfsig_calls_it_valid_and_whole(saved: Path) -> None:
    said = pdfsig_says(saved)
    assert said.count("Signature #") == 1
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "Not total document signed" not in said
    assert "Signing Hash Algorithm: SHA-256" in said
    assert "Signature Type: ETSI.CAdES.detached" in said


def test_the_seal_says_why_where_and_when(sealed: SealedDocument) -> None:
    dictionary = seal_of(sealed.content).sig_object
    assert dictionary["/Reason"] == "Test of the seal"
    assert dictionary["/Location"] == "Ogden"
    assert seal_of(sealed.content).self_reported_timestamp == AT
    assert sealed.level == "B-B"


def test_it_forbids_any_later_change(sealed: SealedDocument) -> None:
    assert seal_of(sealed.content).docmdp_level.name == "NO_CHANGES"


def test_the_stamp_can_be_read(sealed: SealedDocument) -> None:
    said = text_of(sealed.content, "-l", "1")
    assert "Sealed by Oversight document seal" in said
    assert "27 Mar 2026 16:40:12 UTC" in said


def test_without_a_stamp_the_seal_is_invisible(report: bytes, source: authority.LocalAuthority) -> None:
    with authority.signer(source, at=AT) as signer:
        sealed = seal(report, signer, reason="Quiet", location="Ogden", at=AT)
    assert pdf_a_failures(sealed.content) == []
    assert verify(sealed.content, roots=authority.roots(source, at=AT), expected_sha256=sealed.sha256).is_good
    assert "Sealed by" not in text_of(sealed.content)


def test_with_a_time_stamp_the_level_is_b_t(report: bytes, source: authority.LocalAuthority) -> None:
    with authority.signer(source, at=AT) as signer:
        sealed = seal(report, signer, reason="Timed", location="Ogden", at=AT, time_stamper=time_authority())
    assert (sealed.level, sealed.problems) == ("B-T", ())
    kinds = [part["type"].native for part in seal_of(sealed.content).signer_info["unsigned_attrs"]]
    assert kinds == ["signature_time_stamp_token"]
    assert pdf_a_failures(sealed.content) == []


def test_a_silent_time_stamp_service_does_not_stop_the_report(report: bytes, source: authority.LocalAuthority) -> None:
    nobody = authority.time_stamper("http://127.0.0.1:9/")
    with authority.signer(source, at=AT) as signer:
        sealed = seal(report, signer, reason="Timed", location="Ogden", at=AT, time_stamper=nobody)
    assert sealed.level == "B-B"
    (problem,) = sealed.problems
    assert problem.startswith("The time-stamp service gave no answer, so the time is the platform's own: ")
    assert verify(sealed.content, roots=authority.roots(source, at=AT), expected_sha256=sealed.sha256).is_good


def test_no_address_means_no_time_stamp() -> None:
    assert authority.time_stamper("") is None


def test_a_broken_file_is_not_sealed(source: authority.LocalAuthority) -> None:
    with pytest.raises(PdfReadError), authority.signer(source, at=AT) as signer:
        seal(b"%PDF-1.7 broken", signer, reason="x", location="y", at=AT)


def seal_of(pdf: bytes) -> EmbeddedPdfSignature:
    return PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
