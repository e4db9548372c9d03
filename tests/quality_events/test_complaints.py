"""A complaint from its receipt to its closing: right, refused, at the edge."""

from datetime import timedelta
from typing import Any

import pytest

from clocks.models import Notice
from kernel import scope
from kernel.errors import Forbidden, Refused
from lots.models import Lot
from masters.models import Product
from parties.models import Partnership
from quality_events.actions.complaints import attach_label, record_receipt
from quality_events.actions.report import report_event
from quality_events.actions.reviewing import (
    set_complaint_aside,
    sign_review,
)
from quality_events.actions.screening import sign_screen
from quality_events.complaint_content import complaint_content
from quality_events.models import Complaint, QualityEvent
from quality_events.queries.complaints import ComplaintFilters, filtered_complaints, relevant_lots
from quality_events.rules import complaints as rules
from records.queries import is_valid_for, signatures_of
from tests.factories.walked import Shop
from tests.quality_events.reported import report
from tests.quality_events.told import (
    AT,
    NONE,
    RECEIVED,
    answer,
    in_state,
    label,
    paper,
    receive,
    sentence,
    signed,
    waiting,
    write_review,
)


@pytest.mark.lot(until="completed")
def test_a_complaint_is_received_and_both_sides_are_asked_to_screen_it(shop: Shop, lot: Lot) -> None:
    complaint = receive(shop, [lot], words=" Capsules smell of fish. ", stated_lot="KB-1")
    assert (complaint.number, complaint.state, complaint.words) == ("CMP-1", "received", "Capsules smell of fish.")
    assert (complaint.first_received_at, complaint.entered_at) == (RECEIVED, AT)
    assert str(complaint.kept_until) == "2032-04-01"
    assert waiting(shop) == {("Alder", "Screen"), ("Keystone", "Screen")}
    with scope.opened(shop.world.clerk):
        assert relevant_lots(complaint.pk) == [lot.pk]
        told = set(Notice.objects.values_list("recipient__name", "subject_line"))
        words = f"CMP-1 (quality) on {shop.product.name}: received, to be screened"
        assert told >= {("Priya Raman", words), ("Quentin Abbot", words)}
        assert QualityEvent.objects.count() == 0
    assert receive(shop, by=shop.world.clerk).number == "CMP-2"


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"words": " "}, "Write down the complaint in its own words."),
        ({"sponsor_received_at": None}, "Say when the complaint was received."),
        ({"sponsor_received_at": AT + timedelta(seconds=1)}, "The time of receipt lies in the future."),
        ({"cmo_received_at": AT + timedelta(seconds=1)}, "The time of receipt lies in the future."),
    ],
)
def test_what_a_complaint_says(shop: Shop, changed: dict[str, Any], wanted: str) -> None:
    assert sentence(receive, shop, **changed) == wanted


def test_received_at_this_moment(shop: Shop) -> None:
    assert receive(shop, sponsor_received_at=AT).first_received_at == AT


@pytest.mark.parametrize("first", ["sponsor", "cmo"])
def test_the_earliest_receipt_counts(shop: Shop, first: str) -> None:
    early, late = RECEIVED - timedelta(hours=1), RECEIVED
    other = "cmo" if first == "sponsor" else "sponsor"
    complaint = receive(shop, **{f"{first}_received_at": early, f"{other}_received_at": late})
    assert complaint.first_received_at == early


@pytest.mark.lot(until="completed")
def test_its_lots_are_lots_of_its_product(shop: Shop, lot: Lot) -> None:
    with scope.opened(shop.world.cmo_qa):
        other = Product.objects.exclude(pk=shop.product.pk).first() or Product(pk=lot.pk)
    wrong = "Choose lots of the product that the complaint is about."
    assert sentence(rules.check_lots_of_product, [lot], other.pk, 1) == wrong
    assert sentence(rules.check_lots_of_product, [lot], shop.product.pk, 2) == wrong
    rules.check_lots_of_product([lot], shop.product.pk, 1)


def test_strangers_and_auditors_record_nothing(shop: Shop) -> None:
    with pytest.raises(Product.DoesNotExist):
        receive(shop, by=shop.world.other_sponsor)
    with pytest.raises((Forbidden, Partnership.DoesNotExist)):
        receive(shop, by=shop.world.auditor)


