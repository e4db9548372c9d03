"""A closed day that waits for the company that keeps its own key."""

from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from records.models import DayHead
from records.queries.seals import day_body
from tests.factories.sealed import THIRD_DAY

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key().public_bytes_raw().hex()
FOURTH_DAY = THIRD_DAY + timedelta(days=1)


def signed(head: DayHead) -> str:
    """Keystone's signature of the day, by the key it keeps itself."""
    return PRIVATE.sign(day_body(head).text).hex()
