"""The platform's seal as the settings name it: where its key is, and a finished PDF sealed with it."""

from datetime import datetime
from pathlib import Path

from asn1crypto.x509 import Certificate
from django.conf import settings

from records.outside.authority import (
    LocalAuthority,
    Pkcs11Token,
    Pkcs12File,
    Source,
    revocations,
    roots,
    signer,
    time_stamper,
    trusted_roots,
)
from records.outside.seal import Evidence, SealedDocument, seal
from records.outside.stamp import drawn

PLATFORM = "Oversight"
PRINT_BASE = Path(settings.BASE_DIR) / "static"
"""The only folder that a report may draw on."""


def source() -> Source:
    """A token before a file, a file before the authority that the platform makes for itself."""
    if settings.SEAL_PKCS11_MODULE:
        return Pkcs11Token(
            Path(settings.SEAL_PKCS11_MODULE),
            settings.SEAL_PKCS11_TOKEN,
            settings.SEAL_PKCS11_KEY,
            settings.SEAL_PKCS11_PIN,
        )
    if settings.SEAL_PKCS12:
        return Pkcs12File(Path(settings.SEAL_PKCS12), settings.SEAL_PKCS12_PASSPHRASE)
    return LocalAuthority(Path(settings.SEAL_FOLDER), PLATFORM)


def sealed(pdf: bytes, *, reason: str, at: datetime) -> SealedDocument:
    """The PDF under the platform's seal with its picture on the first page. Raises SealUnavailable."""
    stamp = drawn(name=PLATFORM, reason=reason, at=at, base=PRINT_BASE)
    with signer(source(), at=at) as opened:
        return seal(
            pdf,
            opened,
            reason=reason,
            location=settings.SITE_ADDRESS,
            at=at,
            stamp=stamp,
            time_stamper=time_stamper(settings.SEAL_TIMESTAMP_URL),
            evidence=Evidence(time_roots(), revocations(source(), at=at)) if settings.SEAL_TIMESTAMP_ROOTS else None,
        )


def trusted(at: datetime) -> tuple[Certificate, ...]:
    """The certificates that seals of this platform rest on."""
    return roots(source(), at=at)


def time_roots() -> tuple[Certificate, ...]:
    """The certificates that time stamps rest on: those of the file that the operator names, former services' too."""
    return trusted_roots(Path(settings.SEAL_TIMESTAMP_ROOTS)) if settings.SEAL_TIMESTAMP_ROOTS else ()
