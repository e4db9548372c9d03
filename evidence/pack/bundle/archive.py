"""What a bundle's zip may hold: known tables of ordinary size, nothing hidden, nothing twice, no bomb."""

import io
import zipfile
import zlib

from evidence.pack.bundle.tables import MANIFEST, READ_ME, TABLES
from evidence.pack.problems import NotReadable, printable

LARGEST_CONTENT = 100 * 2**20
LARGEST_RATIO = 200
"""Deflated tables shrink to a twentieth; a bomb to a thousandth."""
MOST_ENTRIES = 200
_CURE = "Download the blank bundle of this lot and fill it in."
_ZIP_AGAIN = "Zip the tables and the manifest again, without password."
_IGNORED = {".DS_Store", "Thumbs.db", "desktop.ini", READ_ME}

# what zipfile raises on broken, truncated, encrypted or exotic archives
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, LookupError)


def contents(data: bytes) -> dict[str, bytes]:
    """The bytes of every table and of the manifest by name. Raises NotReadable for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = _entries(archive)
            return {name: archive.read(entry) for name, entry in entries.items()}
    except NotReadable:
        raise
    except _BROKEN as error:
        raise NotReadable("The file is not a readable zip.", _CURE) from error


def is_bundle(data: bytes) -> bool:
    """Whether this zip holds the manifest of a bundle, whatever else is wrong with it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(_own_name(name) == MANIFEST for name in archive.namelist())
    except _BROKEN:
        return False


def _entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    listed = archive.infolist()
    size = sum(entry.file_size for entry in listed)
    packed = sum(entry.compress_size for entry in listed)
    if len(listed) > MOST_ENTRIES or size > LARGEST_CONTENT or size > LARGEST_RATIO * max(packed, 1024):
        raise NotReadable("The zip unpacks to more than a pack can hold.", _CURE)
    found: dict[str, zipfile.ZipInfo] = {}
    folders: set[str] = set()
    for entry in listed:
        name = _own_name(entry.filename)
        if entry.is_dir() or name in _IGNORED or entry.filename.startswith("__MACOSX/"):
            continue
        if name not in TABLES and name != MANIFEST:
            raise NotReadable(
                f"“{printable(entry.filename)}” is not a table of the pack.", "Remove it, or correct its name."
            )
        if entry.flag_bits & 1:
            raise NotReadable("The zip has a password.", _ZIP_AGAIN)
        if name in found:
            raise NotReadable(f"“{name}” stands twice in the zip.", _ZIP_AGAIN)
        folders.add(entry.filename.removesuffix(name))
        found[name] = entry
    if len(folders) > 1:
        raise NotReadable("The tables stand in several folders.", "Put them into one folder, and zip it again.")
    return found


def _own_name(path: str) -> str:
    return path.rpartition("/")[2]
