"""Requests of resumable uploads: one's own arrival, its bytes into quarantine, and the whole files back for a form."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest

from evidence import tus
from evidence.actions.arrivals import kept
from evidence.models import Arrival
from evidence.outside.quarantine import BusyError, ChecksumError, MisplacedError, quarantine
from evidence.outside.sniffing import HEAD, media_type
from kernel.errors import Refused
from kernel.scope import Actor

FIELD = "uploaded"
"""The form's field with the ids of files that arrived ahead of it."""
MOST_AT_ONCE = 64 * 2**20
"""Bytes of one request: its transaction stays open meanwhile."""
_PIECE = 2**20


def own_arrival(arrival_id: UUID, by: Actor) -> Arrival:
    """The sender's own; for anybody else, the other company included, there is none."""
    found = Arrival.objects.filter(pk=arrival_id, sent_by_id=by.person_id).first()
    if found is None:
        raise Http404
    return found


def offset_of(arrival: Arrival) -> int:
    """How many bytes are safe here. Refused (410) when the part has expired, was removed, or became evidence."""
    try:
        return quarantine().offset(arrival.pk)
    except FileNotFoundError as error:
        raise _gone(arrival) from error


def receive(request: HttpRequest, arrival: Arrival) -> int:
    """Append the request's body; the new offset. Refused by the protocol's rules and when the content is not
    what the name says."""
    announced, start = tus.length(request.headers, "Content-Length"), tus.length(request.headers, "Upload-Offset")
    if announced > MOST_AT_ONCE:
        raise _refusal(413, f"Send at most {MOST_AT_ONCE // 2**20} MB in one request.")
    checksum = tus.checksum(request.headers)
    try:
        new = quarantine().append(arrival.pk, start, _pieces(request), size=arrival.size, checksum=checksum)
    except FileNotFoundError as error:
        raise _gone(arrival) from error
    except MisplacedError as error:
        raise _refusal(409, f"The bytes have to begin at {error.offset}.") from error
    except BusyError as error:
        raise _refusal(423, "Another window is sending this file.") from error
    except ChecksumError as error:
        raise _refusal(tus.CHECKSUM_MISMATCH, "The bytes changed on the way. Send them again.") from error
    except ValueError as error:
        raise _refusal(400, f"More bytes came than the {arrival.size} that were announced.") from error
    if start < HEAD <= new or new == arrival.size:
        _check_kind(arrival)
    return new


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    while piece := request.read(_PIECE):
        yield piece


def _check_kind(arrival: Arrival) -> None:
    """As early as its first bytes tell: nobody sends two gigabytes to hear that the name was wrong."""
    with quarantine().open(arrival.pk) as content:
        head = content.read(HEAD)
    try:
        media_type(arrival.name, head)
    except Refused:
        quarantine().drop(arrival.pk)
        raise


def _refusal(status: int, sentence: str) -> Refused:
    refusal = tus.ProtocolError(sentence)
    refusal.status = status
    return refusal


def _gone(arrival: Arrival) -> Refused:
    return _refusal(410, f"“{arrival.name}” is no longer waiting here. Choose it again.")


class ArrivedFile(UploadedFile):  # type: ignore[type-arg]  # Django's own class takes none at run time
    """A file that came ahead of its form, as if it had come with it; Django closes it with the request."""

    def __init__(self, arrival: Arrival) -> None:
        super().__init__(quarantine().open(arrival.pk), arrival.name, size=arrival.size)
        self.key = arrival.pk


def join_arrived(request: HttpRequest, by: Actor) -> None:
    """Put the files that arrived ahead among the request's `files`. Refused when one is not whole."""
    there = {getattr(file, "key", None) for file in request.FILES.getlist("files")}  # a deadlock's second run
    for arrival in _named(request, by):
        offset = offset_of(arrival)
        if offset < arrival.size:
            raise Refused(f"Only {offset} of {arrival.size} bytes of “{arrival.name}” have arrived. Send it again.")
        if arrival.pk not in there:
            request.FILES.appendlist("files", ArrivedFile(arrival))


def forget_arrived(request: HttpRequest, by: Actor) -> None:
    """Once the transaction holds, their bytes are in the store and need not wait in quarantine."""
    for arrival in _named(request, by):
        transaction.on_commit(partial(quarantine().drop, arrival.pk))


def _named(request: HttpRequest, by: Actor) -> Iterable[Arrival]:
    keys = dict.fromkeys(request.POST.getlist(FIELD))
    try:
        return [own_arrival(UUID(key), by) for key in keys]
    except ValueError as error:
        raise Http404 from error


def expires_at(at: datetime) -> datetime:
    """When a part that is touched now will be thrown away."""
    return at + kept()
