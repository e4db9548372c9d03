"""The press: one HTML part to one PDF/A-3b, in a process of its own.

WeasyPrint keeps a whole document in memory (about 3.5 MB a page) and reads the fonts it finds when its
process starts; so each part gets a fresh process with our own fonts, and what it took goes back when it
ends. `python -m records.outside.press` reads a job as JSON on standard input; see `pdf.py`, which writes
it.
"""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from weasyprint import HTML
from weasyprint.document import Document
from weasyprint.urls import FatalURLFetchingError

from records.outside.assets import font_files
from records.outside.fetching import ClosedFetcher
from records.outside.legible import covered, legible

VARIANT = "pdf/a-3b"
HEAD_END = "</head>"


def numbering(first_page: int, total: int) -> str:
    """Styles that make a part begin at `first_page` of a report with `total` pages (1-based)."""
    return (
        f"<style>@page :first {{ counter-reset: page {first_page} }} "
        f'@page {{ @bottom-right {{ content: "Page " counter(page) " of {total}" }} }}</style>'
    )


def laid_out(job: dict[str, Any], fetcher: ClosedFetcher) -> Document:
    """The part, laid out in pages; its counters are set when the job gives `first_page` and `total`."""
    base = Path(job["base"])
    html = legible(job["html"], covered(font_files(base)))
    if job.get("total"):
        html = html.replace(HEAD_END, numbering(job["first_page"], job["total"]) + HEAD_END, 1)
    html_source = HTML(string=html, base_url=f"{base.resolve().as_uri()}/", url_fetcher=fetcher)
    return html_source.render(pdf_variant=VARIANT)


def printed(job: dict[str, Any]) -> bytes:
    """The PDF's bytes, or for a job that only counts: the number of pages as text.

    Raises PermissionError when the part asked for an address that it may not have.
    """
    fetcher = ClosedFetcher(Path(job["base"]))
    try:
        document = laid_out(job, fetcher)
        answer = str(len(document.pages)).encode() if job.get("only_count") else _written(document, job)
    except FatalURLFetchingError:
        if not fetcher.refusals:
            raise
    if fetcher.refusals:
        raise PermissionError(fetcher.refusals[0])
    return answer


def _written(document: Document, job: dict[str, Any]) -> bytes:
    made_at = datetime.fromisoformat(job["at"]).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    document.metadata.title = job["title"]
    document.metadata.lang = job["language"]
    document.metadata.created = document.metadata.modified = made_at
    document.metadata.generator = "Oversight"
    result: bytes = document.write_pdf(pdf_variant=VARIANT)
    return result


if __name__ == "__main__":
    sys.stdout.buffer.write(printed(json.load(sys.stdin)))
    sys.stdout.buffer.flush()
    os._exit(0)  # all is written; unloading Pango under its font thread may crash
