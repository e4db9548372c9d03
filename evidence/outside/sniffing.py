"""What a file really is: sniffed from its content, allowed by a list, checked against its name."""

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import puremagic

from evidence.pack.problems import printable
from kernel.errors import Refused

_ALLOWED = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "txt": "text/plain",
    "json": "application/json",
    "xml": "application/xml",
    "zip": "application/zip",
}
_TEXTS = {"csv", "txt", "json", "xml"}
_MARKS = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "tif": (b"II*\x00", b"MM\x00*"),
    "tiff": (b"II*\x00", b"MM\x00*"),
    "xlsx": (b"PK\x03\x04",),
    "zip": (b"PK\x03\x04",),
}
_LONGEST_NAME = 200
HEAD = 4096


def clean_name(name: str) -> str:
    """The file's own name, without any folder that came along; refused when nothing readable is left."""
    bare = PurePosixPath(PureWindowsPath(name).name).name.strip()
    bare = unicodedata.normalize("NFC", bare)
    if not bare or bare in (".", "..") or not bare.isprintable() or "\x00" in bare:
        raise Refused(f"“{printable(name)}” is not a usable file name. Rename the file and upload it again.")
    if len(bare) > _LONGEST_NAME:
        raise Refused(f"The file name “{bare[:40]}…” is longer than {_LONGEST_NAME} characters. Shorten it.")
    return bare


def media_type(name: str, head: bytes) -> str:
    """The media type of an allowed file whose content matches its name; `head` is its first 4 KiB.

    Raises Refused, naming the file, what it is and what to do.
    """
    ending = check_ending(name)
    if not head:
        raise Refused(f"“{name}” is empty (0 bytes). Upload the file again.")
    if ending in _TEXTS:
        _check_text(name, head)
    elif not head.startswith(_MARKS[ending]):
        raise Refused(
            f"“{name}” is not a {ending.upper()} file: its content is {_guess(head)}. Upload the original document."
        )
    return _ALLOWED[ending]


def check_ending(name: str) -> str:
    """The name's ending, when files of that kind are taken; Refused otherwise."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending not in _ALLOWED:
        listed = ", ".join(sorted(_ALLOWED))
        raise Refused(f"“{name}” cannot be kept as evidence: only {listed} files can. Save it as PDF.")
    return ending


def _check_text(name: str, head: bytes) -> None:
    if b"\x00" in head:
        raise Refused(f"“{name}” is not a text file: its content is {_guess(head)}. Upload the original document.")


def _guess(head: bytes) -> str:
    if head.startswith(b"MZ"):
        return "a Windows program"
    if head.startswith(b"\x7fELF"):
        return "a program"
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return "of an unknown kind"
    return found[0].name if found else "of an unknown kind"
