"""`Idempotency-Key`: a program that lost an answer sends the request again, and nothing happens twice.

Runs inside the scope's transaction: the kept answer and what it answers for are committed together or not at all.
A repetition gets the first answer again with `Idempotent-Replayed: true`; another request under the same key is
refused with 422 (draft-ietf-httpapi-idempotency-key-header). What was not done (4xx, 5xx) is not kept.
"""

import hashlib
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse

from kernel.clock import now
from oversight.problems import MEDIA_TYPE, problem
from parties.actions.answers import drop_answer, keep_answer, reserve_answer
from parties.models import KeptAnswer

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
KEPT_HEADERS = ("Content-Type", "Location", "ETag")
LONGEST_KEY = 255

Handler = Callable[[HttpRequest], HttpResponse]


def answered_once(get_response: Handler) -> Handler:
    """Middleware: right inside `parties.middleware.scope_middleware`."""

    def handle(request: HttpRequest) -> HttpResponse:
        key = request.headers.get(HEADER, "")
        by = getattr(request, "actor", None)
        if not key or request.method not in CHANGING or not request.path.startswith("/api/") or by is None:
            return get_response(request)
        if len(key) > LONGEST_KEY or not key.isprintable():
            return _refused(HTTPStatus.BAD_REQUEST, f"An {HEADER} has at most {LONGEST_KEY} printable characters.")
        answer, is_new = reserve_answer(key=key, request_hash=fingerprint(request), by=by, at=now())
        if is_new:
            return _first(request, answer, get_response)
        if answer.request_hash != fingerprint(request):
            return _refused(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                f"This {HEADER} belongs to another request. Choose a new key for each new request.",
            )
        return _again(answer)

    return handle


def fingerprint(request: HttpRequest) -> str:
    """SHA-256 of method, address and content; of a form its fields and files, whatever the boundary."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type != "multipart/form-data":
        digest.update(request.body)
        return digest.hexdigest()
    for name, values in sorted(request.POST.lists()):
        digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists(), key=lambda pair: pair[0]):
        for file in files:
            digest.update(repr((name, file.name, file.size)).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


def _first(request: HttpRequest, answer: KeptAnswer, get_response: Handler) -> HttpResponse:
    response = get_response(request)
    if request.refused is not None or response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:  # type: ignore[attr-defined]  # ours
        return response  # rolled back whole, the reserved key too
    if response.status_code >= HTTPStatus.BAD_REQUEST or response.streaming:
        drop_answer(answer)
        return response
    headers = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
    keep_answer(answer, status=response.status_code, headers=headers, body=response.content.decode())
    return response


def _again(answer: KeptAnswer) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status)
    for name, value in answer.headers.items():
        response[name] = value
    response[REPLAYED] = "true"
    return response


def _refused(status: HTTPStatus, sentence: str) -> HttpResponse:
    return JsonResponse(problem(status, sentence, code="idempotency-key"), status=status, content_type=MEDIA_TYPE)
