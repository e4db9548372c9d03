"""Returned product: in quarantine until quality control has decided, destroyed unless it decides otherwise."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from kernel import clock, scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from lots.models import Lot
from masters.models import Product
from parties.states import CMO_PERMISSIONS, SPONSOR_PERMISSIONS
from quality_events.actions.returns import (
    investigate_return,
    record_return_review,
    send_back_return,
    sign_return_review,
)
from quality_events.models import ReturnedProduct
from quality_events.states import RETURN, ReturnState
from records.models import Signature
from records.queries import NOT_VALID
from tests.factories.browsers import browser
from tests.factories.signing import as_typed, change_beneath
from tests.factories.walked import Shop
from tests.quality_events.reported import report
from tests.quality_events.returned import decide, destroy, receive, review, signed, waiting
from tests.quality_events.test_investigation import PDF

COMPLETED = pytest.mark.lot(until="completed")


@COMPLETED
def test_reviewed_decided_destroyed(shop: Shop, lot: Lot) -> None:
    returned = receive(shop, lot)
    assert (returned.number, returned.state, returned.unit) == ("RET-1", "quarantined", shop.product.unit)
    assert waiting(shop, returned) == {"Review"}
    review(shop, returned)
    assert waiting(shop, returned) == {"Decide about"}
    assert decide(shop, returned, "destroy").state == "to_destroy"
    page, address = browser(shop.world, "qa@alderpine.example"), f"/events/returns/{returned.pk}/"
    assert NOT_VALID not in page.get(address).content.decode()
    change_beneath(returned, clock.now(), review="Nothing was opened.")
    assert NOT_VALID in page.get(address).content.decode()
    assert waiting(shop, returned) == {"Destroy"}
    assert destroy(shop, returned).state == "destroyed"
    assert waiting(shop, returned) == set()
    with scope.opened(shop.world.head):
        signatures = Signature.objects.filter(subject_id=returned.pk).order_by("signed_at")
        assert [signature.meaning for signature in signatures] == ["reviewed", "approved"]
        assert Lot.objects.get(pk=lot.pk).quantity_good == lot.quantity_good  # nothing goes back to stock


@COMPLETED
def test_salvaged_and_reprocessed_only_by_decision(shop: Shop, lot: Lot) -> None:
    one, other = receive(shop, lot), receive(shop, lot)
    assert other.number == "RET-2"
    review(shop, one)
    assert decide(shop, one, "salvage").state == "salvaged"
    review(shop, other)
    assert decide(shop, other, "reprocess").state == "reprocessing"
    assert waiting(shop, other) == {"Approve or reject reprocessed"}
    assert decide(shop, other, "reject").state == "to_destroy"


@COMPLETED
def test_reprocessed_product_is_approved(shop: Shop, lot: Lot) -> None:
    returned = receive(shop, lot)
    review(shop, returned)
    decide(shop, returned, "reprocess")
    assert decide(shop, returned, "approve", reason="meets all specifications, report 88").state == "reprocessed"


@COMPLETED
def test_an_unknown_lot_can_only_be_destroyed(shop: Shop, lot: Lot) -> None:
    returned = receive(shop, None)
    review(shop, returned)
    for verb in ("salvage", "reprocess"):
        with pytest.raises(Refused, match="it can only be destroyed"):
            decide(shop, returned, verb)
    assert decide(shop, returned, "destroy").state == "to_destroy"


@COMPLETED
def test_other_batches_are_investigated_before_the_decision(shop: Shop, lot: Lot) -> None:
    returned, by = receive(shop, lot), shop.world.cmo_qa
    review(shop, returned, others=True)
    with pytest.raises(Refused, match="open the investigation first"):
        decide(shop, returned, "destroy")
    with scope.opened(by):
        found = investigate_return(return_id=returned.pk, lot_ids=[], by=by, reason="", at=clock.now())
        assert (found.event.kind, found.event.classification) == ("return", "minor")
        assert found.event.event_lots.get(relation="direct").lot_id == lot.pk
        with pytest.raises(Refused, match="investigated already"):
            investigate_return(return_id=returned.pk, lot_ids=[], by=by, reason="", at=clock.now())
    assert decide(shop, returned, "destroy").state == "to_destroy"


@COMPLETED
def test_nothing_to_investigate_without_a_reason_or_a_lot(shop: Shop, lot: Lot) -> None:
    returned, unknown, by = receive(shop, lot), receive(shop, None), shop.world.cmo_qa
    review(shop, returned)
    review(shop, unknown, others=True)
    with scope.opened(by):
        with pytest.raises(Refused, match="no other batch is concerned"):
            investigate_return(return_id=returned.pk, lot_ids=[], by=by, reason="", at=clock.now())
        with pytest.raises(Refused, match="Choose the lots"):
            investigate_return(return_id=unknown.pk, lot_ids=[], by=by, reason="", at=clock.now())


@COMPLETED
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"quantity": Decimal(0)}, "how much came back"),
        ({"returned_by": " "}, "who returned it"),
        ({"condition": ""}, "in what condition"),
        ({"place": " "}, "where it stands in quarantine"),
        ({"received_at": datetime(2099, 1, 1, tzinfo=UTC)}, "lies in the future"),
        ({"quantity": Decimal(10**6)}, "Correct the quantity or the lot"),
    ],
)
def test_what_is_not_taken(shop: Shop, lot: Lot, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        receive(shop, lot, **given)


@COMPLETED
def test_no_more_comes_back_than_was_made(shop: Shop, lot: Lot) -> None:
    made = lot.quantity_good
    assert made is not None
    receive(shop, lot, quantity=made - 1)
    receive(shop, lot, quantity=Decimal(1))
    with pytest.raises(Refused, match="came back before"):
        receive(shop, lot, quantity=Decimal("0.001"))


@COMPLETED
def test_two_people_and_their_roles(shop: Shop, lot: Lot) -> None:
    returned, head = receive(shop, lot), shop.world.head
    with pytest.raises(Product.DoesNotExist):
        receive(shop, lot, by=shop.world.other_sponsor)
    with pytest.raises(Forbidden):
        review(shop, returned, by=shop.world.clerk)
    review(shop, returned, by=head)
    with pytest.raises(Refused, match="Another person must decide"):
        decide(shop, returned, "destroy", head)
    with pytest.raises(Forbidden):
        decide(shop, returned, "destroy", shop.world.reviewer)
    decide(shop, returned, "destroy", shop.world.cmo_qa)


@COMPLETED
def test_who_wrote_the_review_signs_it(shop: Shop, lot: Lot) -> None:
    returned, writer, other = receive(shop, lot), shop.world.reviewer, shop.world.cmo_qa
    with scope.opened(other), pytest.raises(Refused, match="Write down the material review"):
        sign_return_review(**signed(returned, other))
    with scope.opened(writer):
        record_return_review(
            return_id=returned.pk, review="Opened.", implicates_others=False, by=writer, reason="", at=clock.now()
        )
    with scope.opened(other), pytest.raises(Refused, match="wrote the review and signs it"):
        sign_return_review(**signed(returned, other))


@COMPLETED
def test_sent_back_it_is_reviewed_again(shop: Shop, lot: Lot) -> None:
    returned, head = receive(shop, lot), shop.world.head
    review(shop, returned)
    with scope.opened(head):
        with pytest.raises(Refused, match="reviewed already"):
            record_return_review(
                return_id=returned.pk, review="x", implicates_others=False, by=head, reason="", at=clock.now()
            )
        with pytest.raises(Refused, match="Give a reason"):
            send_back_return(return_id=returned.pk, by=head, reason="", at=clock.now())
        assert send_back_return(return_id=returned.pk, by=head, reason="and the seals?", at=clock.now()).state == (
            "quarantined"
        )
    assert waiting(shop, returned) == {"Review"}


@COMPLETED
@pytest.mark.parametrize("given", [{"witness": " j.  MARSH"}, {"operator": ""}, {"destroyed_on": date(2099, 1, 1)}])
def test_what_is_no_destruction(shop: Shop, lot: Lot, given: dict[str, Any]) -> None:
    returned = receive(shop, lot)
    review(shop, returned)
    decide(shop, returned, "destroy")
    with pytest.raises(Refused):
        destroy(shop, returned, **given)


@COMPLETED
@pytest.mark.parametrize(
    "broken",
    [{"state": "reviewed"}, {"quantity": 0}, {"implicates_others": True, "state": "to_destroy"}],
)
def test_the_database_keeps_the_order(shop: Shop, lot: Lot, broken: dict[str, Any]) -> None:
    returned, by = receive(shop, lot), shop.world.reviewer
    if "implicates_others" in broken:
        review(shop, returned, others=False)
    writing = acting(by=by, reason="past the rules", at=clock.now())
    with scope.opened(by), writing, pytest.raises(IntegrityError), transaction.atomic():
        ReturnedProduct.objects.filter(pk=returned.pk).update(**broken)


@COMPLETED
def test_nobody_reports_a_return_straight_on_a_lot(shop: Shop, lot: Lot) -> None:
    with pytest.raises(Refused, match="it goes into quarantine"):
        report(shop, lot, kind="return", classification="minor")


VERBS = sorted({step.verb for step in RETURN.transitions})
ROLES = sorted({*SPONSOR_PERMISSIONS, *CMO_PERMISSIONS})


@pytest.mark.parametrize(("state", "verb"), list(product(ReturnState, VERBS)))
def test_state_by_verb_by_role(state: ReturnState, verb: str) -> None:
    """Who may do what in which state, told from the table alone and from what the roles hold."""
    step = RETURN.find(state, verb)
    expected = {
        ReturnState.QUARANTINED: {"review"}, ReturnState.REVIEWED: {"send_back", "destroy", "salvage", "reprocess"},
        ReturnState.TO_DESTROY: {"record_destruction"}, ReturnState.REPROCESSING: {"approve", "reject"},
    }.get(state, set())  # fmt: skip
    assert (step is not None) == (verb in expected)
    for role, table in product(ROLES, (SPONSOR_PERMISSIONS, CMO_PERMISSIONS)):
        holds = step is not None and step.permission in table.get(role, frozenset())
        quality = {"SQA", "SQH", "CQC", "CQA"} if verb in ("review", "record_destruction") else {"SQH", "CQC", "CQA"}
        own = {"SQA", "SQH"} if table is SPONSOR_PERMISSIONS else {"CQC", "CQA"}
        assert holds == (verb in expected and role.value in quality & own)


@COMPLETED
def test_its_pages(shop: Shop, lot: Lot) -> None:
    reviewer, head = browser(shop.world, "qa@alderpine.example"), browser(shop.world, "head.qa@alderpine.example")
    assert "No returned product here" in reviewer.get("/events/returns/").content.decode()
    assert "Put it into quarantine" in reviewer.get("/events/returns/new/").content.decode()
    typed = {
        "product": str(shop.product.pk), "lot": lot.number, "quantity": "24", "received_at": "2026-03-20T10:00",
        "returned_by": "Corner Vitamins", "why": "damaged", "words": "", "condition": "Case wet.", "place": "Cage 4",
    }  # fmt: skip
    assert "is no lot of this product" in reviewer.post("/events/returns/new/", typed | {"lot": "X"}).content.decode()
    place = reviewer.post("/events/returns/new/", typed).headers["Location"]
    page = reviewer.get(place).content.decode()
    assert "Keep the review" in page
    assert "Write down the material review" in page  # why it cannot be signed yet
    reviewer.post(f"{place}review/", {"review": "Opened ten.", "implicates_others": "no"})
    sign = f"{place}sign/review/"
    assert reviewer.post(sign, as_typed(reviewer.get(sign), reason="as reviewed")).status_code == 302
    sign = f"{place}sign/destroy/"
    assert head.get(f"{place}sign/approve/").status_code == 404
    assert head.post(sign, as_typed(head.get(sign), reason="as reviewed")).status_code == 302
    assert "Record the destruction" in head.get(place).content.decode()
    file = SimpleUploadedFile("certificate.pdf", PDF, content_type="application/pdf")
    gone = {"destroyed_on": clock.now().date().isoformat(), "operator": "J. Marsh", "witness": "L. Ito"}
    head.post(f"{place}destroyed/", gone | {"certificate": file})
    assert "witnessed by L. Ito" in head.get(place).content.decode()
    assert "RET-1" in reviewer.get("/events/returns/?state=destroyed").content.decode()
    assert "RET-1" not in reviewer.get("/events/returns/?state=salvaged").content.decode()
    assert browser(shop.world, "qa@bluemesa.example").get(place).status_code == 404
