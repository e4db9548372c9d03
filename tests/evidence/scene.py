"""What tests of evidence begin with: the lot that `complete_pack` is the evidence of, and its documents."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from evidence.actions.files import Incoming, examine
from evidence.actions.submit import Submission, submit_pack
from evidence.models import Pack
from evidence.pack.explaining import Explanation
from evidence.pack.format import Pack as StatedPack
from kernel import scope
from kernel.scope import Actor
from lots.models import Lot
from tests.factories.known_lots import LOT
from tests.factories.pack_sections import DOCUMENTS
from tests.factories.packs import complete_pack
from tests.factories.walked import COMPLETED, STARTED, Shop, make_known_lot

SUBMITTED = datetime(2026, 3, 25, 16, 0, tzinfo=UTC)
__all__ = ["COMPLETED", "STARTED", "SUBMITTED", "Scene", "files_of", "pdf", "scene"]


def pdf(name: str) -> bytes:
    """A small PDF of its own content for every name."""
    return b"%PDF-1.7\n% " + name.encode() + b"\n%%EOF\n"


def stated(**changes: object) -> StatedPack:
    """The complete pack as it is handed in: the documents' hashes are found at upload."""
    pack = complete_pack(**changes)
    return pack.model_copy(update={"documents": tuple(d.model_copy(update={"sha256": None}) for d in pack.documents)})


def files_of(names: Iterable[str] = tuple(name for name, _, _ in DOCUMENTS)) -> list[Incoming]:
    return [examine(name, io.BytesIO(pdf(name))) for name in names]


class Scene:
    """A completed lot of Alder & Pine at Keystone, whose pack is due."""

    def __init__(self, shop: Shop, number: str = LOT, lot: Lot | None = None) -> None:
        self.shop, self.world, self.number = shop, shop.world, number
        self.lot = lot or make_known_lot(shop, number)

    def submit(
        self,
        pack: StatedPack | None = None,
        *,
        by: Actor | None = None,
        reason: str = "",
        files: list[Incoming] | None = None,
        at: datetime = SUBMITTED,
        form: str = "json",
    ) -> Submission:
        by = by or self.world.clerk
        with scope.opened(by):
            return submit_pack(
                lot_id=self.lot.pk,
                stated=pack or stated(lot_number=self.number),
                form=form,
                files=files_of() if files is None else files,
                source=None,
                by=by,
                reason=reason,
                at=at,
                change_reasons=[Explanation(reason)] if reason else [],
            )

    def reloaded(self, pack: Pack) -> Pack:
        with scope.opened(self.world.clerk):
            return Pack.objects.select_related("lot").get(pk=pack.pk)


@pytest.fixture
def scene(shop: Shop, known_lot: Lot, settings: Any, tmp_path: Any) -> Scene:
    """The lot MG2603-114, completed, under a signed agreement; an empty store."""
    settings.EVIDENCE_STORE = tmp_path / "evidence"
    settings.EVIDENCE_QUARANTINE = tmp_path / "quarantine"
    return Scene(shop, lot=known_lot)
