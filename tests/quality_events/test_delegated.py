"""Reviews signed on somebody's authority are that person's too; what nobody signs is not done on a lent one."""

from datetime import datetime

import pytest

from kernel import clock, scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from lots.models import Lot
from quality_events.actions.capa_work import complete_capa, do_capa_action, start_capa, verify_capa
from quality_events.actions.reviewing import set_complaint_aside, sign_review
from tests.factories.browsers import browser
from tests.factories.lending import lend
from tests.factories.walked import Shop, colleague
from tests.quality_events import returned, told
from tests.quality_events.reported import NOON, report
from tests.quality_events.test_capa import action_of, approve_capa, does, proposed, signs, submitted

MEANINGS = ["performed", "reviewed"]
COMPLETED = pytest.mark.lot(until="completed")


def for_the_head(shop: Shop, at: datetime) -> Actor:
    """A colleague without authority of her own, under the head of quality's."""
    purchaser = colleague(shop.world, "buyer@alderpine.example", "Nina Roth", shop.world.alder, ["SRM"])
    return lend(shop.world.head, purchaser, ["events"], MEANINGS, at)


def test_a_complaint_reviewed_in_the_heads_name_is_decided_by_another(shop: Shop) -> None:
    by, head = for_the_head(shop, told.AT), shop.world.head
    complaint = told.screen(told.receive(shop), shop.world.reviewer)
    told.write_review(complaint, by, investigate=False)
    complaint = told.signed(sign_review, complaint, by)
    with pytest.raises(Forbidden, match="You reviewed this complaint"):
        told.signed(set_complaint_aside, complaint, head)
    assert told.signed(set_complaint_aside, complaint, shop.world.cmo_qa).state == "set_aside"
    with pytest.raises(Forbidden, match="lent to you for signatures alone") as refused:
        told.write_answer(complaint, by)
    assert refused.value.code == "delegation-signatures"
    assert told.write_answer(complaint, shop.world.reviewer).reply != ""


@COMPLETED
def test_returned_product_reviewed_in_the_heads_name_is_decided_by_another(shop: Shop, lot: Lot) -> None:
    found, by = returned.receive(shop, lot), for_the_head(shop, clock.now())
    returned.review(shop, found, by=by)
    page = browser(shop.world, "head.qa@alderpine.example").get(f"/events/returns/{found.pk}/").content.decode()
    assert "You reviewed it. Another person must decide." in page
    with pytest.raises(Forbidden, match="You reviewed it"):
        returned.decide(shop, found, "destroy")
    other = colleague(shop.world, "second@alderpine.example", "Omar Diaz", shop.world.alder, ["SQH"])
    assert returned.decide(shop, found, "destroy", by=other).state == "to_destroy"


@COMPLETED
def test_work_signed_as_done_is_verified_by_another(shop: Shop, lot: Lot) -> None:
    """Of an event that the CMO settles alone, where both would be the CMO's."""
    qa, keystone = shop.world.cmo_qa, shop.world.keystone
    other = colleague(shop.world, "qa2@keystone.example", "Mara Lund", keystone, ["CQA"])
    third = colleague(shop.world, "qa3@keystone.example", "Pia Holm", keystone, ["CQA"])
    capa = proposed(shop, report(shop, lot, classification="minor"))
    submitted(shop, capa)
    signs(other, approve_capa, capa)
    does(qa, start_capa, capa_id=capa.pk)
    clerk = lend(other, shop.world.clerk, ["events"], MEANINGS, NOON)
    action = {"action_id": action_of(shop, capa).pk, "shown_by": "Gauge no. 7", "file": None}
    with pytest.raises(Forbidden, match="lent to you for signatures alone"):
        does(clerk, do_capa_action, **action)
    does(qa, do_capa_action, **action)
    with scope.opened(clerk):
        signs(clerk, complete_capa, capa)
    with pytest.raises(Refused, match="another person must verify it"):
        signs(other, verify_capa, capa)
    assert signs(third, verify_capa, capa).state == "effectiveness_pending"
