"""Signatures against RFC 8032's own examples and against a library that signs."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from records.merkle.ed25519 import is_signed

# RFC 8032 §7.1: public key, message, signature of tests 1, 2 and 3.
EXAMPLES = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            "4a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), EXAMPLES)
def test_the_examples_of_the_standard(key: str, message: str, signature: str) -> None:
    given_key, text, signed = (bytes.fromhex(part) for part in (key, message, signature))
    assert is_signed(given_key, text, signed)
    assert not is_signed(given_key, text + b"!", signed)
    assert not is_signed(given_key, text, signed[:-1])


@hypothesis_settings(max_examples=25)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511), st.integers(0, 255))
def test_what_a_library_signs_holds_and_one_bit_more_does_not(
    seed: bytes, message: bytes, signature_bit: int, key_bit: int
) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert is_signed(public, message, signature)
    assert not is_signed(public, message, _flipped(signature, signature_bit))
    assert not is_signed(_flipped(public, key_bit), message, signature)


def _flipped(data: bytes, bit: int) -> bytes:
    return (int.from_bytes(data, "big") ^ 1 << bit).to_bytes(len(data), "big")


@pytest.mark.parametrize(
    ("key", "signature"),
    [
        (b"", b"\x00" * 64),
        (b"\xff" * 32, b"\x00" * 64),
        (b"\x02" + b"\x00" * 31, b"\x00" * 64),
        (b"\x01" + b"\x00" * 30 + b"\x80", b"\x00" * 64),
        (bytes.fromhex(EXAMPLES[0][0]), bytes.fromhex(EXAMPLES[0][2])[:32] + b"\xff" * 32),
    ],
)
def test_what_is_no_key_or_no_signature(key: bytes, signature: bytes) -> None:
    """Of the wrong length, no point of the curve, a scalar above the order."""
    assert not is_signed(key, b"", signature)
