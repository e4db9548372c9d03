"""The pages of two artworks, drawn alike and compared spot by spot. Runs only in the confined program."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from evidence.artwork.boxes import Box, gathered

DOTS_PER_INCH = 200
"""A decimal point of 6-point type is two to three dots wide: seen, and a page of A4 stays below four million dots."""
ASSUMED_DOTS_PER_INCH = 300
"""Of a picture that does not say how large it is printed."""
MOST_DOTS = 6_000_000
"""Of a drawn page; a larger one is drawn more coarsely."""
MOST_DOTS_GIVEN = 80_000_000
"""Of a picture as it comes: a larger one is not unpacked."""
TOLERATED_SHIFT_DOTS = 1
"""How far an edge may lie elsewhere: two programs anti-alias a line differently by a part of a dot."""
TOLERATED_SHADE = 48
"""Of 255, for each color, after the blur: below it the eye sees the same color."""
CELL_DOTS = 8
"""Changed dots are counted in squares of this size, one millimeter."""
GAP_CELLS = 2
"""Changed squares with fewer free ones between them are one area: a changed word, not its letters."""
MOST_AREAS = 60
SAME_SIZE_MM = 1.0
SAME_SHAPE = 0.01
_LEAST_PER_INCH, _MOST_PER_INCH = 30, 4000
"""What a picture says beyond these is no resolution."""
_MM = 25.4
_MARK = (200, 0, 40)


class UndrawableError(Exception):
    """A sentence that says which file cannot be drawn, and why."""


@dataclass(frozen=True, slots=True)
class Pages:
    """One side: a PDF, or a picture, which is one page."""

    side: str
    count: int
    document: pdfium.PdfDocument | None = None
    picture: Image.Image | None = None

    def size_mm(self, number: int) -> tuple[float, float]:
        if self.document is not None:
            width, height = self.document[number - 1].get_size()
            return width / 72 * _MM, height / 72 * _MM
        assert self.picture is not None  # noqa: S101 - it is one of the two
        across, down = self.picture.info.get("dpi", (0, 0))
        is_told = min(across, down) >= _LEAST_PER_INCH and max(across, down) <= _MOST_PER_INCH
        per_inch = (float(across), float(down)) if is_told else (ASSUMED_DOTS_PER_INCH, ASSUMED_DOTS_PER_INCH)
        return self.picture.width / per_inch[0] * _MM, self.picture.height / per_inch[1] * _MM

    def drawn(self, number: int, dots: tuple[int, int]) -> Image.Image:
        """The page at exactly this size, on white."""
        if self.document is not None:
            page = self.document[number - 1]
            scale = max(dots[0] / page.get_width(), dots[1] / page.get_height())
            image = page.render(scale=scale).to_pil().convert("RGB")
        else:
            assert self.picture is not None  # noqa: S101 - likewise
            image = self.picture
        return image if image.size == dots else image.resize(dots, Image.Resampling.LANCZOS)


@dataclass(frozen=True, slots=True)
class ComparedPage:
    """A page of either side or both; areas as [left, top, width, height] in millimeters."""

    size: tuple[float, float]
    areas: list[tuple[float, float, float, float]] = field(default_factory=list)
    pictures: dict[str, Image.Image] = field(default_factory=dict)
    note: str = ""


def opened(side: str, data: bytes) -> Pages:
    """Raises UndrawableError for what is empty, locked, too large or neither a PDF nor a picture."""
    if not data:
        raise UndrawableError(f"The {side} file is empty.")
    if data[:1024].lstrip().startswith(b"%PDF"):
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            locked = "password" in str(error).casefold()
            why = "is protected by a password" if locked else "is a damaged PDF"
            raise UndrawableError(f"The {side} file {why}.") from error
        return Pages(side, len(document), document=document)
    try:
        Image.MAX_IMAGE_PIXELS = None  # our own limit stands below, as a sentence
        picture = Image.open(BytesIO(data), formats=("PNG", "JPEG", "TIFF"))
    except (OSError, ValueError, SyntaxError) as error:
        raise UndrawableError(f"The {side} file is neither a PDF nor a picture (PNG, JPEG, TIFF).") from error
    if getattr(picture, "n_frames", 1) > 1:
        raise UndrawableError(f"The {side} picture has several pages. Bring them as a PDF.")
    if picture.width * picture.height > MOST_DOTS_GIVEN:
        size = f"{picture.width} × {picture.height}"
        raise UndrawableError(f"The {side} picture has {size} dots; {MOST_DOTS_GIVEN:,} at most are compared.")
    return Pages(side, 1, picture=_on_white(picture))


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, which two programs would show differently; the size on paper is kept."""
    info: dict[str | tuple[int, int], Any] = {"dpi": picture.info["dpi"]} if "dpi" in picture.info else {}
    seen = picture.convert("RGBA")
    flat = Image.new("RGB", seen.size, "white")
    flat.paste(seen, mask=seen.getchannel("A"))
    flat.info = info
    return flat


