"""Every error of the API has one shape: RFC 9457, with the sentence that pages show too (docs/architecture.md 3)."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
)
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from rest_framework.exceptions import APIException, AuthenticationFailed, Throttled, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from kernel.errors import Refused
from parties import refusals

MEDIA_TYPE = "application/problem+json"
SENTENCES = {
    HTTPStatus.BAD_REQUEST: "The request cannot be read as it is.",
    HTTPStatus.FORBIDDEN: "You may not do this.",
    HTTPStatus.NOT_FOUND: "There is no such thing here, or it is not yours to see.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The request is too large.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong on our side. Nothing was changed.",
}
CODES = {HTTPStatus.NOT_FOUND: "not-found", HTTPStatus.BAD_REQUEST: "bad-request"}


def problem(
    status: int,
    detail: str = "",
    *,
    code: str = "",
    clause: str = "",
    errors: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """The body: `detail` is the sentence, `clause` its ground, `errors` name places (RFC 6901 pointers)."""
    known = HTTPStatus(status)
    code = code or CODES.get(known) or known.phrase.lower().replace(" ", "-")
    return {
        "type": f"urn:oversight:problem:{code}",
        "title": known.phrase,
        "status": status,
        "detail": detail or SENTENCES.get(known, known.description or known.phrase),
        "clause": clause,
        "code": code,
        "errors": errors or [],
    }


def problem_json(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. A refusal is only remembered here; the scope middleware records it."""
    request = context["request"]
    if isinstance(error, Refused):
        if request._request.refused is None:  # noqa: SLF001 - DRF's name for Django's request
            refusals.remember(request._request, error)  # noqa: SLF001
        places = getattr(error, "errors", None)  # where an upload cannot be read
        return _response(problem(error.status, error.sentence, code=error.code, clause=error.clause, errors=places))
    if isinstance(error, ValidationError):
        return _response(_invalid(error))
    status = _status_of(error)
    if status:
        return _response(problem(status))
    answer = exception_handler(error, context)
    if answer is None or not isinstance(error, APIException):
        return None  # a defect: Django logs it and `server_error` answers
    if isinstance(error, AuthenticationFailed):  # a wrong key leaves a trace, as a wrong password does (11.300(d))
        refusals.remember(request._request, Refused(str(error.detail), "21 CFR 11.300(d)", code=_code(error)))  # noqa: SLF001
    sentence = _patience(error) if isinstance(error, Throttled) else str(error.detail)
    headers = {name: value for name, value in answer.headers.items() if name.lower() != "content-type"}
    return _response(problem(answer.status_code, sentence, code=_code(error)), headers)


def _patience(error: Throttled) -> str:
    """The sentence of a 429; nothing was done, so the same request may be sent again, also under its key."""
    seconds = int(getattr(error, "wait", None) or 1)
    return f"Too many requests. Nothing was done. Ask again in {seconds} second{'s' if seconds > 1 else ''}."


def _status_of(error: Exception) -> int:
    kinds: tuple[tuple[Any, int], ...] = (
        ((Http404, ObjectDoesNotExist), HTTPStatus.NOT_FOUND),
        (PermissionDenied, HTTPStatus.FORBIDDEN),
        ((RequestDataTooBig, TooManyFieldsSent), HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        ((SuspiciousOperation, UnreadablePostError), HTTPStatus.BAD_REQUEST),
    )
    return next((status for kind, status in kinds if isinstance(error, kind)), 0)


def _code(error: APIException) -> str:
    codes = error.get_codes()
    return codes.replace("_", "-") if isinstance(codes, str) else ""


def _invalid(error: ValidationError) -> dict[str, Any]:
    errors = list(_places(error.detail, ""))
    first = errors[0]["sentence"] if errors else ""
    detail = first if len(errors) == 1 else f"{len(errors)} fields need another value."
    return problem(HTTPStatus.BAD_REQUEST, detail, code="invalid", errors=errors)


def _places(detail: Any, pointer: str) -> Iterator[dict[str, str]]:
    """DRF's nested detail as (pointer, sentence) pairs."""
    if isinstance(detail, dict):
        for name, part in detail.items():
            here = pointer if name == "non_field_errors" else f"{pointer}/{_escaped(str(name))}"
            yield from _places(part, here)
    elif isinstance(detail, list):
        for index, part in enumerate(detail):
            yield from _places(part, f"{pointer}/{index}" if isinstance(part, dict | list) else pointer)
    else:
        yield {"pointer": pointer, "sentence": str(detail)}


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _response(body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    return Response(body, status=body["status"], headers=headers, content_type=MEDIA_TYPE)


def plain_problem(request: HttpRequest, status: int) -> HttpResponse:
    """The same shape where DRF is not reached: unknown addresses, broken requests, defects."""
    return JsonResponse(problem(status), status=status, content_type=MEDIA_TYPE)
