"""The page's reasons: read back from its fields, and the files of the upload kept while they are typed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from evidence.actions.parking import park_file
from evidence.arriving import FIELD, ArrivedFile
from evidence.outside.store import chunks_of
from evidence.pack.explaining import Explanation
from kernel.scope import Actor
from lots.models import Lot

WHY = "why:"
"""Begins the names of the fields; section, row and field follow, parted by U+001F."""
PART = "\x1f"
LONGEST = 2000


def field_name(section: str = "", row: str = "", field: str = "") -> str:
    """The name of the input for one reason."""
    return WHY + PART.join((section, row, field))


def explained(request: HttpRequest) -> list[Explanation]:
    """The reasons that were typed."""
    found = []
    for name, text in request.POST.items():
        places = name.removeprefix(WHY).split(PART)
        if name.startswith(WHY) and len(places) == len(("section", "row", "field")) and str(text).strip():
            found.append(Explanation(str(text).strip()[:LONGEST], *places))
    return found


def is_explaining(request: HttpRequest) -> bool:
    """Whether the form came from the page that asks for reasons."""
    return any(name.startswith(WHY) for name in request.POST)


def kept_files(request: HttpRequest, lot: Lot, by: Actor, at: datetime) -> list[str]:
    """Ids under which the upload's files wait; one that came with the form is parked, one that arrived ahead stays."""
    files: Iterable[UploadedFile[Any]] = request.FILES.getlist("files")
    ahead = [str(UUID(key)) for key in request.POST.getlist(FIELD)]
    return ahead + [_parked(file, lot, by, at) for file in files if not isinstance(file, ArrivedFile)]


def _parked(file: "UploadedFile[Any]", lot: Lot, by: Actor, at: datetime) -> str:
    file.seek(0)
    chunks = chunks_of(cast("Any", file.file))
    arrival = park_file(lot_id=lot.pk, name=file.name or "", size=file.size or 0, chunks=chunks, by=by, at=at)
    return str(arrival.pk)
