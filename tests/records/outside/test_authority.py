"""Where the seal's key comes from: made at the first start, a PKCS#12 file, or a token."""

import shutil
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate

from records.outside import authority, local_authority
from records.outside.seal import seal
from records.outside.verify import verify
from tests.records.outside.paper import AT

SOFT_TOKEN = Path("/usr/lib/softhsm/libsofthsm2.so")


def certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_the_first_start_makes_keys_that_nobody_else_reads(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    local_authority.ensure(folder, organisation="Oversight", at=AT)
    modes = {path.name: mode(path) for path in folder.iterdir()}
    assert modes == {"authority.pem": "0o600", "seal.pem": "0o600", "root.pem": "0o644"}
    assert mode(folder) == "0o700"
    root, sealing = certificate(folder / "root.pem"), certificate(folder / "seal.pem")
    sealing.verify_directly_issued_by(root)
    assert sealing.subject.rfc4514_string() == "CN=Oversight document seal,O=Oversight"
    assert sealing.not_valid_after_utc == AT + timedelta(days=3650)
    assert "PRIVATE KEY" not in (folder / "root.pem").read_text()


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    local_authority.ensure(tmp_path, organisation="Oversight", at=AT)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    local_authority.ensure(tmp_path, organisation="Oversight", at=AT + timedelta(days=3469))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_seal_that_ends_soon_is_renewed_by_the_same_authority(tmp_path: Path) -> None:
    local_authority.ensure(tmp_path, organisation="Oversight", at=AT)
    old_root, old_seal = certificate(tmp_path / "root.pem"), certificate(tmp_path / "seal.pem")
    local_authority.ensure(tmp_path, organisation="Oversight", at=AT + timedelta(days=3471))
    assert certificate(tmp_path / "root.pem") == old_root
    renewed = certificate(tmp_path / "seal.pem")
    assert renewed != old_seal
    renewed.verify_directly_issued_by(old_root)


def test_processes_that_start_together_get_one_authority(tmp_path: Path) -> None:
    source = authority.LocalAuthority(tmp_path / "keys", "Oversight")
    with ThreadPoolExecutor(4) as starters:
        found = list(starters.map(lambda _: authority.roots(source, at=AT), range(4)))
    root = certificate(tmp_path / "keys" / "root.pem")
    assert {one[0].dump() for one in found} == {root.public_bytes(Encoding.DER)}
    certificate(tmp_path / "keys" / "seal.pem").verify_directly_issued_by(root)
    names = {path.name for path in (tmp_path / "keys").iterdir()}
    assert names == {"authority.pem", "root.pem", "seal.pem"}


def test_settings_choose_token_before_file_before_local_authority() -> None:
    local = {"seal_folder": Path("keys"), "organisation": "Oversight"}
    file = {"seal_pkcs12": "seal.p12", "seal_pkcs12_passphrase": "x"}
    token = {
        "seal_pkcs11_module": "token.so",
        "seal_pkcs11_token": "Seals",
        "seal_pkcs11_key": "seal",
        "seal_pkcs11_pin": "1",
    }
    assert authority.chosen(**local) == authority.LocalAuthority(Path("keys"), "Oversight")
    assert authority.chosen(**local, **file) == authority.Pkcs12File(Path("seal.p12"), "x")
    expected = authority.Pkcs11Token(Path("token.so"), "Seals", "seal", "1")
    assert authority.chosen(**local, **file, **token) == expected


def bought(folder: Path, password: bytes) -> Path:
    """A PKCS#12 file as a certificate shop delivers it: key, certificate, chain."""
    local_authority.ensure(folder, organisation="Keystone", at=AT)
    key = load_pem_private_key((folder / "seal.pem").read_bytes(), None)
    chain = [certificate(folder / "root.pem")]
    content = serialize_key_and_certificates(
        b"seal", key, certificate(folder / "seal.pem"), chain, BestAvailableEncryption(password)
    )
    path = folder / "seal.p12"
    path.write_bytes(content)
    return path


def sealed_and_verified(report: bytes, source: authority.Source, at: datetime) -> str:
    with authority.signer(source, at=at) as signer:
        sealed = seal(report, signer, reason="Test", location="Ogden", at=at)
    roots = authority.roots(source, at=at)
    found = verify(sealed.content, roots=roots, expected_sha256=sealed.sha256, sealed_at=at)
    assert found.problems == ()
    return found.signer


def test_a_pkcs12_file_seals(report: bytes, tmp_path: Path) -> None:
    source = authority.Pkcs12File(bought(tmp_path, b"correct horse"), "correct horse")
    assert sealed_and_verified(report, source, AT) == "Keystone document seal, Keystone"


def test_a_wrong_password_is_said(tmp_path: Path) -> None:
    source = authority.Pkcs12File(bought(tmp_path, b"correct horse"), "battery")
    with pytest.raises(authority.SealUnavailable, match=r"seal\.p12 cannot be opened"):
        authority.signer(source, at=AT).__enter__()


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    source = authority.Pkcs12File(tmp_path / "none.p12", "x")
    with pytest.raises(authority.SealUnavailable, match=r"none\.p12 cannot be opened"):
        authority.signer(source, at=AT).__enter__()


def test_a_missing_token_module_is_said(tmp_path: Path) -> None:
    source = authority.Pkcs11Token(tmp_path / "none.so", "Seals", "seal", "1234")
    with pytest.raises(authority.SealUnavailable, match="token Seals cannot be used"):
        authority.signer(source, at=AT).__enter__()


def test_passwords_are_not_in_what_is_logged() -> None:
    assert "secret" not in repr(authority.Pkcs12File(Path("a"), "secret"))
    assert "secret" not in repr(authority.Pkcs11Token(Path("a"), "b", "c", "secret"))


@pytest.mark.skipif(not SOFT_TOKEN.exists(), reason="needs a software token: apt-get install softhsm2")
def test_a_token_seals(report: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configuration, tokens = tmp_path / "softhsm2.conf", tmp_path / "tokens"
    tokens.mkdir()
    configuration.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    command = [shutil.which("softhsm2-util"), "--init-token", "--free", "--label", "Seals"]
    subprocess.run([*command, "--pin", "1234", "--so-pin", "5678"], check=True, capture_output=True)
    fill_token(bought(tmp_path, b"x").parent)
    source = authority.Pkcs11Token(SOFT_TOKEN, "Seals", "seal", "1234")
    assert sealed_and_verified(report, source, AT) == "Keystone document seal, Keystone"


def fill_token(folder: Path) -> None:
    """Put key, certificate and root of `folder` into the token, as its owner would."""
    key = load_pem_private_key((folder / "seal.pem").read_bytes(), None)
    raw = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    with pkcs11.lib(str(SOFT_TOKEN)).get_token(token_label="Seals").open(user_pin="1234", rw=True) as session:
        stored = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: "seal"}
        session.create_object({**decode_rsa_private_key(raw), **stored})
        for name in ("seal", "root"):
            der = certificate(folder / f"{name}.pem").public_bytes(Encoding.DER)
            session.create_object({**decode_x509_certificate(der), **stored, pkcs11.Attribute.LABEL: name})
