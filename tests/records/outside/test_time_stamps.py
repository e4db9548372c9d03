"""Time stamps over seals, asked of a real service on this machine; its absence stops nothing."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto.tsp import TimeStampReq
from django.conf import settings as django_settings

from records.outside.time_stamps import TimeStamp, asked, problem_of
from tests.records.outside.paper import AT
from tests.records.outside.test_seal import time_authority

TEXT = b'{"format":"oversight-seal-1","number":1}'


class Service(BaseHTTPRequestHandler):
    """Answers each request with a stamp of the test's own authority."""

    def do_POST(self) -> None:
        """RFC 3161 over HTTP."""
        wanted = TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        answer = asyncio.run(time_authority().async_request_tsa_response(wanted)).dump()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Quiet."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def stamp(address: str) -> TimeStamp:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(django_settings, "SEAL_TIMESTAMP_URL", address)
        given = asked(TEXT)
    assert given is not None
    return given


def test_a_stamp_states_its_time_and_text(stamp: TimeStamp) -> None:
    assert stamp.stamped_at == AT
    assert problem_of(stamp.token, TEXT, AT) == ""


def test_of_another_text_or_time(stamp: TimeStamp) -> None:
    assert "of another seal" in problem_of(stamp.token, TEXT + b"!", AT)
    assert "another time" in problem_of(stamp.token, TEXT, AT + timedelta(seconds=1))


def test_a_token_that_was_changed(stamp: TimeStamp) -> None:
    for place in (stamp.token.index(sha256(TEXT).digest()), len(stamp.token) - 1):
        changed = bytearray(stamp.token)
        changed[place] ^= 1
        assert problem_of(bytes(changed), TEXT, AT)
    assert "cannot be read" in problem_of(b"no token", TEXT, AT)


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:9/"])
def test_without_an_answer_there_is_no_stamp(settings: object, url: str) -> None:
    settings.SEAL_TIMESTAMP_URL = url  # type: ignore[attr-defined]  # pytest-django's
    assert asked(TEXT) is None
