"""Sealed PDFs of a package: the platform's own check of seals; their SHA-256 has been compared before."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from asn1crypto.x509 import Certificate
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader

from records.outside.verify import verify


def roots(path: Path) -> list[Certificate]:
    """The certificates of a PEM file."""
    return list(load_certs_from_pemder_data(path.read_bytes()))


def problem_of(pdf: bytes, trusted: Sequence[Certificate], time_roots: Sequence[Certificate] = ()) -> str:
    """What is wrong with the seal of a PDF, in sentences; empty when it is good. Never raises for a broken file.

    Without a time stamp over the file the certificate is judged at the time that the seal itself states.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf))
        (seal,) = reader.embedded_regular_signatures
        stated = None if reader.embedded_timestamp_signatures else seal.self_reported_timestamp
    except Exception:  # a broken file fails in a hundred ways; the check names it
        stated = None
    found = verify(pdf, roots=trusted, expected_sha256=None, sealed_at=stated, time_roots=time_roots)
    return "" if found.is_good else " ".join(found.problems)
