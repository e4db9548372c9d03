"""The list as a file: built page by page into a temporary one, then sent from there."""

from tempfile import SpooledTemporaryFile

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from kernel.clock import now
from lots.outside.sheets import write_csv, write_xlsx
from lots.queries.exporting import HEADS, exported_rows
from lots.views.listing import filter_form
from parties.queries import partnerships
from records.actions import note_access

_IN_MEMORY = 2 * 1024 * 1024
TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """CSV or XLSX of exactly what the filters show, at most 10 000 lots; who took it is noted."""
    if form not in TYPES:
        raise Http404
    pairs = list(partnerships())
    filters = filter_form(request, pairs)
    if not filters.is_valid():
        return redirect(f"/lots/?{request.GET.urlencode()}")
    rows = exported_rows(pairs, filters.filters())
    file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the response closes it
    if form == "csv":
        write_csv(HEADS, rows, file)  # type: ignore[arg-type]  # a binary file in all but name
    else:
        write_xlsx("Lots", HEADS, rows, file)  # type: ignore[arg-type]  # likewise
    file.seek(0)
    at = now()
    for pair in pairs:
        note_access(by=request.actor, what=f"List of lots as {form.upper()}", subject=pair, at=at)  # type: ignore[attr-defined]  # ours
    return FileResponse(file, as_attachment=True, filename=f"lots-{at:%Y-%m-%d}.{form}", content_type=TYPES[form])
