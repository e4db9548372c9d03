"""Every page of lots, release, traceability and the workspace opens for those who may see it."""

import pytest

from tests.factories.walked import Shop, make_consignee, make_lot
from tests.factories.world import World
from tests.workspace.visiting import visitor
from workspace.views.dossier import TABS


@pytest.mark.parametrize("until", ["planned", "completed", "pack_pending", "sponsor_review", "released"])
def test_every_tab_opens_for_both_sides_and_the_auditor(world: World, until: str, shop: Shop) -> None:
    lot = make_lot(shop, "KB-2417", until=until)
    for by in (world.clerk, world.cmo_qa, world.reviewer, world.head, world.auditor):
        client = visitor(by)
        for tab in TABS:
            address = f"/lots/{lot.pk}/" if tab == "overview" else f"/lots/{lot.pk}/{tab}/"
            answer = client.get(address)
            assert answer.status_code == 200, (by.name, tab)
            assert "KB-2417" in answer.content.decode()


def test_the_other_pages_open(world: World, shop: Shop) -> None:
    make_lot(shop, "KB-2417", until="released")
    make_consignee(shop)
    pages = ("/", "/?tab=organisation", "/?tab=others", "/lots/", "/search/?q=KB", "/trace/?number=C-26", "/shipments/",
             "/consignees/", "/verify/")  # fmt: skip
    for by in (world.clerk, world.cmo_qa, world.reviewer, world.head, world.auditor, world.other_sponsor):
        client = visitor(by)
        for page in pages:
            assert client.get(page).status_code == 200, (by.name, page)
