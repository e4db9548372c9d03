"""The seal: one PAdES signature of the organisation over the whole file, applied last and only once.

What people sign is the record; their signatures are printed in it. The seal says that the platform issued
this file and that no byte changed since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.stamp import StaticStampStyle

FIELD = "Seal"


@dataclass(frozen=True, slots=True)
class Stamp:
    """The seal's picture: a one-page PDF and where it stands on the first page (x1, y1, x2, y2 in points)."""

    pdf: bytes
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class SealedDocument:
    content: bytes
    sha256: str
    level: str
    """B-T when a time-stamp service confirmed the time, else B-B."""
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
) -> SealedDocument:
    """Seal a finished PDF: PAdES B-T with a time-stamp service, else B-B; no change is allowed afterwards.

    A time-stamp service that does not answer never stops a report: it is then sealed B-B, and `problems`
    says so. Without a stamp the seal is invisible. Raises pyHanko's SigningError when the key cannot sign.
    """
    order = _Order(pdf, reason, location, at, stamp)
    if time_stamper is None:
        return _document(_signed(order, signer, None), "B-B")
    try:
        return _document(_signed(order, signer, time_stamper), "B-T")
    except (TimestampRequestError, OSError) as problem:
        told = f"The time-stamp service gave no answer, so the time is the platform's own: {problem}"
        return _document(_signed(order, signer, None), "B-B", told)


def _document(content: bytes, level: str, *problems: str) -> SealedDocument:
    return SealedDocument(content, sha256(content).hexdigest(), level, problems)


@dataclass(frozen=True, slots=True)
class _Order:
    pdf: bytes
    reason: str
    location: str
    at: datetime
    stamp: Stamp | None


def _signed(order: _Order, signer: Signer, time_stamper: TimeStamper | None) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=order.reason,
        location=order.location,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
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
