"""Events and plans decided together with other records."""

import pytest

from kernel import scope
from lots.models import Lot
from quality_events.models import Capa, QualityEvent
from tests.factories.signing import as_typed
from tests.factories.walked import Shop
from tests.quality_events.corrected import proposed, submitted
from tests.quality_events.reported import investigate, propose, report
from tests.workspace.visiting import visitor


@pytest.mark.lot(until="completed")
def test_an_event_and_a_plan_are_approved_together_then_the_event_closed(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    plan = submitted(shop, proposed(shop, event))
    investigate(shop, event)
    propose(shop, event)
    client = visitor(shop.world.reviewer)
    keys = [f"event.approve.{event.pk}", f"capa.approve.{plan.pk}"]
    listed = client.get("/signing/").content.decode()
    assert [listed.count(f'value="{key}"') for key in keys] == [1, 1]
    assert "Not signed or answered yet" in client.get(f"/events/{event.pk}/").content.decode()
    address = "/signing/sign/?" + "&".join(f"record={key}" for key in keys)
    done = client.post(address, as_typed(client.get(address)))
    assert done.headers.get("Location") == "/signing/", done.content.decode()
    with scope.opened(shop.world.reviewer):
        assert (QualityEvent.objects.get(pk=event.pk).state, Capa.objects.get(pk=plan.pk).state) == (
            "decided", "plan_approved",
        )  # fmt: skip
    address = f"/signing/sign/?record=event.close.{event.pk}"
    assert client.post(address, as_typed(client.get(address), user_id="")).headers["Location"] == "/signing/"
    with scope.opened(shop.world.reviewer):
        assert QualityEvent.objects.get(pk=event.pk).state == "closed"
