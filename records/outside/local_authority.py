"""The platform's own certificate authority, made once into a folder: enough to seal from the first start.

Two files hold private keys (0600, in a folder of 0700): `authority.pem` signs seals' certificates,
`seal.pem` seals documents. `root.pem` is public: it is what a verifier trusts.
"""

import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

AUTHORITY, SEAL, ROOT = "authority.pem", "seal.pem", "root.pem"
KEY_BITS = 3072  # NIST SP 800-57: good beyond 2030
AUTHORITY_LASTS = timedelta(days=30 * 365)
SEAL_LASTS = timedelta(days=10 * 365)
RENEW_BEFORE = timedelta(days=180)
LIST_LASTS = timedelta(days=30)
LIST_DRIFT = timedelta(minutes=1)
CLOCK_DRIFT = timedelta(days=1)  # a verifier's clock may be behind ours


def ensure(folder: Path, *, organisation: str, at: datetime) -> None:
    """Make authority and seal certificate when missing, a new seal certificate when the old one ends soon.

    Safe when several processes start at once: files appear whole or not at all, and the first authority
    stays.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / AUTHORITY).exists():
        publish(folder / AUTHORITY, _new_authority(organisation, at), replace=False)
    authority_key, root = _read(folder / AUTHORITY)
    public = root.public_bytes(serialization.Encoding.PEM)
    if not (folder / ROOT).exists():
        publish(folder / ROOT, public, replace=True, mode=0o644)
    seal = folder / SEAL
    if not seal.exists() or _read(seal)[1].not_valid_after_utc < at + RENEW_BEFORE:
        publish(seal, _new_seal(organisation, authority_key, root, at), replace=True)


def revocations(folder: Path, *, at: datetime) -> bytes:
    """The authority's list of revoked certificates as of `at`, DER: evidence that the seal's own was none of them.

    It is empty: a key that is lost ends the whole authority (a new folder), never one certificate of it.
    """
    key, root = _read(folder / AUTHORITY)
    builder = x509.CertificateRevocationListBuilder().issuer_name(root.subject)
    builder = builder.last_update(at - LIST_DRIFT).next_update(at + LIST_LASTS)
    builder = builder.add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    listed = builder.add_extension(issuer, critical=False).sign(key, hashes.SHA256())
    return listed.public_bytes(serialization.Encoding.DER)


def _new_authority(organisation: str, at: datetime) -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    name = _name(organisation, f"{organisation} document authority")
    builder = _certificate(name, name, key.public_key(), at, AUTHORITY_LASTS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(is_authority=True), critical=True)
    return _pem(key, builder.sign(key, hashes.SHA256()))


def _new_seal(organisation: str, authority_key: rsa.RSAPrivateKey, root: x509.Certificate, at: datetime) -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    name = _name(organisation, f"{organisation} document seal")
    builder = _certificate(name, root.subject, key.public_key(), at, SEAL_LASTS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(is_authority=False), critical=True)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    return _pem(key, builder.add_extension(issuer, critical=False).sign(authority_key, hashes.SHA256()))


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, at: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=key)
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(at - CLOCK_DRIFT).not_valid_after(at + lasts)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _name(organisation: str, common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> bytes:
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


def _read(path: Path) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    content = path.read_bytes()
    key = serialization.load_pem_private_key(content, password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"{path.name} holds another kind of key than this program makes.")
    return key, x509.load_pem_x509_certificate(content)


def publish(path: Path, content: bytes, *, replace: bool, mode: int = 0o600) -> None:
    """Write beside, flush, take the name in one step; without `replace` the first of two writers wins."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        Path(draft).chmod(mode)
        if replace:
            Path(draft).replace(path)
        else:
            _link(Path(draft), path)
    finally:
        Path(draft).unlink(missing_ok=True)


def _link(draft: Path, path: Path) -> None:
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return  # another process was first; its authority stays
