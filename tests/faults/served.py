"""A large file on its way through the served web process: sent as a browser sends it, its memory watched meanwhile."""

import base64
import http.client
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction

from evidence.known_lots import known_lot
from evidence.pack import workbook
from kernel import scope
from lots.models import Lot
from tests.evidence.scene import pdf, stated
from tests.factories.browsers import browser
from tests.factories.pack_sections import DOCUMENTS
from tests.factories.world import World
from tests.journeys.site import Site

CHUNK = 8 * 2**20
"""As the browser sends it."""
PIECE = 2**20
CLERK = "clerk@keystone.example"
_TOKEN = "x" * 32


class Sender:
    """The clerk's browser, logged in at the site."""

    def __init__(self, world: World, port: int) -> None:
        session = browser(world, CLERK).cookies[settings.SESSION_COOKIE_NAME].value
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: _TOKEN}
        self._headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        self._headers |= {"X-CSRFToken": _TOKEN}
        self._port = port

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of the answer."""
        line = http.client.HTTPConnection("localhost", self._port, timeout=300)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        line.request(method, path, body=body, headers=self._headers | given)
        answer = line.getresponse()
        text = answer.read().decode(errors="replace")
        line.close()
        return answer.status, dict(answer.headers), text

    def announce(self, lot: Lot, name: str, size: int) -> str:
        """The address to which the file's bytes go."""
        metadata = f"filename {base64.b64encode(name.encode()).decode()}"
        status, headers, text = self.ask(
            "POST", f"/lots/{lot.pk}/arrivals/", Tus_Resumable="1.0.0", Upload_Length=str(size),
            Upload_Metadata=metadata, Content_Length="0",
        )  # fmt: skip
        assert status == http.HTTPStatus.CREATED, text
        return headers["Location"]

    def send(self, address: str, pieces: Iterable[bytes], size: int, *, offset: int = 0) -> None:
        """One PATCH."""
        status, _, text = self.ask(
            "PATCH", address, iter(pieces), Tus_Resumable="1.0.0", Upload_Offset=str(offset),
            Content_Type="application/offset+octet-stream", Content_Length=str(size),
        )  # fmt: skip
        assert status == http.HTTPStatus.NO_CONTENT, text

    def send_scan(self, lot: Lot, size: int) -> str:
        """A scan of `size` bytes, chunk by chunk; its key."""
        address = self.announce(lot, "scan.pdf", size)
        for offset in range(0, size, CHUNK):
            chunk = min(CHUNK, size - offset)
            self.send(address, pieces(offset, chunk), chunk, offset=offset)
        return key_of(address)

    def hand_over(self, lot: Lot, book: bytes, keys: list[str]) -> None:
        """The lot's workbook and its documents arrive as well; then the form that names them all."""
        files = {"pack.xlsx": book} | {name: pdf(name) for name, _, _ in DOCUMENTS}
        for name, content in files.items():
            address = self.announce(lot, name, len(content))
            self.send(address, [content], len(content))
            keys = [*keys, key_of(address)]
        form = urlencode({"uploaded": keys}, doseq=True)
        kind = "application/x-www-form-urlencoded"
        status, headers, text = self.ask("POST", f"/lots/{lot.pk}/hand-over/", form, Content_Type=kind)
        assert status == http.HTTPStatus.FOUND, (headers, text[-3000:])


def key_of(address: str) -> str:
    return address.strip("/").split("/")[-1]


def pieces(offset: int, size: int) -> Iterator[bytes]:
    """`size` bytes of a PDF from `offset` on."""
    for begin in range(0, size, PIECE):
        piece = bytes(min(PIECE, size - begin))
        yield b"%PDF-1.7\n" + piece[9:] if offset + begin == 0 else piece


def filled(world: World, lot: Lot) -> bytes:
    """The lot's own workbook, as its clerk fills it."""
    with scope.opened(world.clerk), transaction.atomic():
        known = known_lot(lot)
    return workbook.fill(stated(lot_number=lot.number), known)


class Memory:
    """Of the web server's workers, by the kernel's own count (Linux)."""

    def __init__(self, master: int) -> None:
        children = Path(f"/proc/{master}/task/{master}/children").read_text()
        self._folders = [Path("/proc", child) for child in children.split()]
        self._begun = 0

    def begin(self) -> None:
        """From now on the highest is counted anew."""
        for folder in self._folders:
            (folder / "clear_refs").write_text("5")
        self._begun = self._of("VmRSS")

    def growth(self) -> int:
        """Bytes by which the highest since `begin` lies above what was resident then."""
        return self._of("VmHWM") - self._begun

    def _of(self, name: str) -> int:
        lines = [line for folder in self._folders for line in (folder / "status").read_text().splitlines()]
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def growths(site: Site, world: World, lots: tuple[Lot, Lot], size: int) -> tuple[int, int]:
    """Bytes of memory that a scan of `size` adds to the web process: as it is sent, and as the form hands it over.

    The first lot is handed over with a small scan before: what every first pack loads and leaves is not counted.
    """
    sender, (before, lot) = Sender(world, site.web_port), lots
    sender.hand_over(before, filled(world, before), [sender.send_scan(before, PIECE)])
    memory = Memory(site.web_process)
    memory.begin()
    key = sender.send_scan(lot, size)
    sent = memory.growth()
    book = filled(world, lot)
    memory.begin()
    sender.hand_over(lot, book, [key])
    return sent, memory.growth()
