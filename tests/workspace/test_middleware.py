"""Whatever page or route an auditor opens is noted; nobody else leaves such a line."""

import pytest
from django.test import Client

from agreements.models import AgreementVersion
from kernel import scope
from lots.models import Lot
from quality_events.actions import report_event
from records.models import AccessRecord
from tests.factories.keys import keyed
from tests.factories.walked import AT, Shop, make_lot
from tests.factories.world import World
from tests.workspace.visiting import visitor

PAIR = "Keystone Blending Co. → Alder & Pine Nutrition"


def noted(world: World) -> list[tuple[str, str]]:
    with scope.opened(world.head):
        return list(AccessRecord.objects.order_by("at", "id").values_list("what", "subject_kind"))


@pytest.mark.lot(until="pack_pending")
def test_pages_of_every_app_are_noted(world: World, shop: Shop, lot: Lot) -> None:
    with scope.opened(world.clerk):
        event = report_event(
            lot_ids=[lot.pk], kind="deviation", classification="minor", title="Stop", description="Short",
            missed="none", discovered_at=AT, by=world.clerk, reason="", at=AT,
        )  # fmt: skip
        pack, agreement = lot.packs.get(), AgreementVersion.objects.get(pk=lot.agreement_version_id).agreement
    client = visitor(world.auditor)
    opened = {
        f"/evidence/packs/{pack.pk}/": ("Pack: evidence pack v1 of lot KB-1", "evidence.pack"),
        f"/events/{event.pk}/": ("Event: event DEV-1", "quality_events.qualityevent"),
        f"/products/{shop.product.pk}/": ("Product: product MG-GLY-120", "masters.product"),
        f"/agreements/{agreement.pk}/": ("Agreement: agreement QA-ALD-KEY-01", "agreements.agreement"),
        f"/partners/{world.alder_keystone.pk}/": (f"Partner: partnership {PAIR}", "parties.partnership"),
        "/lots/": (f"List: lots of {PAIR}", "parties.partnership"),
        "/search/?q=KB": (f"Search: all of {PAIR}", "parties.partnership"),
    }  # fmt: skip
    for path in opened:
        assert client.get(path).status_code == 200, path
    assert noted(world) == list(opened.values())


def test_the_api_is_noted_too(world: World, shop: Shop) -> None:
    lot = make_lot(shop, "KB-1")
    client = keyed(world, "auditor@example.org")
    assert client.get(f"/api/v1/lots/{lot.pk}/gate/").status_code == 200
    assert client.get("/api/v1/lots/").status_code == 200
    assert client.get("/api/v1/me/").status_code == 200
    assert [what for what, _ in noted(world)] == ["Lot gate: lot KB-1", f"Lot list: all of {PAIR}"]


def test_what_was_not_shown_and_who_works_here_is_not(world: World, shop: Shop) -> None:
    lot = make_lot(shop, "KB-1")
    assert visitor(world.auditor).get("/lots/plan/").status_code == 403
    assert visitor(world.reviewer).get(f"/lots/{lot.pk}/").status_code == 200
    assert Client().get(f"/lots/{lot.pk}/").status_code == 302
    assert visitor(world.auditor).get("/").status_code == 200
    assert noted(world) == []
