"""Handing over from the manufacturer's machine: over a real socket, with a real key, once however often it is sent."""

import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.test import Client

from evidence.models import ChangeReason, Pack
from kernel import scope
from oversight_pack.codes import Ended, Exit
from oversight_pack.command import main
from oversight_pack.sending import Address, request_key
from tests.evidence.scene import Scene, pdf, stated
from tests.factories.keys import keyed
from tests.factories.packs import with_row

CLERK = "clerk@keystone.example"
Answer = tuple[int, dict[str, str], bytes]
Serve = Callable[[str, str, dict[str, str], bytes], Answer]


def handed(folder: Path, serve: Serve, *arguments: str) -> tuple[int, str, str]:
    """Run the command in a thread against a server on this machine whose requests `serve` answers here."""

    class Handler(BaseHTTPRequestHandler):
        def _handle(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, headers, content = serve(self.command, self.path, dict(self.headers), body)
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(content))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _handle  # noqa: N815 - the standard library's names

        def log_message(self, format: str, *_given: object) -> None:  # noqa: A002 - likewise
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server, ThreadPoolExecutor(1) as pool:
        server.timeout = 0.05
        address = f"http://127.0.0.1:{server.server_port}"
        running = pool.submit(told, "submit", str(folder / arguments[0]), *arguments[1:], "--address", address)
        while not running.done():
            server.handle_request()
        return running.result()


