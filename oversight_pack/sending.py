"""Handing a pack over to the platform's API, once: a repetition under the same key is not a second pack."""

import hashlib
import http.client
import json
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from oversight_pack.codes import Ended, Exit
from oversight_pack.multipart import Form
from oversight_pack.progress import Bar

TIMEOUT_SECONDS = 120
_OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}
_MOST_ANSWER = 8 * 2**20


@dataclass(frozen=True)
class Address:
    """The platform's address and the key of one membership."""

    url: str
    key: str

    def checked(self) -> "Address":
        """The key travels with every request: only encrypted, or on this machine."""
        parts = urlsplit(self.url)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _OWN_MACHINE)
        if not is_safe or not parts.hostname:
            raise Ended(Exit.NOT_SENT, f"“{self.url}” is not a safe address. Give it as https://….")
        if not self.key:
            raise Ended(Exit.NOT_SENT, "There is no key. Give it by --key, or in the variable OVERSIGHT_KEY.")
        return Address(self.url.rstrip("/"), self.key)


class _NoDetour(urllib.request.HTTPRedirectHandler):
    """A redirected form would arrive empty, and the key somewhere else."""

    def redirect_request(self, *_given: Any) -> None:
        return None


def submit(
    to: Address, lot: str, files: list[tuple[str, Path]], *, content: str, reason: str, reasons: str = ""
) -> dict[str, Any]:
    """The platform's answer: the stored pack. Ended when it could not be sent, was unreadable or was refused."""
    lot_id = _lot_id(to, lot)
    with Bar("sending", sum(path.stat().st_size for _, path in files)) as bar:
        said = {"reason": reason, "change_reasons": reasons}
        form = Form({name: text for name, text in said.items() if text}, files, bar.add)
        headers = {
            "Content-Type": form.content_type,
            "Content-Length": str(form.length),
            "Idempotency-Key": request_key(lot_id, content, reasons or reason),
        }
        return _asked(to, f"/api/v1/lots/{lot_id}/packs/", headers, form)


def request_key(lot_id: str, content: str, reason: str) -> str:
    """The same pack for the same lot with the same reason is the same request, from whatever machine."""
    return hashlib.sha256("\n".join((lot_id, content, reason)).encode()).hexdigest()


def _lot_id(to: Address, lot: str) -> str:
    """The lot's identifier; a lot number is looked up."""
    try:
        return str(UUID(lot))
    except ValueError:
        found = _asked(to, f"/api/v1/lots/?number={quote(lot, safe='')}", {}, None)
    exact = [row["id"] for row in found.get("results", ()) if row.get("number") == lot]
    if len(exact) != 1:
        raise Ended(Exit.REFUSED, f"{len(exact) or 'No'} lots have the number {lot}. Give the lot's identifier.")
    return str(exact[0])


def _asked(to: Address, path: str, headers: dict[str, str], form: Form | None) -> dict[str, Any]:
    request = urllib.request.Request(  # noqa: S310 - https or this machine: Address.checked
        to.url + path,
        data=form,
        headers={"Authorization": f"Key {to.key}", "Accept": "application/json", **headers},
        method="POST" if form else "GET",
    )
    opener = urllib.request.build_opener(_NoDetour, urllib.request.HTTPSHandler(context=ssl.create_default_context()))
    try:
        with opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            return _json(answer.read(_MOST_ANSWER))
    except urllib.error.HTTPError as error:
        with error:
            raise _refused(error.code, _json(error.read(_MOST_ANSWER))) from error
    except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
        cause = getattr(error, "reason", None) or error
        raise Ended(
            Exit.NOT_SENT, f"{to.url} did not answer: {cause}. Send it again; nothing happens twice."
        ) from error


def _json(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _refused(status: int, problem: dict[str, Any]) -> Ended:
    sentence = str(problem.get("detail") or f"The platform answered {status}.")
    places = "".join(
        f"\n  {error.get('sentence', '')}" for error in problem.get("errors", ()) if isinstance(error, dict)
    )
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        return Ended(Exit.UNREADABLE, sentence + places)
    if status in (HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE):
        return Ended(Exit.REFUSED, sentence + places)
    return Ended(Exit.NOT_SENT, sentence)
