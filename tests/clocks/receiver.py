"""A real program that hears: an HTTP server on this machine that keeps what it was sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass
class Receiver:
    """Answers `status`, while `answers` is set; `heard` is what arrived: (headers, body)."""

    url: str = ""
    status: int = 204
    answers: Event = field(default_factory=Event)
    heard: list[tuple[dict[str, str], str]] = field(default_factory=list)


@contextmanager
def receiver() -> Iterator[Receiver]:
    kept = Receiver()
    kept.answers.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            kept.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
            kept.answers.wait()
            self.send_response(kept.status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_address[1]}/hook?tenant=7"
    try:
        yield kept
    finally:
        kept.answers.set()
        server.shutdown()
        server.server_close()
        thread.join()
