"""What hides in a file's structure: archives that swell, macros in workbooks, images of too many pixels."""

import warnings
import zipfile
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from kernel.errors import Refused

MOST_ENTRIES = 10_000
MOST_SWOLLEN = 500 * 2**20
MOST_RATIO = 200
_SMALL = 20 * 2**20
"""A file that swells to no more than this may do so by any ratio: empty cells compress well."""
MOST_PIXELS = 2 * (Image.MAX_IMAGE_PIXELS or 0)
"""Where Pillow itself gives up: 179 million. A 1200 dpi scan of A4 has 139 million."""
_ARCHIVES = {"application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_MACROS = ("vbaproject.bin", "/macrosheets/", "/activex/")


def check_structure(name: str, media_type: str, content: BinaryIO) -> None:
    """Refused when the file would swell, carries macros, or cannot be opened as what it is. Reads only its index
    or header; `content` is left anywhere."""
    content.seek(0)
    if media_type in _ARCHIVES:
        _check_archive(name, content)
    elif media_type.startswith("image/"):
        _check_image(name, content)


def _check_archive(name: str, content: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return  # the reader of workbooks and bundles says what is wrong with it
    swollen, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    is_bomb = swollen > MOST_SWOLLEN or (swollen > _SMALL and swollen > MOST_RATIO * max(packed, 1))
    if len(entries) > MOST_ENTRIES or is_bomb:
        raise Refused(
            f"“{name}” holds {len(entries)} parts that swell to {swollen // 2**20} MB. Save it anew.",
            code="swells",
        )
    macro = next((e.filename for e in entries if any(mark in f"/{e.filename.lower()}" for mark in _MACROS)), None)
    if macro:
        raise Refused(f"“{name}” contains macros ({macro}). Save it without them (.xlsx).", code="macros")


def _check_image(name: str, content: BinaryIO) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own limits are lower than a good scan
            with Image.open(content, formats=("PNG", "JPEG", "TIFF")) as image:
                width, height = image.size
    except Image.DecompressionBombError:
        width, height = MOST_PIXELS, MOST_PIXELS
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Refused(f"“{name}” cannot be opened as an image. Upload the original document.") from error
    if width * height > MOST_PIXELS:
        raise Refused(
            f"“{name}” has more than {MOST_PIXELS // 10**6} million pixels. Scan it at a lower resolution.",
            code="swells",
        )
