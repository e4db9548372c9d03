"""Sealed PDFs of a package: pyHanko judges their seals; their SHA-256 has been compared before."""

from io import BytesIO
from pathlib import Path

from asn1crypto.x509 import Certificate
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext


def roots(path: Path) -> list[Certificate]:
    """The certificates of a PEM file."""
    return list(load_certs_from_pemder_data(path.read_bytes()))


def problem_of(pdf: bytes, trusted: list[Certificate]) -> str:
    """What is wrong with the seal of a PDF, in a sentence; empty when it is good. Never raises for a broken file."""
    try:
        seals = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if len(seals) != 1:
            return f"it has {len(seals)} seals, not one"
        usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
        context = ValidationContext(trust_roots=trusted, allow_fetching=False, moment=seals[0].self_reported_timestamp)
        status = validate_pdf_signature(seals[0], context, key_usage_settings=usage)
    except Exception as problem:  # a broken file fails in a hundred ways
        return f"its seal cannot be read: {type(problem).__name__}"
    return "" if status.bottom_line else "its seal is not valid"
