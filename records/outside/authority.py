"""Where the platform's seal comes from: the local authority, a PKCS#12 file, or a key in a PKCS#11 token."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from asn1crypto.crl import CertificateList
from asn1crypto.x509 import Certificate
from pyhanko.config.pkcs11 import PKCS11SignatureConfig, TokenCriteria
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.sign.pkcs11 import PKCS11SigningContext
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from records.outside import local_authority

TIME_STAMP_WAIT_S = 10


class SealUnavailable(Exception):  # noqa: N818 - a state of the world, as people say it
    """The seal's key cannot be had; the message says what to check."""


@dataclass(frozen=True, slots=True)
class LocalAuthority:
    """The platform's own authority, made into `folder` at first use."""

    folder: Path
    organisation: str


@dataclass(frozen=True, slots=True)
class Pkcs12File:
    """A certificate bought or issued elsewhere, with its key and chain, in a .p12 or .pfx file."""

    path: Path
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pkcs11Token:
    """A key that never leaves its token; certificate and key have the same label there."""

    module: Path
    token_label: str
    key_label: str
    pin: str = field(repr=False)


Source = LocalAuthority | Pkcs12File | Pkcs11Token


def chosen(  # the names are those of the settings, in lower case
    *,
    seal_folder: Path,
    organisation: str,
    seal_pkcs12: str = "",
    seal_pkcs12_passphrase: str = "",
    seal_pkcs11_module: str = "",
    seal_pkcs11_token: str = "",
    seal_pkcs11_key: str = "",
    seal_pkcs11_pin: str = "",
) -> Source:
    """The seal's source by settings: a token if its module is named, else a file, else local."""
    if seal_pkcs11_module:
        return Pkcs11Token(Path(seal_pkcs11_module), seal_pkcs11_token, seal_pkcs11_key, seal_pkcs11_pin)
    if seal_pkcs12:
        return Pkcs12File(Path(seal_pkcs12), seal_pkcs12_passphrase)
    return LocalAuthority(seal_folder, organisation)


@contextmanager
def signer(source: Source, *, at: datetime) -> Iterator[Signer]:
    """A pyHanko signer for the time of the block (a token's session ends with it). Raises SealUnavailable."""
    match source:
        case LocalAuthority():
            yield _local(source, at)
        case Pkcs12File():
            yield _from_file(source)
        case Pkcs11Token():
            with _session(source) as token_signer:
                yield token_signer


def roots(source: Source, *, at: datetime) -> tuple[Certificate, ...]:
    """The certificates to trust for seals from this source: its self-issued ones.

    A PKCS#12 file or token without its root gives none; then `trusted_roots` of a PEM file is needed.
    """
    if isinstance(source, LocalAuthority):
        local_authority.ensure(source.folder, organisation=source.organisation, at=at)
        return trusted_roots(source.folder / local_authority.ROOT)
    with signer(source, at=at) as opened:
        return tuple(certificate for certificate in opened.cert_registry if certificate.self_issued)


def revocations(source: Source, *, at: datetime) -> tuple[CertificateList, ...]:
    """What the seal's authority says of revoked certificates; a bought certificate names where to fetch it."""
    if isinstance(source, LocalAuthority):
        local_authority.ensure(source.folder, organisation=source.organisation, at=at)
        return (CertificateList.load(local_authority.revocations(source.folder, at=at)),)
    return ()


def trusted_roots(path: Path) -> tuple[Certificate, ...]:
    """All certificates of a PEM file."""
    return tuple(load_certs_from_pemder_data(path.read_bytes()))


def time_stamper(url: str) -> TimeStamper | None:
    """The RFC 3161 service at `url`, or None for an empty one."""
    return HTTPTimeStamper(url, timeout=TIME_STAMP_WAIT_S) if url else None


def _local(source: LocalAuthority, at: datetime) -> Signer:
    local_authority.ensure(source.folder, organisation=source.organisation, at=at)
    content = (source.folder / local_authority.SEAL).read_bytes()
    key_part, marker, certificate_part = content.partition(b"-----BEGIN CERTIFICATE-----")
    chain = SimpleCertificateStore()
    chain.register_multiple(trusted_roots(source.folder / local_authority.ROOT))
    return SimpleSigner(
        signing_cert=next(iter(load_certs_from_pemder_data(marker + certificate_part))),
        signing_key=load_private_key_from_pemder_data(key_part, passphrase=None),
        cert_registry=chain,
    )


def _from_file(source: Pkcs12File) -> Signer:
    try:
        return SimpleSigner.load_pkcs12_data(
            source.path.read_bytes(), other_certs=[], passphrase=source.password.encode() or None
        )
    except (OSError, ValueError) as problem:
        raise SealUnavailable(f"The seal's file {source.path.name} cannot be opened: {problem}") from problem


@contextmanager
def _session(source: Pkcs11Token) -> Iterator[Signer]:
    configuration = PKCS11SignatureConfig(
        module_path=str(source.module),
        token_criteria=TokenCriteria(label=source.token_label),
        cert_label=source.key_label,
        key_label=source.key_label,
        other_certs_to_pull=None,
        user_pin=source.pin,
    )
    context = PKCS11SigningContext(configuration)
    try:
        opened = context.__enter__()
    except Exception as problem:  # the module's own errors have no common class
        raise SealUnavailable(f"The token {source.token_label} cannot be used: {problem}") from problem
    try:
        yield opened
    finally:
        context.__exit__(None, None, None)
