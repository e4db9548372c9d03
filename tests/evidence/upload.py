"""An upload as a browser or a machine sends it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evidence.known_lots import known_lot
from evidence.models import EvidenceFile, Pack, PackRow
from evidence.outside.store import store
from evidence.pack import workbook
from evidence.pack.format import Pack as StatedPack
from kernel import scope
from records.models import Refusal
from tests.evidence.scene import Scene, pdf, stated
from tests.factories.pack_sections import DOCUMENTS

HOSTILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hostile"


def book(scene: Scene, pack: StatedPack | None = None) -> bytes:
    """The lot's own workbook, filled."""
    with scope.opened(scene.world.clerk):
        known = known_lot(scene.lot)
    return workbook.fill(pack or stated(lot_number=scene.number), known)


def documents(leave_out: Iterable[str] = ()) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, pdf(name)) for name, _, _ in DOCUMENTS if name not in set(leave_out)]


def upload(client: Client, scene: Scene, files: list[SimpleUploadedFile], **fields: str) -> Any:
    return client.post(page(scene), {"files": files, **fields})


def page(scene: Scene) -> str:
    return f"/lots/{scene.lot.pk}/hand-over/"


def check_nothing_is_stored(scene: Scene) -> None:
    """No pack, no row, no file in the records; no byte in the store."""
    with scope.opened(scene.world.clerk):
        assert [m.objects.count() for m in (Pack, PackRow, EvidenceFile)] == [0, 0, 0]
    assert [path for path in store().root.rglob("*") if path.is_file()] == []


def last_refusal(scene: Scene) -> Refusal:
    with scope.opened(scene.world.clerk):
        found = Refusal.objects.order_by("-at", "-id").first()
    assert found is not None
    return found
