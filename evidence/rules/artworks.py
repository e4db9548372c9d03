"""What may be an artwork, and which two can be compared."""

from uuid import UUID

from evidence.artworks import file_with
from evidence.models import EvidenceFile
from evidence.outside.artworks import MEDIA_TYPES
from kernel.errors import Refused

_ARTWORK = "21 CFR 111.410(c)"
SAME_FILE = "Both have the same SHA-256: they are the same file, byte for byte. There is nothing to compare."


def check_is_artwork(name: str, media_type: str) -> None:
    """Raises Refused for a kind of file that cannot be drawn."""
    if media_type not in MEDIA_TYPES:
        raise Refused(f"“{name}” is no artwork: bring it as a PDF or a picture (PNG, JPEG, TIFF).", _ARTWORK)


def check_comparable(partnership_id: UUID, left: str, right: str) -> tuple[EvidenceFile, EvidenceFile]:
    """The two files. Raises Refused when they are the same, one is not here, or one cannot be drawn."""
    if left == right:
        raise Refused(SAME_FILE, _ARTWORK)
    before, after = (_held(partnership_id, sha256) for sha256 in (left, right))
    for file in (before, after):
        check_is_artwork(file.name, file.media_type)
    return before, after


def _held(partnership_id: UUID, sha256: str) -> EvidenceFile:
    file = file_with(partnership_id, sha256)
    if file is None:
        raise Refused(f"No file with the SHA-256 {sha256[:16]}… is here. Put the artwork in first.", _ARTWORK)
    return file
