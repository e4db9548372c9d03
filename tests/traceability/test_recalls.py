"""From signal to end: the lock is whole or nothing, permits die with it, accounts answer, others see nothing."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.signing import Signer
from django.test import Client

from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from lots.models import Hold, Lot, LotGate
from records.content import content_hash
from release.models import ShipPermit
from tests.factories.walked import Shop, make_consignee
from tests.factories.world import World
from tests.lots.works import Works
from tests.traceability import recalled
from tests.traceability.recalled import act, opened, shipped_lot, sign, walk
from tests.workspace.visiting import asked, visitor
from traceability.actions import permit_shipment, record_onward
from traceability.actions import recalls as actions
from traceability.epcis.document import read
from traceability.epcis.events import events_of
from traceability.epcis.planning import plan
from traceability.lists import OnwardLine
from traceability.models import Consignee, DirectAccount, LockedScope, Recall, RecalledLot, RecallPaper, RecallResponse
from traceability.outside.lot_events import lot_document
from traceability.outside.recall_links import link_of, named_by, token_of
from traceability.recalling.asked import HAZARD
from traceability.scoping.question import Question


@pytest.fixture
def consignee(shop: Shop) -> Consignee:
    return make_consignee(shop)


@pytest.fixture
def lot(shop: Shop, consignee: Consignee) -> Any:
    return shipped_lot(shop, to=consignee)


def test_the_lock_holds_every_lot_and_revokes_its_permits(world: World, lot: Any, consignee: Consignee) -> None:
    with scope.opened(world.clerk):
        permit = permit_shipment(
            lot_id=lot.pk,
            consignee_id=consignee.pk,
            quantity=Decimal(100),
            by=world.clerk,
            reason="",
            at=recalled.now(),
        )
    (recall,) = opened(world.reviewer)
    walk(world, recall, "decided")
    with scope.opened(world.clerk):
        assert ShipPermit.objects.get(pk=permit.pk).state == "live"
        assert not Hold.objects.exists()
    act(world.reviewer, actions.lock_scope, recall_id=recall.pk)
    with scope.opened(world.clerk):
        held = RecalledLot.objects.select_related("hold").get(recall=recall)
        gate = LotGate.objects.get(lot=lot)
        permit.refresh_from_db()
        kept = LockedScope.objects.get(recall=recall)
        told = lot_document(Lot.objects.select_related("product").get(pk=lot.pk), at=recalled.now())
    marks = [(mark.word, mark.is_set) for mark in plan(events_of(read(told.encode()))).marks]
    assert sorted(marks) == [("non_conformant", True), ("recalled", True)]
    assert (held.lot_id, held.sure, held.hold.authority) == (lot.pk, "certain", ["SQH"])
    assert held.hold.reason == "RC-1: Lead above its limit"
    assert (gate.ok, gate.settled, permit.state) == (False, True, "revoked")
    assert kept.content_hash == content_hash(kept.content) == recalled.reread(world.head, recall).scope_hash
    assert [row["number"] for row in kept.content["rows"] if row["kind"] == "lot"] == ["KB-1"]
    assert [account["name"] for account in kept.content["accounts"]] == ["Harbor Health DC"]


def test_a_failing_hold_leaves_nothing(
    world: World, shop: Shop, lot: Any, consignee: Consignee, monkeypatch: pytest.MonkeyPatch
) -> None:
    from traceability.actions.recalls import locking  # noqa: PLC0415 - to break a part of it

    second = shipped_lot(shop, "KB-2", to=consignee)
    (recall,) = opened(world.reviewer)
    walk(world, recall, "decided")
    placed: list[Any] = []

    def breaking(**given: Any) -> Any:
        placed.append(given["lot_id"])
        if len(placed) == 2:
            raise Refused("The disk is full.")
        return original(**given)

    original = locking.place_hold
    monkeypatch.setattr(locking, "place_hold", breaking)
    with pytest.raises(Refused, match="disk"):
        act(world.reviewer, actions.lock_scope, recall_id=recall.pk)
    assert set(placed) == {lot.pk, second.pk}
    with scope.opened(world.clerk):
        assert (Hold.objects.count(), RecalledLot.objects.count(), LockedScope.objects.count()) == (0, 0, 0)
        assert Recall.objects.get().state == "decided"
        assert list(LotGate.objects.filter(lot__in=[lot, second]).values_list("ok", flat=True)) == [True, True]


def test_two_people_sign(world: World, lot: Any) -> None:
    (recall,) = opened(world.reviewer)
    walk(world, recall, "evaluated")
    sign(world.head, recall, actions.propose, "propose")
    with pytest.raises(Forbidden, match="You proposed"):
        sign(world.head, recall, actions.decide, "decide")
    act(world.head, actions.reconsider, recall_id=recall.pk, reason="Ask a toxicologist.")
    none = {"recall": False, "class": "", "because": "Below the limit after all."}
    act(world.reviewer, actions.evaluate, recall_id=recall.pk, answers=dict.fromkeys(HAZARD, "x"), proposal=none)
    sign(world.reviewer, recall, actions.propose, "propose")
    with pytest.raises(Refused, match="no recall"):
        sign(world.head, recall, actions.decide, "decide")
    assert sign(world.head, recall, actions.decline, "decline").state == "not_recalled"


def test_what_is_left_open_is_refused(world: World, lot: Any) -> None:
    qa = world.reviewer
    (recall,) = opened(qa)
    key = recall.pk
    with pytest.raises(Refused, match=r"7\.41\(a\)\(6\)"):
        act(qa, actions.evaluate, recall_id=key, proposal=recalled.PROPOSAL,
            answers=dict.fromkeys(HAZARD, "x") | {"consequences": " "})  # fmt: skip
    with pytest.raises(Refused, match="class"):
        act(qa, actions.evaluate, recall_id=key, answers=dict.fromkeys(HAZARD, "x"),
            proposal=recalled.PROPOSAL | {"class": ""})  # fmt: skip
    walk(world, recall, "locked")
    for percent in (None, 10, 100):
        with pytest.raises(Refused, match="Level B"):
            act(qa, actions.plan, recall_id=key, answers={**recalled.STRATEGY, "level": "B", "percent": percent})
    with pytest.raises(Refused, match="notices are out"):
        act(qa, actions.report_status, recall_id=key, completes_on=recalled.now().date(), remark="")
    with pytest.raises(Refused, match="nothing to recall"):
        opened(qa, Question(number="no such lot"))


def test_to_the_end_with_a_correction(world: World, lot: Any) -> None:
    (recall,) = opened(world.reviewer)
    walk(world, recall, "notified")
    with pytest.raises(Refused, match="FDA"):
        sign(world.head, recall, actions.terminate, "terminate")
    recalled.to_its_end(world, recall)
    act(world.cmo_qa, actions.answer_part, recall_id=recall.pk, located={"KB-1": recalled.LEFT}, remark="Cage 4")
    with pytest.raises(Forbidden):
        act(world.reviewer, actions.answer_part, recall_id=recall.pk, located={"KB-1": recalled.LEFT}, remark="")
    act(world.reviewer, actions.propose_correction, recall_id=recall.pk, title="Lead limit", problem="Supplier.")
    ended = sign(world.head, recall, actions.terminate, "terminate")
    assert (ended.state, ended.score) == ("terminated", None)
    with scope.opened(world.reviewer):
        found = Recall.objects.select_related("capa").get(pk=recall.pk)
        assert (found.capa.source, found.capa.source_reference) == ("recall", "RC-1")
        status = found.statuses.get()
        assert (status.figures["notified"], status.figures["responded"], status.figures["checks_effective"]) == (
            1,
            1,
            1,
        )
        assert Hold.objects.filter(lifted_at=None).count() == 1


def test_an_account_answers_by_its_link(world: World, lot: Any, mailoutbox: list[Any]) -> None:
    (recall,) = opened(world.reviewer)
    walk(world, recall, "notified")
    (notice,) = recalled.notices(world.reviewer, recall)
    (letter,) = mailoutbox
    assert letter.to == ["recall@harbor.example"]
    assert link_of(notice) in letter.body
    assert letter.subject.startswith("URGENT: RECALL of ")
    path, nobody = f"/recall-notice/{token_of(notice)}/", Client()
    page = nobody.get(path)
    assert (page.status_code, "KB-1" in page.content.decode()) == (200, True)
    with scope.opened(world.reviewer):
        assert not RecallResponse.objects.exists()  # looking is not answering
    given = {"name": "R. Gil", "on_hand": "300", "disposed": "0", "has_passed_on": "on", "remark": "<script>"}
    assert nobody.post(path, given | {"on_hand": "-1"}).status_code == 409
    assert nobody.post(path, {}).status_code == 200
    assert nobody.post(path, given).status_code == 302
    assert nobody.post(path, given | {"disposed": "300"}).status_code == 302
    text = visitor(world.reviewer).get(f"/recalls/{recall.pk}/").content.decode()
    assert "R. Gil" in text
    assert "300 on hand, 300 accounted for" in text
    assert "<script>" not in text


def test_a_wrong_link_opens_nothing(world: World, lot: Any) -> None:
    (recall,) = opened(world.reviewer)
    walk(world, recall, "notified")
    (notice,) = recalled.notices(world.reviewer, recall)
    good = token_of(notice)
    assert named_by(good) == (notice.pk, notice.partnership_id, notice.sponsor_id)
    other = "-".join(key.hex for key in (notice.pk, world.blue_keystone.pk, world.blue_mesa.pk))
    foreign = Signer(salt="traceability.recall_notice", sep=".").sign(other)
    unsalted = Signer(sep=".").sign(good.rpartition(".")[0])
    for token in (good[:-1], good.upper(), f"{good}a", "x", foreign, unsalted):
        assert Client().get(f"/recall-notice/{token}/").status_code == 404, token


def test_the_manufacturer_sees_lots_and_accounts_alone(world: World, lot: Any) -> None:
    (recall,) = opened(world.reviewer)
    walk(world, recall, "notified")
    recalled.to_its_end(world, recall)
    for stranger in (world.other_sponsor, world.actors["qa@cedarridge.example"]):
        for path in ("", "step/part/", "sign/decide/"):
            assert visitor(stranger).get(f"/recalls/{recall.pk}/{path}").status_code == 404
        assert "RC-1" not in visitor(stranger).get("/recalls/").content.decode()
    page = visitor(world.cmo_qa).get(f"/recalls/{recall.pk}/").content.decode()
    assert "KB-1" in page
    assert "Harbor Health DC" in page
    for own in ("R. Gil", "daily limit for children", "Return it at our cost", "responded"):
        assert own not in page, own
    assert "daily limit for children" in visitor(world.head).get(f"/recalls/{recall.pk}/").content.decode()
    with scope.opened(world.cmo_qa):
        assert not RecallPaper.objects.exists()
        assert not RecallPaper.history.exists()
        assert not RecallResponse.objects.exists()
        assert Recall.objects.count() == 1


def test_the_manufacturers_signal_goes_to_each_sponsor(world: World) -> None:
    works = Works(world)
    raw = works.material("C-1")
    (first,), (mesa,) = works.lots(world.alder_keystone, "KB-1"), works.lots(world.blue_keystone, "BM-1")
    works.link((raw, first), (raw, mesa))
    made = opened(world.cmo_qa, Question(supplier_lot="S-C-1", item="MG-OX"))
    assert {recall.partnership_id for recall in made} == {world.alder_keystone.pk, world.blue_keystone.pk}
    assert {recall.number for recall in made} == {"RC-1"}
    assert all(recall.opened_by_cmo and recall.question["lots"] == [str(raw.pk)] for recall in made)
    for sponsor in (world.reviewer, world.other_sponsor):
        with scope.opened(sponsor):
            (own,) = Recall.objects.all()
            assert own.sponsor_id == sponsor.organisation_id
        page = visitor(sponsor).get(f"/recalls/{own.pk}/").content.decode()
        assert own.title in page
    with pytest.raises(Forbidden):
        opened(world.clerk, Question(supplier_lot="S-C-1"))


def test_the_pages_from_scope_to_recall(world: World, lot: Any) -> None:
    qa = visitor(world.reviewer)
    scope_page = qa.get("/trace/scope/?number=C-26-0412").content.decode()
    assert "<svg" in scope_page
    assert "/recalls/open/?number=C-26-0412" in scope_page
    opened_at = qa.post("/recalls/open/?number=C-26-0412", {"kind": "recall", "title": "Lead", "signal": "Found."})
    url = opened_at.headers["location"]
    assert qa.get(f"{url}step/evaluate/").status_code == 200
    half = qa.post(f"{url}step/evaluate/", {"harm": "No."})
    assert (half.status_code, "No." in half.content.decode()) == (200, True)
    assert qa.post(f"{url}move/lock/").status_code == 409
    assert qa.get(f"{url}step/nonsense/").status_code == 404
    assert qa.get("/recalls/open/").status_code == 302
    _, few = asked(qa, url)
    assert len(few) < 40


def test_the_sponsors_own_customers_are_told_and_nobody_else_learns_of_them(
    world: World, lot: Any, mailoutbox: list[Any]
) -> None:
    onward = OnwardLine(
        "1", "KB-1", Decimal(40), recalled.now() - timedelta(days=1), "SO-1", "Vitality Market", lot.product.code,
        contact="store 9, recall@vitality.example",
    )  # fmt: skip
    act(world.head, record_onward, source="Wasatch", lines=[onward])
    with scope.opened(world.head), acting(by=world.head, reason="placed", at=recalled.now()):
        DirectAccount.objects.update(latitude=Decimal("39.5"), longitude=Decimal("-119.8"))
    (recall,) = opened(world.reviewer)
    walk(world, recall, "notified")
    assert [notice.name for notice in recalled.notices(world.reviewer, recall)] == [
        "Harbor Health DC",
        "Vitality Market",
    ]
    assert sorted(letter.to[0] for letter in mailoutbox) == ["recall@harbor.example", "recall@vitality.example"]
    own = visitor(world.reviewer).get(f"/recalls/{recall.pk}/").content.decode()
    assert "Vitality Market" in own
    assert "39°N" in own
    theirs = visitor(world.cmo_qa).get(f"/recalls/{recall.pk}/").content.decode()
    assert "Harbor Health DC" in theirs
    with scope.opened(world.cmo_qa):
        kept = LockedScope.objects.get(recall=recall).content
    assert "Vitality" not in theirs
    assert "Vitality" not in str(kept)
