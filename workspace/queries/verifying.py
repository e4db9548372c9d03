"""Was a file of this hash sealed here? Anybody may ask; the answer names nobody."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection


@dataclass(frozen=True, slots=True)
class KnownSeal:
    """A report of this platform: what kind, and when it was sealed."""

    kind: str
    sealed_at: datetime

    @property
    def kind_words(self) -> str:
        return self.kind.replace("_", " ").capitalize()


def known_seal(sha256: str) -> KnownSeal | None:
    """The seal of the file with this SHA-256 (lower-case hexadecimal), or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, sealed_at FROM find_seal(%s)", [sha256])
        row = cursor.fetchone()
    return KnownSeal(*row) if row else None
