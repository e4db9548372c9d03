"""PAdES B-LTA: the seal and its evidence under an archive time stamp, good when every certificate has ended."""

import shutil
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto.x509 import Certificate
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper

from records.outside import authority, local_authority
from records.outside.seal import Evidence, SealedDocument, seal
from records.outside.verify import verify
from tests.factories.time_authority import root_pem, time_authority
from tests.records.outside.long_term import judged_by_pyhanko
from tests.records.outside.paper import AT, pdf_a_failures, pdfsig_says
from tests.records.outside.test_verify import flipped, sample

YEARS_LATER = AT + timedelta(days=9 * 365)


@pytest.fixture(scope="module")
def times() -> tuple[Certificate, ...]:
    return tuple(load_certs_from_pemder_data(root_pem()))


@pytest.fixture(scope="module")
def roots(source: authority.LocalAuthority) -> tuple[Certificate, ...]:
    return authority.roots(source, at=AT)


@pytest.fixture(scope="module")
def archived(report: bytes, source: authority.LocalAuthority, times: tuple[Certificate, ...]) -> SealedDocument:
    return kept(report, source, times)


def kept(
    report: bytes, source: authority.LocalAuthority, times: tuple[Certificate, ...], service: TimeStamper | None = None
) -> SealedDocument:
    """Sealed with all evidence that is at hand."""
    evidence = Evidence(times, authority.revocations(source, at=AT))
    asked = service or time_authority()
    with authority.signer(source, at=AT) as signer:
        return seal(report, signer, reason="Kept", location="Ogden", at=AT, time_stamper=asked, evidence=evidence)


def test_it_carries_its_chains_under_a_time_stamp(archived: SealedDocument) -> None:
    assert (archived.level, archived.problems) == ("B-LTA", ())
    reader = PdfFileReader(BytesIO(archived.content))
    assert [one.field_name for one in reader.embedded_timestamp_signatures] == ["Archive"]
    assert len(reader.root["/DSS"]["/Certs"]) == 3  # the seal's, its authority's, the time's
    assert len(reader.root["/DSS"]["/CRLs"]) == 1
    assert pdf_a_failures(archived.content) == []


def test_our_verifier_calls_it_good_now_and_years_later(
    archived: SealedDocument, roots: tuple[Certificate, ...], times: tuple[Certificate, ...]
) -> None:
    for moment in (AT, YEARS_LATER):
        found = verify(
            archived.content, roots=roots, expected_sha256=archived.sha256, sealed_at=moment, time_roots=times
        )
        assert (found.is_good, found.level, found.problems) == (True, "B-LTA", ())


def test_the_seals_certificate_may_have_ended(report: bytes, tmp_path: Path, times: tuple[Certificate, ...]) -> None:
    """It lasts ten years; the stamp, made when it was good, is what it is judged by."""
    begun = AT - timedelta(days=3649)
    source = authority.LocalAuthority(tmp_path / "keys", "Oversight")
    local_authority.ensure(source.folder, organisation="Oversight", at=begun)
    early = kept(report, source, times)
    trusted = authority.trusted_roots(tmp_path / "keys" / "root.pem")
    later = {"roots": trusted, "expected_sha256": early.sha256, "sealed_at": AT + timedelta(days=365)}
    assert verify(early.content, **later, time_roots=times).is_good
    assert judged_by_pyhanko(early.content, [*trusted, *times], at=AT + timedelta(days=365)).ades_subindic == (
        AdESPassed.OK
    )


def test_pyhankos_long_term_validation_calls_it_good(
    archived: SealedDocument, roots: tuple[Certificate, ...], times: tuple[Certificate, ...]
) -> None:
    found = judged_by_pyhanko(archived.content, [*roots, *times], at=YEARS_LATER)
    assert (found.ades_subindic, found.oldest_evidence_record_timestamp) == (AdESPassed.OK, AT)
    assert judged_by_pyhanko(archived.content, roots, at=YEARS_LATER).ades_subindic != AdESPassed.OK