def told(*arguments: str) -> tuple[int, str, str]:
    """The command's exit code, what it said, and what it complained of."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(list(arguments))
    return code, out.getvalue(), err.getvalue()


def platform() -> Serve:
    """The platform itself behind the socket."""

    def serve(method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        kept = {name: value for name, value in headers.items() if name in ("Authorization", "Idempotency-Key")}
        kind = headers.get("Content-Type", "application/octet-stream")
        answer = Client().generic(method, path, body, content_type=kind, headers=kept)
        return answer.status_code, {}, answer.content

    return serve


def key_of(scene: Scene, email: str = CLERK) -> str:
    return str(keyed(scene.world, email).defaults["HTTP_AUTHORIZATION"]).removeprefix("Key ")


def written(folder: Path, scene: Scene, **changes: object) -> None:
    pack = stated(lot_number=scene.number)
    if changes:
        pack = with_row(pack, "laboratory.results", {"test": "ARSENIC"}, **changes)
    (folder / "pack.json").write_text(pack.model_dump_json())
    for document in pack.documents:
        (folder / document.name).write_bytes(pdf(document.name))


def test_a_pack_is_handed_over_once_however_often_it_is_sent(scene: Scene, tmp_path: Path) -> None:
    written(tmp_path, scene)
    given = ("pack.json", "--lot", str(scene.lot.pk), "--key", key_of(scene))
    serve = platform()
    assert handed(tmp_path, serve, *given) == (Exit.PASSES, "Version 1 is stored: complete.\n", "")
    code, out, _ = handed(tmp_path, serve, *given, "--json")
    assert (code, json.loads(out)["pack"]["version"]) == (Exit.PASSES, 1)
    with scope.opened(scene.world.clerk):
        assert Pack.objects.count() == 1


def test_each_difference_is_explained_by_a_file_of_reasons(scene: Scene, tmp_path: Path) -> None:
    written(tmp_path, scene)
    given = ("pack.json", "--lot", str(scene.lot.pk), "--key", key_of(scene))
    serve = platform()
    assert handed(tmp_path, serve, *given)[0] == Exit.PASSES
    written(tmp_path, scene, analyst="CHW", value="0.07")
    code, _, err = handed(tmp_path, serve, *given)
    assert (code, "laboratory.results" in err or "Laboratory" in err) == (Exit.REFUSED, True)
    file = tmp_path / "reasons.json"
    value = {"section": "laboratory.results", "row": "6, ARSENIC", "field": "value", "reason": "misread"}
    file.write_text(json.dumps([value]))
    assert handed(tmp_path, serve, *given, "--reasons", str(file))[0] == Exit.REFUSED  # the analyst is unexplained
    file.write_text(json.dumps([value, value | {"field": "analyst", "reason": "entered for another"}]))
    code, out, err = handed(tmp_path, serve, *given, "--reasons", str(file))
    assert err == ""
    assert (code, out[:20]) == (Exit.PASSES, "Version 2 is stored:")
    written(tmp_path, scene, analyst="CHW", value="0.08")
    code, out, _ = handed(tmp_path, serve, *given, "--reasons", str(file), "--reason", "as the print says")
    assert (code, out[:20]) == (Exit.PASSES, "Version 3 is stored:")
    with scope.opened(scene.world.clerk):
        rows = ChangeReason.objects.values_list("pack__version", "row", "field", "reason")
        assert sorted(rows) == [
            (2, "6, ARSENIC", "analyst", "entered for another"),
            (2, "6, ARSENIC", "value", "misread"),
            (3, "", "", "as the print says"),
            (3, "6, ARSENIC", "analyst", "entered for another"),
            (3, "6, ARSENIC", "value", "misread"),
        ]


@pytest.mark.parametrize("content", ["{", "{}", "[1]", '[{"reason": 1}]', '[{"cause": "x"}]'])
def test_a_file_that_is_no_list_of_reasons_is_not_sent(scene: Scene, tmp_path: Path, content: str) -> None:
    written(tmp_path, scene)
    (tmp_path / "reasons.json").write_text(content)
    given = ("pack.json", "--lot", str(scene.lot.pk), "--key", "k", "--reasons", str(tmp_path / "reasons.json"))
    code, out, err = handed(tmp_path, lambda *_request: (500, {}, b""), *given)
    assert (code, out) == (Exit.USAGE, "")
    assert "reasons.json" in err


def test_the_lot_is_found_by_its_number_and_gaps_are_told(scene: Scene, tmp_path: Path) -> None:
    written(tmp_path, scene, analyst=None)
    code, out, _ = handed(tmp_path, platform(), "pack.json", "--key", key_of(scene))
    assert (code, out) == (Exit.GAPS, "Version 1 is stored: incomplete.\n")


def test_a_refusal_is_told_in_the_platforms_words(scene: Scene, tmp_path: Path) -> None:
    written(tmp_path, scene)
    serve = platform()
    code, _, err = handed(tmp_path, serve, "pack.json", "--lot", "NONE-1", "--key", key_of(scene))
    assert (code, err) == (Exit.REFUSED, "No lots have the number NONE-1. Give the lot's identifier.\n")
    code, _, err = handed(tmp_path, serve, "pack.json", "--lot", str(scene.lot.pk), "--key", "wrong")
    assert code == Exit.NOT_SENT
    assert err


def test_what_cannot_be_read_is_not_sent(scene: Scene, tmp_path: Path) -> None:
    (tmp_path / "pack.json").write_text("{")
    asked: list[str] = []

    def serve(method: str, path: str, _headers: dict[str, str], _body: bytes) -> Answer:
        asked.append(f"{method} {path}")
        return 500, {}, b""

    code, _, err = handed(tmp_path, serve, "pack.json", "--lot", str(scene.lot.pk), "--key", "k")
    assert (code, asked) == (Exit.UNREADABLE, [])
    assert err.startswith("pack.json: cannot be read, 1 place.")


PROBLEM = b'{"detail": "It is decided.", "errors": [{"sentence": "header: no."}]}'


@pytest.mark.parametrize(
    ("answer", "code", "told"),
    [
        ((422, {}, PROBLEM), Exit.UNREADABLE, "It is decided.\n  header: no.\n"),
        ((409, {}, PROBLEM), Exit.REFUSED, "It is decided.\n  header: no.\n"),
        ((403, {}, PROBLEM), Exit.NOT_SENT, "It is decided.\n"),
        ((500, {}, b"<html>"), Exit.NOT_SENT, "The platform answered 500.\n"),
        ((307, {"Location": "/elsewhere/"}, b""), Exit.NOT_SENT, "The platform answered 307.\n"),
        ((503, {}, b"[1]"), Exit.NOT_SENT, "The platform answered 503.\n"),
    ],
)
def test_every_other_answer_has_its_code(answer: Answer, code: Exit, told: str, scene: Scene, tmp_path: Path) -> None:
    written(tmp_path, scene)
    given = ("pack.json", "--lot", str(scene.lot.pk), "--key", "k", "--reason", "more")
    assert handed(tmp_path, lambda *_request: answer, *given) == (code, "", told)


def test_nobody_there(scene: Scene, tmp_path: Path) -> None:
    written(tmp_path, scene)
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as closed:
        port = closed.server_port
    code, out, _ = told(
        "submit", str(tmp_path / "pack.json"), "--address", f"http://127.0.0.1:{port}", "--key", "k", "--json"
    )
    assert code == Exit.NOT_SENT
    assert "did not answer" in json.loads(out)["sentence"]


@pytest.mark.parametrize("url", ["http://platform.example", "ftp://platform.example", "platform.example", "https://"])
def test_the_key_never_travels_openly(url: str) -> None:
    with pytest.raises(Ended, match="not a safe address"):
        Address(url, "k").checked()


def test_an_address_needs_a_key_and_loses_its_last_slash() -> None:
    with pytest.raises(Ended, match="There is no key"):
        Address("https://platform.example", "").checked()
    assert Address("https://platform.example/", "k").checked().url == "https://platform.example"


def test_the_same_pack_for_the_same_reason_is_the_same_request() -> None:
    assert request_key("a", "b", "c") == request_key("a", "b", "c")
    assert (
        len({request_key(*given) for given in (("a", "b", "c"), ("a", "b", ""), ("a", "x", "c"), ("x", "b", "c"))}) == 4
    )
