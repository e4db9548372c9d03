"""Resumable uploads by tus 1.0: announce a file, ask how far it is, send on, give up."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date

from evidence import tus
from evidence.actions.arrivals import announce_file
from evidence.arriving import expires_at, offset_of, own_arrival, receive
from evidence.models import Arrival
from evidence.outside.quarantine import CHECKSUMS, quarantine
from kernel.clock import now
from kernel.errors import Refused
from lots.models import Lot
from parties.refusals import remember

View = Callable[..., HttpResponse]


def _spoken(view: View) -> View:
    """Answer in the protocol's words: its version on everything, a refusal as JSON with the sentence."""

    @wraps(view)
    def speak(request: HttpRequest, **named: Any) -> HttpResponse:
        try:
            response = view(request, **named)
        except Refused as refusal:
            if not isinstance(refusal, tus.ProtocolError):
                remember(request, refusal)
            response = JsonResponse({"detail": refusal.sentence, "code": refusal.code}, status=refusal.status)
        except OSError:  # the line broke; what came before is noted, and nobody hears this answer
            response = HttpResponse(status=400)
        response.headers["Tus-Resumable"] = tus.VERSION
        response.headers["Cache-Control"] = "no-store"
        return response

    return speak


def _check_version(request: HttpRequest) -> None:
    if request.headers.get("Tus-Resumable") != tus.VERSION:
        refusal = tus.ProtocolError(f"This address speaks tus {tus.VERSION}.")
        refusal.status = 412
        raise refusal


@login_required
@_spoken
def arrivals(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """POST announces a file for the lot; OPTIONS says what is spoken here."""
    lot = get_object_or_404(Lot, pk=lot_id)
    if request.method == "OPTIONS":
        return _capabilities()
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "OPTIONS, POST"})
    _check_version(request)
    arrival = announce_file(
        lot_id=lot.pk,
        name=tus.metadata(request.headers).get("filename", ""),
        size=tus.length(request.headers, "Upload-Length"),
        by=request.actor,  # type: ignore[attr-defined]  # ours
        at=now(),
    )
    headers = {"Location": reverse("evidence:arrival", args=[arrival.pk])}
    return HttpResponse(status=201, headers=headers | _standing(arrival))


@login_required
@_spoken
def arrival(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """HEAD asks for the offset, PATCH sends on from there, DELETE gives the upload up."""
    found = own_arrival(arrival_id, request.actor)  # type: ignore[attr-defined]  # ours
    if request.method not in _STEPS:
        return HttpResponse(status=405, headers={"Allow": ", ".join(_STEPS)})
    _check_version(request)
    return _STEPS[request.method](request, found)


def _head(_request: HttpRequest, arrival: Arrival) -> HttpResponse:
    return HttpResponse(headers={"Upload-Length": str(arrival.size)} | _standing(arrival))


def _patch(request: HttpRequest, arrival: Arrival) -> HttpResponse:
    if request.content_type != tus.CONTENT_TYPE:
        return HttpResponse(status=415)
    receive(request, arrival)
    return HttpResponse(status=204, headers=_standing(arrival))


def _delete(_request: HttpRequest, arrival: Arrival) -> HttpResponse:
    offset_of(arrival)
    quarantine().drop(arrival.pk)
    return HttpResponse(status=204)


_STEPS = {"HEAD": _head, "PATCH": _patch, "DELETE": _delete}


def _standing(arrival: Arrival) -> dict[str, str]:
    return {
        "Upload-Offset": str(offset_of(arrival)),
        "Upload-Expires": http_date(expires_at(now()).timestamp()),
    }


def _capabilities() -> HttpResponse:
    headers = {
        "Tus-Version": tus.VERSION,
        "Tus-Extension": tus.EXTENSIONS,
        "Tus-Max-Size": str(settings.EVIDENCE_MOST_BYTES),
        "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
    }
    return HttpResponse(status=204, headers=headers)
