"""One small report, printed and sealed once for all tests of this folder: rendering takes seconds."""

from pathlib import Path

import pytest

from records.outside import authority, stamp
from records.outside.machine_copy import MachineCopy, canonical_json
from records.outside.pdf import render_parts
from records.outside.seal import SealedDocument, seal
from tests.records.outside.paper import AT, STATIC, document

COPY = MachineCopy("figures.json", canonical_json({"lot": "MG2603-114", "lead": "0.62"}), "The figures")


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> authority.LocalAuthority:
    return authority.LocalAuthority(tmp_path_factory.mktemp("authority") / "keys", "Oversight")


@pytest.fixture(scope="session")
def report() -> bytes:
    """Three parts of 2, 3 and 1 pages with a machine copy."""
    parts = [document("Alpha", 2), document("Beta", 3), document("Gamma", 1)]
    return render_parts(parts, base=STATIC, attachments=[COPY], title="Three parts", at=AT)


@pytest.fixture(scope="session")
def sealed(report: bytes, source: authority.LocalAuthority) -> SealedDocument:
    picture = stamp.drawn(name="Oversight document seal", reason="Test of the seal", at=AT, base=STATIC)
    with authority.signer(source, at=AT) as signer:
        return seal(report, signer, reason="Test of the seal", location="Ogden", at=AT, stamp=picture)


@pytest.fixture
def saved(sealed: SealedDocument, tmp_path: Path) -> Path:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed.content)
    return path
