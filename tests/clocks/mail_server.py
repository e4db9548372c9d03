"""A real SMTP server, as much of one as the tests need."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class MailServer(socketserver.TCPServer):
    """Takes mail for everybody but “nobody@”; `port` 0 takes a free one."""

    allow_reuse_address = True

    def __init__(self, port: int = 0) -> None:
        self.received: list[bytes] = []
        super().__init__(("127.0.0.1", port), Conversation)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Answers within it; before and after it nobody does."""
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield
        finally:
            self.shutdown()
            thread.join()


class Conversation(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as Python's client speaks."""

    server: MailServer

    def handle(self) -> None:
        self.wfile.write(b"220 test\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.received.append(self._content())
                self.wfile.write(b"250 queued as %d\r\n" % len(self.server.received))
            elif b"nobody@" in line:
                self.wfile.write(b"550 no such person\r\n")
            elif verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")

    def _content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)
