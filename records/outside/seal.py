"""The seal: one PAdES signature of the organisation over the whole file, applied last and only once.

What people sign is the record; their signatures are printed in it. The seal says that the platform issued
this file and that no byte changed since. With a time-stamp authority the file also carries what a later reader
needs to judge it when every certificate has ended: PAdES B-LTA (ETSI EN 319 142-1, ADR 0020).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from asn1crypto.crl import CertificateList
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, PdfSigningSession, SigDSSPlacementPreference
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

FIELD = "Seal"
ARCHIVE = "Archive"
"""The field of the time stamp over the whole file, evidence included."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The seal's picture: a one-page PDF and where it stands on the first page (x1, y1, x2, y2 in points)."""

    pdf: bytes
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves the chains when sealing: the roots of time stamps, and lists of revoked certificates at hand."""

    time_roots: Sequence[Certificate]
    revocations: Sequence[CertificateList] = ()


@dataclass(frozen=True, slots=True)
class SealedDocument:
    content: bytes
    sha256: str
    level: str
    """B-LTA with a time-stamp authority whose roots are known; B-T when a service confirmed the time; else B-B."""
    problems: Sequence[str] = ()


class _TimedSigner(PdfSigner):
    """Signs at the time it is told: the same as in the record, not a second reading of the clock."""

    at: datetime

    def init_signing_session(self, *args: Any, **options: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **options)
        session.system_time = self.at
        return session


def seal(
    pdf: bytes,
    signer: Signer,
    *,
    reason: str,
    location: str,
    at: datetime,
    stamp: Stamp | None = None,
    time_stamper: TimeStamper | None = None,
    evidence: Evidence | None = None,
) -> SealedDocument:
    """Seal a finished PDF: PAdES B-LTA with a time-stamp service and evidence, B-T without the latter, else B-B.

    No change is allowed afterwards but further evidence. A service that does not answer, or a chain that cannot
    be proven today, never stops a report: it is then sealed at the next lower level, and `problems` says so.
    Without a stamp the seal is invisible. Raises pyHanko's SigningError when the key cannot sign.
    """
    order, told = _Order(pdf, reason, location, at, stamp), list[str]()
    if time_stamper is not None and evidence is not None:
        try:
            return _document(_signed(order, signer, time_stamper, _context(signer, evidence, at)), "B-LTA")
        except (PathError, ValidationError, SigningError, ValueError) as problem:
            told.append(f"The evidence for later years could not be collected: {problem}")
        except (TimestampRequestError, OSError) as problem:
            return _untimed(order, signer, problem)
    if time_stamper is not None:
        try:
            return _document(_signed(order, signer, time_stamper, None), "B-T", *told)
        except (TimestampRequestError, OSError) as problem:
            return _untimed(order, signer, problem, *told)
    return _document(_signed(order, signer, None, None), "B-B")


def _untimed(order: "_Order", signer: Signer, problem: Exception, *told: str) -> SealedDocument:
    silent = f"The time-stamp service gave no answer, so the time is the platform's own: {problem}"
    return _document(_signed(order, signer, None, None), "B-B", *told, silent)


def _context(signer: Signer, evidence: Evidence, at: datetime) -> ValidationContext:
    """What the chains are proven against when sealing; lists of revoked certificates are fetched where one is named.

    A list that is named and cannot be had fails it: evidence with a hole is worth no higher level.
    """
    own = [certificate for certificate in signer.cert_registry if certificate.self_issued]
    return ValidationContext(
        trust_roots=[*own, *evidence.time_roots],
        crls=list(evidence.revocations),
        allow_fetching=True,
        moment=at,
        revocation_mode="hard-fail",
    )


def _document(content: bytes, level: str, *problems: str) -> SealedDocument:
    return SealedDocument(content, sha256(content).hexdigest(), level, problems)


@dataclass(frozen=True, slots=True)
class _Order:
    pdf: bytes
    reason: str
    location: str
    at: datetime
    stamp: Stamp | None


def _signed(
    order: _Order, signer: Signer, time_stamper: TimeStamper | None, context: ValidationContext | None
) -> bytes:
    """The sealed file; with a context its chains, lists and an archive time stamp are added behind the seal."""
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=order.reason,
        location=order.location,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        validation_context=context,
        embed_validation_info=context is not None,
        use_pades_lta=context is not None,
        timestamp_field_name=ARCHIVE if context is not None else None,
        # Before the stamp, so that it covers them; no index by signature, which would have to come after it.
        dss_settings=DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_NEXT_TS),
    )
    with TemporaryDirectory(prefix="seal-") as folder:
        style = _style(order.stamp, Path(folder)) if order.stamp else None
        place = SigFieldSpec(FIELD, on_page=0, box=order.stamp.box if order.stamp else None)
        sealer = _TimedSigner(metadata, signer, timestamper=time_stamper, stamp_style=style, new_field_spec=place)
        sealer.at = order.at
        sealed = BytesIO()
        sealer.sign_pdf(IncrementalPdfFileWriter(BytesIO(order.pdf)), output=sealed)
    return sealed.getvalue()


def _style(stamp: Stamp, folder: Path) -> StaticStampStyle:
    """pyHanko's own text stamps break PDF/A (unscaled glyph widths); a page of ours does not."""
    page = folder / "stamp.pdf"
    page.write_bytes(stamp.pdf)
    whole_box = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins())
    return StaticStampStyle.from_pdf_file(
        str(page), border_width=0, background_opacity=1.0, background_layout=whole_box
    )
