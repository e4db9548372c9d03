"""Was a file of this hash sealed here? Anybody may ask; the answer names nobody."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection


@dataclass(frozen=True, slots=True)
class KnownSeal:
    """A report of this platform: what kind, when it was sealed, and the SHA-256 of its file."""

    kind: str
    sealed_at: datetime
    sha256: str

    @property
    def kind_words(self) -> str:
        return self.kind.replace("_", " ").capitalize()


def known_seal(wanted: str) -> KnownSeal | None:
    """The seal of the file with this SHA-256 or report number, whatever the case; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, sealed_at, sha256 FROM find_sealed_report(%s)", [wanted.strip().lower()])
        row = cursor.fetchone()
    return KnownSeal(*row) if row else None
