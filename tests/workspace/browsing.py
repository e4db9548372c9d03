"""The kit for a real browser, without a database: its pages, served with the project's own policy."""

import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders

from tests.workspace.pages import request
from workspace.views.kit import kit

POLICY = "; ".join(
    f"{name} {' '.join(sources)}" for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
PAGES = {"/_ui/": "kit", "/_ui/list/": "list", "/_ui/dossier/": "dossier"}


class KitHandler(BaseHTTPRequestHandler):
    """Answers the kit's pages and static files; an upload with the number of files that arrived."""

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path in PAGES:
            return self._answer(kit(request(path), PAGES[path]).content, "text/html; charset=utf-8")
        found = finders.find(path.removeprefix("/static/"))
        if not found:
            return self.send_error(404)
        return self._answer(Path(str(found)).read_bytes(), mimetypes.guess_type(path)[0] or "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        files = body.count(b'filename="')
        page = f"<title>Sent</title><main class='shell-main'>{files} files, {len(body) > 300_000}</main>"
        self._answer(page.encode(), "text/html; charset=utf-8")

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *words: Any) -> None:
        """Keeps the test's output quiet."""


@contextmanager
def served() -> Iterator[str]:
    """The address of the kit, on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), KitHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
