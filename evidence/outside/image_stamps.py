"""A band of words at the foot of each frame of a picture; drawn inside the confined stamper. No Django."""

import textwrap
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageDraw, ImageFont, ImageOps, ImageSequence

FORMATS = ("PNG", "JPEG", "TIFF")
_RED, _PAPER = (178, 0, 0), (255, 255, 255)
_LETTERS = 90
"""On a line of the band."""
_LEAST, _LEADING = 10, 1.4
_DEEP = ("I", "F")
"""More than eight bits a color: laboratory pictures, which no copy in eight bits may stand in for."""


def stamped_image(given: BinaryIO, words: str) -> bytes:
    """The picture in its own format with the band below it, every frame. ValueError for what cannot be drawn on."""
    with Image.open(given, formats=FORMATS) as image:
        frames = [_stamped(frame, words) for frame in ImageSequence.Iterator(image)]
        out, more = BytesIO(), {"save_all": True, "append_images": frames[1:]} if len(frames) > 1 else {}
        quality = {"quality": 92} if image.format == "JPEG" else {}
        frames[0].save(out, image.format, **more, **quality)
        return out.getvalue()


def _stamped(frame: Image.Image, words: str) -> Image.Image:
    """What was there is there as it was; the band is added, so that nothing is hidden."""
    upright = ImageOps.exif_transpose(frame)
    if upright.mode.startswith(_DEEP):
        raise ValueError(f"no copy of a picture in mode {upright.mode}")
    lines = textwrap.wrap(words, _LETTERS)
    size = max(_LEAST, upright.width // 55)
    height = int(size * _LEADING * (len(lines) + 1))
    copy = Image.new("RGB", (upright.width, upright.height + height), _PAPER)
    copy.paste(upright.convert("RGB"), (0, 0))
    font = ImageFont.load_default(size)
    ImageDraw.Draw(copy).multiline_text(
        (size // 2, upright.height + size // 2), "\n".join(lines), fill=_RED, font=font, spacing=int(size * 0.3)
    )
    return copy