def test_pdfsig_and_qpdf_call_it_sound(archived: SealedDocument, tmp_path: Path) -> None:
    path = tmp_path / "archived.pdf"
    path.write_bytes(archived.content)
    said = pdfsig_says(path)
    assert said.count("Signature is Valid.") == 1
    assert said.count("  - Total document signed") == 1, "the seal's revision, then the stamp over all of it"
    qpdf = shutil.which("qpdf")
    assert qpdf is not None, "apt-get install qpdf"
    assert subprocess.run([qpdf, "--check", path], capture_output=True, check=False).returncode == 0


def test_an_unknown_time_authority_is_not_trusted(archived: SealedDocument, roots: tuple[Certificate, ...]) -> None:
    found = verify(archived.content, roots=roots, expected_sha256=None)
    assert not found.is_good
    assert found.problems == ("A time stamp over the file does not come from a trusted authority.",)


def test_a_flipped_bit_is_seen_without_the_hash(
    archived: SealedDocument, roots: tuple[Certificate, ...], times: tuple[Certificate, ...]
) -> None:
    _, first, second, rest = (
        int(number) for number in PdfFileReader(BytesIO(archived.content)).embedded_timestamp_signatures[0].byte_range
    )
    for changed in (
        *flipped(archived.content, sample(0, first)),
        *flipped(archived.content, sample(second, second + rest)),
    ):
        assert not verify(changed, roots=roots, expected_sha256=None, time_roots=times).is_good


def test_what_is_added_after_the_stamp_is_seen(
    archived: SealedDocument, roots: tuple[Certificate, ...], times: tuple[Certificate, ...]
) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(archived.content))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Rotate"] = NumberObject(90)
    writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0))
    edited = BytesIO()
    writer.write(edited)
    found = verify(edited.getvalue(), roots=roots, expected_sha256=None, time_roots=times)
    assert (found.intact, found.covers_whole_document) == (False, False)
    assert "Something was added after the last time stamp over the file." in found.problems
    stamped = BytesIO()
    PdfTimeStamper(time_authority()).timestamp_pdf(IncrementalPdfFileWriter(edited), "sha256", output=stamped)
    assert not verify(stamped.getvalue(), roots=roots, expected_sha256=None, time_roots=times).is_good


def test_a_file_that_its_holder_renewed_is_good_and_another_file(
    archived: SealedDocument, roots: tuple[Certificate, ...], times: tuple[Certificate, ...]
) -> None:
    renewed = BytesIO()
    later = time_authority(YEARS_LATER)
    PdfTimeStamper(later, field_name="Again").timestamp_pdf(
        IncrementalPdfFileWriter(BytesIO(archived.content)), "sha256", output=renewed
    )
    found = verify(renewed.getvalue(), roots=roots, expected_sha256=None, time_roots=times, sealed_at=YEARS_LATER)
    assert (found.is_good, found.problems) == (True, ())
    known = verify(renewed.getvalue(), roots=roots, expected_sha256=archived.sha256, time_roots=times)
    assert known.problems[0] == "This is not the file that was sealed: its SHA-256 is another one."


def test_a_chain_that_cannot_be_proven_lowers_the_level(
    report: bytes, source: authority.LocalAuthority, roots: tuple[Certificate, ...]
) -> None:
    sealed = kept(report, source, roots)
    assert sealed.level == "B-T"
    assert sealed.problems[0].startswith("The evidence for later years could not be collected: ")


def test_a_silent_authority_is_asked_once(
    report: bytes, source: authority.LocalAuthority, times: tuple[Certificate, ...]
) -> None:
    nobody = authority.time_stamper("http://127.0.0.1:9/")
    sealed = kept(report, source, times, nobody)
    assert (sealed.level, len(sealed.problems)) == ("B-B", 1)
