"""Trees against RFC 6962's known values and against the definition itself, written down naively."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.merkle.tree import (
    EMPTY_ROOT,
    Frontier,
    Levels,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    root_from_path,
    root_of,
)

# The eight leaves that the reference implementation of certificate transparency is tested with, and its roots.
LEAVES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
sizes = st.integers(1, 70)


def naive(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + naive(leaves[:k]) + naive(leaves[k:])).digest()


def hashes(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_known_roots(size: int) -> None:
    leaves = [leaf_hash(data) for data in LEAVES[:size]]
    assert root_of(leaves).hex() == ROOTS[size - 1]
    assert Levels(leaves).root.hex() == ROOTS[size - 1]


def test_the_empty_tree() -> None:
    assert root_of([]) == Levels([]).root == EMPTY_ROOT == naive([])
    assert Frontier().root == EMPTY_ROOT


@given(sizes, st.data())
def test_a_tree_grown_in_pieces_is_the_tree(size: int, data: st.DataObject) -> None:
    leaves = hashes(size)
    cut = data.draw(st.integers(0, size))
    first = Frontier()
    for leaf in leaves[:cut]:
        first.add(leaf)
    second = Frontier(first.size, first.nodes)
    for leaf in leaves[cut:]:
        second.add(leaf)
    assert second.root == naive(leaves)
    assert second.size == size


def test_a_frontier_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="2 full subtrees, not 1"):
        Frontier(3, [EMPTY_ROOT])


@given(sizes, st.data())
def test_inclusion_holds_for_the_leaf_alone(size: int, data: st.DataObject) -> None:
    leaves = hashes(size)
    index = data.draw(st.integers(0, size - 1))
    path, root = inclusion_proof(leaves, index), naive(leaves)
    assert len(path) <= max(1, size - 1).bit_length()
    assert root_from_path(leaves[index], index, size, path) == root
    assert root_from_path(leaf_hash(b"other"), index, size, path) != root
    assert root_from_path(leaves[index], index, size, [*path, root]) is None
    if path:
        assert root_from_path(leaves[index], index, size, path[:-1]) is None
        assert root_from_path(leaves[index], (index + 1) % size, size, path) != root


def test_no_leaf_no_proof() -> None:
    with pytest.raises(IndexError, match="no leaf 3"):
        inclusion_proof(hashes(3), 3)
    assert root_from_path(EMPTY_ROOT, 3, 3, []) is None


def test_a_proof_of_a_million_leaves_is_short() -> None:
    assert 20 * 32 <= 1024
    assert len(inclusion_proof(hashes(1025), 0)) == 11


@given(sizes, st.data())
def test_consistency_holds_for_the_beginning_alone(size: int, data: st.DataObject) -> None:
    leaves = hashes(size)
    old = data.draw(st.integers(0, size))
    proof = consistency_proof(leaves, old)
    before, after = naive(leaves[:old]), naive(leaves)
    assert is_consistent(old, before, size, after, proof)
    assert not is_consistent(old, leaf_hash(b"forged"), size, after, proof)
    assert not is_consistent(old, before, size, after, [*proof, after])
    assert not is_consistent(size + 1, before, size, after, proof)
    if 0 < old < size:
        assert not is_consistent(old, before, size, leaf_hash(b"forged"), proof)
        assert not is_consistent(old, before, size, after, proof[:-1])


def test_a_tree_never_had_more_leaves_than_it_has() -> None:
    with pytest.raises(IndexError, match="never had 4"):
        consistency_proof(hashes(3), 4)