def test_an_earlier_receipt_of_the_other_company_is_added(shop: Shop) -> None:
    complaint, by = receive(shop), shop.world.clerk
    given = {"complaint_id": complaint.pk, "by": by, "reason": "", "at": AT}
    with scope.opened(by):
        late = record_receipt(received_at=RECEIVED + timedelta(hours=1), **given)
        assert (late.cmo_received_at, late.first_received_at) == (RECEIVED + timedelta(hours=1), RECEIVED)
        early = record_receipt(received_at=RECEIVED - timedelta(days=1), **given)
        assert early.first_received_at == RECEIVED - timedelta(days=1)
        again = sentence(record_receipt, received_at=RECEIVED - timedelta(days=1), **given)
        assert again == "Your company’s receipt is written down already, and not later than this."
        assert sentence(record_receipt, received_at=AT + timedelta(1), **given).endswith("lies in the future.")


def test_nothing_moves_without_a_signed_screen(shop: Shop) -> None:
    complaint, by = receive(shop), shop.world.reviewer
    assert sentence(signed, sign_screen, complaint, by).startswith("CMP-1 is not screened yet.")
    answer(complaint, by)
    assert (
        sentence(signed, sign_review, complaint, by) == "“Sign the review” is not possible while CMP-1 is “Received”."
    )
    assert sentence(write_review, complaint, by) == "CMP-1 is “Received”: it is not reviewed now."
    assert sentence(signed, sign_screen, complaint, shop.world.head).startswith("Somebody else gave these answers.")
    assert signed(sign_screen, complaint, by).state == "screened"
    assert waiting(shop) == {("Alder", "Review"), ("Keystone", "Review")}
    with scope.opened(by):
        signature = signatures_of(complaint.pk).get()
        assert (signature.meaning, signature.role) == ("performed", "SQA")
        assert is_valid_for(signature, complaint_content(Complaint.objects.get(pk=complaint.pk)))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"answers": {"death": False}}, "Answer each of the outcomes with yes or no."),
        ({"answers": NONE | {"death": None}}, "Answer each of the outcomes with yes or no."),
        (
            {"answers": NONE | {"death": True}, "is_adverse": False},
            "An outcome is answered with yes: then it is an adverse event.",
        ),
        ({"basis": " "}, "Say on what the answers rest."),
    ],
)  # fmt: skip
def test_every_outcome_is_answered(given: dict[str, Any], wanted: str) -> None:
    whole = {"answers": NONE, "is_adverse": False, "basis": "asked"}
    assert sentence(rules.check_screen, **(whole | given)) == wanted
    rules.check_screen(**whole)
    rules.check_screen(**(whole | {"is_adverse": True, "answers": NONE | {"death": True}}))


def test_new_answers_wait_for_their_signature(shop: Shop) -> None:
    by = shop.world.reviewer
    complaint = in_state(shop, "reviewed")
    answer(complaint, by, is_adverse=True, at=AT + timedelta(minutes=1))
    refused = sentence(signed, set_complaint_aside, complaint, shop.world.head)
    assert refused == "The latest screen of CMP-1 is not signed."
    assert signed(sign_screen, complaint, by, AT + timedelta(minutes=1)).state == "screened"


@pytest.mark.lot(until="completed")
@pytest.mark.parametrize("kind", ["complaint", "adverse_event"])
def test_nobody_reports_it_past_the_intake(shop: Shop, lot: Lot, kind: str) -> None:
    with pytest.raises(Refused) as caught:
        report(shop, lot, kind=kind, classification="critical")
    assert caught.value.code == "intake-first"
    assert report(shop, lot).number == "DEV-1"
    assert report_event.__kwdefaults__["is_from_intake"] is False


def test_the_label_is_kept_and_signed_by_its_bytes(shop: Shop) -> None:
    complaint = label(receive(shop), shop.world.clerk)
    with scope.opened(shop.world.clerk):
        assert complaint.label is not None
        assert complaint_content(complaint)["label"] == paper().sha256
    by = shop.world.auditor
    with scope.opened(by), pytest.raises((Forbidden, Complaint.DoesNotExist)):
        attach_label(complaint_id=complaint.pk, file=paper(), by=by, reason="", at=AT)


def test_the_list_is_narrowed(shop: Shop) -> None:
    in_state(shop, "closed")
    receive(shop, nature="adverse")
    with scope.opened(shop.world.clerk):
        found = {
            given: [row.number for row in filtered_complaints(ComplaintFilters(*given))]
            for given in [("", ""), ("open", ""), ("closed", ""), ("", "adverse"), ("closed", "adverse")]
        }
    assert found == {
        ("", ""): ["CMP-2", "CMP-1"], ("open", ""): ["CMP-2"], ("closed", ""): ["CMP-1"],
        ("", "adverse"): ["CMP-2"], ("closed", "adverse"): [],
    }  # fmt: skip
