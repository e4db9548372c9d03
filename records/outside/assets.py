"""The fonts a report may draw on: those of one folder, never the host's."""

from pathlib import Path
from xml.sax.saxutils import escape

FONTS = Path("vendor/fonts/print")  # below the report's base folder; IBM Plex and, for signs it lacks, DejaVu Sans


def font_files(base: Path) -> tuple[Path, ...]:
    """The font files below `base`, in the order of their names; FileNotFoundError when there is none."""
    found = tuple(sorted((base / FONTS).glob("*.ttf")))
    if not found:
        raise FileNotFoundError(f"No fonts for reports in {base / FONTS}: build the assets first.")
    return found


def fonts_configuration(base: Path, cache: Path) -> str:
    """A fontconfig file that knows the shipped fonts only, so that a report looks the same on every host."""
    font_files(base)
    folder = escape(str((base / FONTS).resolve()))
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{folder}</dir><cachedir>{escape(str(cache))}</cachedir></fontconfig>"
    )
