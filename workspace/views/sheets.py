"""Rows as a file that a spreadsheet opens; who took it is noted."""

from collections.abc import Iterable, Sequence
from tempfile import SpooledTemporaryFile
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from kernel.clock import now
from lots.outside.sheets import Cell, write_csv, write_xlsx
from lots.views.exporting import TYPES
from records.actions import note_access

_IN_MEMORY = 2 * 1024 * 1024


def sent(
    request: HttpRequest,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    form: str,
    subject: Any,
    name: str,
) -> HttpResponseBase:
    """`form` is csv or xlsx, anything else no address; `subject` is the shared row that the file is about."""
    if form not in TYPES:
        raise Http404
    file: Any = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the response closes it
    if form == "csv":
        write_csv(heads, rows, file)
    else:
        write_xlsx(title, heads, rows, file)
    file.seek(0)
    note_access(by=request.actor, what=f"{title} as {form.upper()}", subject=subject, at=now())  # type: ignore[attr-defined]  # ours
    return FileResponse(file, as_attachment=True, filename=f"{name}.{form}", content_type=TYPES[form])