def compared_pages(left: Pages, right: Pages, number: int) -> ComparedPage:
    """One page of both; where only one side has it, or their shapes differ, all of it is one area."""
    here = [side for side in (left, right) if number <= side.count]
    if len(here) == 1:
        size = here[0].size_mm(number)
        picture = here[0].drawn(number, _dots(size))
        note = f"Only the {here[0].side} file has page {number}."
        return ComparedPage(_rounded(size), [(0, 0, *_rounded(size))], {here[0].side: picture}, note)
    sizes = [side.size_mm(number) for side in here]
    size = next((found for side, found in zip(here, sizes, strict=True) if side.document is not None), sizes[0])
    if not _are_alike(here, sizes):
        told = " and ".join(f"{width:.0f} × {height:.0f} mm" for width, height in sizes)
        pictures = {side.side: side.drawn(number, _dots(own)) for side, own in zip(here, sizes, strict=True)}
        return ComparedPage(_rounded(size), [(0, 0, *_rounded(size))], pictures, f"The pages differ in size: {told}.")
    dots = _dots(size)
    before, after = left.drawn(number, dots), right.drawn(number, dots)
    cells = changed_cells(before, after)
    boxes = [box.scaled(CELL_DOTS) for box in gathered(cells, gap=GAP_CELLS, most=MOST_AREAS)]
    pictures = {"left": before, "right": after} | ({"marked": _marked(after, boxes)} if boxes else {})
    return ComparedPage(_rounded(size), [_in_mm(box, dots, size) for box in boxes], pictures)


def _are_alike(sides: list[Pages], sizes: list[tuple[float, float]]) -> bool:
    """Of one size; where a picture is among them, whose size on paper is a guess, of one shape."""
    (width, height), (other_width, other_height) = sizes
    if abs(width - other_width) <= SAME_SIZE_MM and abs(height - other_height) <= SAME_SIZE_MM:
        return True
    is_guessed = any(side.picture is not None for side in sides)
    return is_guessed and abs(width * other_height / (height * other_width) - 1) <= SAME_SHAPE


def _dots(size: tuple[float, float]) -> tuple[int, int]:
    width, height = (max(side / _MM * DOTS_PER_INCH, 1) for side in size)
    coarser = min(1.0, (MOST_DOTS / (width * height)) ** 0.5)
    return max(round(width * coarser), 1), max(round(height * coarser), 1)


def changed_cells(before: Image.Image, after: Image.Image) -> set[tuple[int, int]]:
    """Squares in which a dot of one picture has a shade that the other does not have right there or beside it."""
    first, second = (picture.filter(ImageFilter.BoxBlur(1)) for picture in (before, after))
    mask = ImageChops.lighter(_beyond(first, second), _beyond(second, first))
    shade = mask.point([0 if value <= TOLERATED_SHADE else 255 for value in range(256)] * 3)
    red, green, blue = shade.split()
    seen = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    small = seen.reduce(CELL_DOTS)
    data = small.tobytes()
    return {(place % small.width, place // small.width) for place, value in enumerate(data) if value}


def _beyond(picture: Image.Image, other: Image.Image) -> Image.Image:
    """How far each dot lies outside of the shades that the other has within the tolerated shift."""
    size = 2 * TOLERATED_SHIFT_DOTS + 1
    brighter = ImageChops.subtract(picture, other.filter(ImageFilter.MaxFilter(size)))
    darker = ImageChops.subtract(other.filter(ImageFilter.MinFilter(size)), picture)
    return ImageChops.lighter(brighter, darker)


def _marked(picture: Image.Image, boxes: list[Box]) -> Image.Image:
    shown = picture.copy()
    pen = ImageDraw.Draw(shown)
    for place, box in enumerate(boxes, start=1):
        corners = (box.left - 4, box.top - 4, box.right + 3, box.bottom + 3)
        pen.rectangle(corners, outline=_MARK, width=3)
        pen.text((max(corners[0] + 6, 2), max(corners[1] - 14, 0)), str(place), fill=_MARK)
    return shown


def _in_mm(box: Box, dots: tuple[int, int], size: tuple[float, float]) -> tuple[float, float, float, float]:
    """To a tenth of a millimeter; a cell may reach beyond the page's edge, an area doesn't."""
    across, down = size[0] / dots[0], size[1] / dots[1]
    right, bottom = min(box.right, dots[0]), min(box.bottom, dots[1])
    left, top = box.left * across, box.top * down
    return round(left, 1), round(top, 1), round(right * across - left, 1), round(bottom * down - top, 1)


def _rounded(size: tuple[float, float]) -> tuple[float, float]:
    return round(size[0], 1), round(size[1], 1)
