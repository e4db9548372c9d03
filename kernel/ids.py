"""Keys: UUIDv7, made in Python so that any supported PostgreSQL will do (ADR 0005)."""

import os
import time
from uuid import UUID

SYSTEM_PERSON = UUID("00000000-0000-7000-8000-000000000001")
"""SYS: the platform itself, a person of its own in every history row that no human caused."""


def new_id() -> UUID:
    """A fresh time-ordered key (RFC 9562 version 7): 48 bits of milliseconds, 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    tail = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & (2**48 - 1)) << 80
    value |= 0x7 << 76 | (tail >> 62 & 0xFFF) << 64
    value |= 0b10 << 62 | (tail & (2**62 - 1))
    return UUID(int=value)
