"""Is a sealed PDF intact, whose is it, and does the seal cover all of it?

The whole file's SHA-256 comes first: the zero padding inside a signature is covered by no signature.
pyHanko is the judge of the rest (pdfsig calls some forged files valid); nothing is fetched from the
network. Behind the seal only evidence may stand: chains, lists, and time stamps over the whole file (PAdES B-LTA). Then
the seal is judged at the time that the first of them states, and each of them at the time of the next.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from asn1crypto.core import load as asn1_load
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import DocumentTimestampStatus, PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found; `problems` are sentences for people, and none means that all is well."""

    intact: bool
    trusted: bool
    covers_whole_document: bool
    signer: str
    signed_at: datetime | None
    problems: tuple[str, ...]
    level: str = "B-B"
    """B-LTA: the file carries evidence for later years under a time stamp; B-T: its time is confirmed; else B-B."""

    @property
    def is_good(self) -> bool:
        return self.intact and self.trusted and self.covers_whole_document and not self.problems


def verify(
    pdf: bytes,
    *,
    roots: Iterable[Certificate],
    expected_sha256: str | None,
    sealed_at: datetime | None = None,
    time_roots: Iterable[Certificate] = (),
) -> Verification:
    """Check a PDF against `roots` and, when known, the SHA-256 that was recorded at sealing.

    `sealed_at`: the recorded time of sealing, at which the certificate is judged (a certificate that ended
    since does not spoil the record); without it the certificate must be valid today, or at the time that a
    time stamp over the whole file states. `time_roots`: what such stamps must rest on. Never raises for a broken file.
    """
    problems = []
    if expected_sha256 is not None and sha256(pdf).hexdigest() != expected_sha256.lower():
        problems.append("This is not the file that was sealed: its SHA-256 is another one.")
    try:
        found = _judged(pdf, tuple(roots), tuple(time_roots), sealed_at)
    except Exception as problem:  # a broken or forged file fails in a hundred ways, all mean no
        found = _unreadable(f"The file or its seal cannot be read: {type(problem).__name__}: {problem}")
    differs = bool(problems)
    return Verification(
        intact=found.intact and not differs,
        trusted=found.trusted,
        covers_whole_document=found.covers_whole_document,
        signer=found.signer,
        signed_at=found.signed_at,
        problems=(*problems, *found.problems),
        level=found.level,
    )


def _unreadable(sentence: str) -> Verification:
    return Verification(
        intact=False,
        trusted=False,
        covers_whole_document=False,
        signer="",
        signed_at=None,
        problems=(sentence,),
    )


def _judged(
    pdf: bytes, roots: tuple[Certificate, ...], time_roots: tuple[Certificate, ...], sealed_at: datetime | None
) -> Verification:
    reader = PdfFileReader(BytesIO(pdf))
    seals, stamps = reader.embedded_regular_signatures, reader.embedded_timestamp_signatures
    if len(seals) != 1:
        return _unreadable("The file has no seal." if not seals else f"The file has {len(seals)} seals, not one.")
    found = _stamped(pdf, stamps, time_roots, sealed_at)
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False, moment=found.moment)
    times = ValidationContext(trust_roots=list(time_roots), allow_fetching=False, moment=found.moment)
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
    status = validate_pdf_signature(seals[0], context, ts_validation_context=times, key_usage_settings=usage)
    is_archived = bool(stamps)
    is_kept = status.intact and status.valid and _is_unchanged(status, is_archived=is_archived)
    return Verification(
        intact=is_kept and _is_padded_with_zeros(pdf, seals[0]) and found.is_intact,
        trusted=status.trusted,
        covers_whole_document=_covers(status) or (is_archived and found.covers_whole_document),
        signer=_name(status.signing_cert),
        signed_at=status.signer_reported_dt,
        problems=(*_problems(status, pdf, seals[0], is_archived=is_archived), *found.problems),
        level="B-LTA" if is_archived else "B-T" if status.timestamp_validity else "B-B",
    )


@dataclass(frozen=True, slots=True)
class _Stamps:
    """What the time stamps over the whole file say; without any, the seal is judged at the moment given."""

    moment: datetime | None
    is_intact: bool = True
    covers_whole_document: bool = False
    problems: tuple[str, ...] = ()


def _stamped(
    pdf: bytes,
    stamps: Sequence[EmbeddedPdfSignature],
    time_roots: Sequence[Certificate],
    sealed_at: datetime | None,
) -> _Stamps:
    """From the newest stamp to the first: each is judged at the time of the one that came after it."""
    moment, is_intact, problems = sealed_at, True, list[str]()
    for place, stamp in enumerate(reversed(stamps)):
        context = ValidationContext(trust_roots=list(time_roots), allow_fetching=False, moment=moment)
        status = validate_pdf_timestamp(stamp, context)
        if not (status.intact and status.valid and _is_padded_with_zeros(pdf, stamp)):
            is_intact = False
            problems.append("A time stamp over the file is wrong.")
        if not status.trusted:
            problems.append("A time stamp over the file does not come from a trusted authority.")
        if place == 0 and not _covers(status):
            problems.append("Something was added after the last time stamp over the file.")
        moment = status.timestamp
    return _Stamps(moment, is_intact, bool(stamps) and not problems, tuple(problems))


def _name(certificate: Certificate) -> str:
    """`Oversight document seal, Oversight`: common name and organisation, where the certificate has them."""
    names = certificate.subject.native
    return ", ".join(str(names[part]) for part in ("common_name", "organization_name") if part in names)


def _problems(
    status: PdfSignatureStatus, pdf: bytes, seal: EmbeddedPdfSignature, *, is_archived: bool
) -> Iterable[str]:
    if not status.intact:
        yield "The content was changed after sealing."
    elif not status.valid:
        yield "The seal's signature is wrong."
    if not status.trusted:
        yield "The seal's certificate does not come from a trusted authority."
    if not is_archived and not _covers(status):
        yield "The seal does not cover the whole file: something was added after sealing."
    elif not _is_unchanged(status, is_archived=is_archived):
        yield "The document was changed after sealing in a way that the seal forbids."
    if not _is_padded_with_zeros(pdf, seal):
        yield "The seal holds bytes that no signature covers."


def _covers(status: PdfSignatureStatus | DocumentTimestampStatus) -> bool:
    return bool(status.coverage == SignatureCoverageLevel.ENTIRE_FILE)


def _is_unchanged(status: PdfSignatureStatus, *, is_archived: bool) -> bool:
    """Evidence alone may have come after the seal, and only where a time stamp covers it."""
    allowed = {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES} if is_archived else {ModificationLevel.NONE}
    return status.modification_level in allowed and bool(status.docmdp_ok)


def _is_padded_with_zeros(pdf: bytes, seal: EmbeddedPdfSignature) -> bool:
    """The room reserved for a signature is wider than it; the rest must be the zeros it was made with."""
    _, first_length, second_start, _ = (int(number) for number in seal.byte_range)
    reserved = bytes.fromhex(pdf[first_length + 1 : second_start - 1].decode("ascii"))
    used = len(asn1_load(reserved, strict=False).dump())
    return not any(reserved[used:])
