"""The seal's picture on the first page: who sealed, what for, when. A one-page PDF of the place's size.

pyHanko's own text stamps print with wrong letter widths and break PDF/A; so the picture is rendered as any
page is.
"""

from datetime import UTC, datetime
from html import escape
from pathlib import Path

from records.outside.pdf import render
from records.outside.seal import Stamp

PLACE = (375, 64, 561, 122)
"""Where `templates/records/report.html` keeps room on a Letter page: left, bottom, right, top in points."""

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Seal</title>
<link rel="stylesheet" href="print/stamp.css"></head>
<body><img src="brand/oversight.svg" alt="">
<p><b>Sealed by {name}</b><br>{reason}<br>{moment} UTC</p></body></html>"""


def drawn(*, name: str, reason: str, at: datetime, base: Path) -> Stamp:
    """A stamp for `PLACE`; `base` as in `pdf.render`."""
    moment = f"{at.astimezone(UTC):%d %b %Y %H:%M:%S}"
    html = PAGE.format(name=escape(name), reason=escape(reason), moment=moment)
    return Stamp(render(html, base=base, title="Seal", at=at), PLACE)
