"""Files are written whole or not at all, and come back byte for byte."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence.outside.store import EvidenceStore


def test_content_comes_back_unchanged(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    content = bytes(range(256)) * 5000
    stored = store.put([content[:1000], content[1000:]])
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert stored.size == len(content)
    with store.open(stored.sha256) as file:
        assert file.read() == content


def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    first, second = store.put([b"same"]), store.put([b"sa", b"me"])
    assert first == second
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1


def test_a_broken_upload_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half of it"
        raise ConnectionResetError

    store = EvidenceStore(tmp_path)
    with pytest.raises(ConnectionResetError):
        store.put(broken())
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63])
def test_only_a_hash_is_a_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        EvidenceStore(tmp_path).path(name)
