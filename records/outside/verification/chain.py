"""Seals: numbered without a gap, signed by a known key, each naming the one before."""

from collections.abc import Collection, Iterable, Iterator

from records.merkle.ed25519 import is_signed
from records.merkle.heads import FIRST, SealBody
from records.models import Seal
from records.outside.verification.findings import Finding, Wrong
from records.queries.seals import body_of

PLACE = "records_seal"


def check_chain(seals: Iterable[Seal], trusted: Collection[str]) -> Iterator[Finding]:
    """What is wrong with the chain. A seal that is broken itself is no reason to doubt the one after it."""
    before: SealBody | None = None
    is_before_sound, expected = True, 1
    for seal in seals:
        for number in range(expected, seal.number):
            yield Finding(PLACE, str(number), Wrong.MISSING, "The chain of seals has a gap.")
        is_before_sound = is_before_sound and seal.number == expected
        expected = seal.number + 1
        body = body_of(seal)
        problem = _problem(seal, body, trusted)
        if problem:
            yield Finding(PLACE, str(seal.number), Wrong.ALTERED, problem)
        elif is_before_sound and body.previous != (before.hash if before else FIRST):
            yield Finding(PLACE, str(seal.number), Wrong.ALTERED, "It follows another seal than the one before it.")
        before, is_before_sound = body, not problem


def _problem(seal: Seal, body: SealBody, trusted: Collection[str]) -> str:
    if seal.public_key not in trusted:
        return "It is signed with a key that is not this platform's."
    return "" if is_sound(seal.public_key, body.text, seal.signature) else "Its signature is not of what stands in it."


def is_sound(public_key: str, text: bytes, signature: str) -> bool:
    """Whether a signature in hexadecimal is of this text; never raises."""
    try:
        return is_signed(bytes.fromhex(public_key), text, bytes.fromhex(signature))
    except ValueError:
        return False
