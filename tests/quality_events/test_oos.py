"""An out-of-specification result: never overwritten, never averaged, retested only as declared."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from evidence.actions.files import examine
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.scope import Actor
from lots.models import Lot
from quality_events.actions import (
    add_event_document,
    conclude_oos,
    declare_retests,
    examine_oos,
    record_oos,
    record_retest,
    review_production,
)
from quality_events.content import signed_content
from quality_events.models import OosResult, OosTrack, QualityEvent
from quality_events.queries.oos import oos_content
from quality_events.rules import oos as rules
from quality_events.states import OOS, OosState
from records.content import content_hash
from records.queries import NOT_VALID
from tests.factories.browsers import browser
from tests.factories.signing import as_typed, change_beneath, proof
from tests.factories.walked import Shop
from tests.quality_events.reported import NOON, investigate, propose, report
from tests.quality_events.test_investigation import PDF, act

COMPLETED = pytest.mark.lot(until="completed")
FIRST = {"test": "LEAD", "value": "0.62", "analyst": "K. Tobin", "laboratory": "Summit Labs"}
SECOND = {"analyst": "R. Osei", "laboratory": "Summit Labs"}
LATER = NOON + timedelta(hours=2)


def _code(check: Callable[[], object]) -> str:
    try:
        check()
    except Refused as refused:
        return refused.code or refused.sentence
    return ""


def _sentence(check: Callable[[], object]) -> str:
    try:
        check()
    except Refused as refused:
        return refused.sentence
    return "lawful"


@pytest.mark.parametrize(
    ("value", "limit", "unit", "is_met"),
    [
        ("0.5", "NMT 0.5 ppm", "[ppm]", True),
        ("0.51", "NMT 0.5 ppm", "[ppm]", False),
        ("<0.1", "NMT 0.5 ppm", "[ppm]", True),
        ("does not comply", "complies", "", False),
        ("89.9", "90 to 110", "%", False),
    ],
)
def test_values_decide_not_wording(value: str, limit: str, unit: str, *, is_met: bool) -> None:
    assert rules.judged(value, limit, unit) is is_met


@pytest.mark.parametrize(("value", "words"), [("<2", "does not decide"), ("about right", "“about right”"), ("", "“”")])
def test_what_decides_nothing_is_refused(value: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        rules.judged(value, "NMT 0.5 ppm", "[ppm]")


@pytest.mark.parametrize(
    ("verb", "given", "refusal"),
    [
        ("invalidate", {"is_error": True, "has_proof": True}, ""),
        ("invalidate", {"is_error": True}, "Only a proven error of the laboratory invalidates a result."),
        ("invalidate", {"is_error": False, "has_proof": True}, "Only a proven error"),
        ("invalidate", {"is_error": True, "has_proof": True, "declared": 2, "retests": [True]}, "1 of 2 declared"),
        ("invalidate", {"is_error": True, "has_proof": True, "declared": 1, "retests": [False]}, "A retest misses"),
        ("confirm", {"declared": 1, "retests": []}, "1 of 1 declared retests are not made yet."),
        ("confirm", {"declared": 1, "retests": [True], "review": " "}, "Write down the review of production first."),
        ("confirm", {"declared": 1, "retests": [False]}, ""),
        ("confirm", {"declared": 1, "retests": [True]}, ""),
        ("leave_open", {"declared": 2, "retests": [True, True]}, ""),
        ("leave_open", {"declared": 2, "retests": [True, False]}, "A retest misses the limit too"),
        ("leave_open", {"is_error": True, "declared": 1, "retests": [True]}, "The laboratory’s error is proven"),
    ],
)
def test_what_may_be_concluded(verb: str, given: dict[str, Any], refusal: str) -> None:
    values = {"is_error": None, "has_proof": False, "declared": None, "retests": [], "review": "Records looked at."}
    assert _sentence(lambda: rules.check_conclusion(verb, **(values | given))).startswith(refusal or "lawful")


@pytest.mark.parametrize(
    ("state", "declared", "made", "analyst", "code"),
    [
        ("production", 2, 1, " r. OSEI ", ""),
        ("production", 2, 2, "R. Osei", "oos-retests"),
        ("production", 1, 1, "R. Osei", "oos-retests"),
        ("production", 2, 0, "K. Tobin", "oos-analyst"),
        ("laboratory", 2, 0, "R. Osei", "oos-state"),
    ],
)
def test_no_testing_into_compliance(state: str, declared: int, made: int, analyst: str, code: str) -> None:
    assert _code(lambda: rules.check_retest(state, declared, made, analyst, "R. Osei")) == code


@pytest.mark.parametrize(
    ("count", "basis", "second", "code"),
    [
        (1, "one per position", "R. Osei", ""),
        (12, "b", "R. Osei", ""),
        (0, "b", "R. Osei", "oos-declared"),
        (13, "b", "R. Osei", "oos-declared"),
        (2, " ", "R. Osei", "oos-declared"),
        (2, "b", " ", "oos-analyst"),
        (2, "b", "k.  tobin".replace("  ", " "), "oos-analyst"),
    ],
)
def test_retests_are_declared_with_a_second_analyst(count: int, basis: str, second: str, code: str) -> None:
    assert _code(lambda: rules.check_declared(count, basis, second, "K. Tobin")) == code


@pytest.mark.parametrize("state", [None, *OosState])
def test_a_result_that_stands_misses_a_specification(state: str | None) -> None:
    stands = state in ("confirmed", "inconclusive")
    assert bool(_code(lambda: rules.check_missed("oos", state, "none"))) is stands
    assert _code(lambda: rules.check_missed("oos", state, "specification")) == ""
    assert _code(lambda: rules.check_missed("deviation", state, "none")) == ""
    concluded = stands or state == "invalidated"
    assert (_code(lambda: rules.check_concluded("oos", state)) == "") is concluded
    assert _code(lambda: rules.check_concluded("deviation", state)) == ""


@pytest.fixture
def event(shop: Shop, lot: Lot) -> QualityEvent:
    return report(shop, lot, kind="oos", missed="none")


def _begun(shop: Shop, event: QualityEvent) -> OosTrack:
    return act(shop.world.cmo_qa, record_oos, event_id=event.pk, tested_at=NOON - timedelta(hours=5), **FIRST)


def _proof_of(by: Actor, event: QualityEvent) -> dict[str, Any]:
    with scope.opened(by):
        track = OosTrack.objects.get(event=event)
        shown = content_hash(oos_content(track))
        return {"proof": proof(by, LATER, track, shown), "shown_hash": shown, "at": LATER}


@COMPLETED
def test_retested_as_declared_and_inconclusive_counts_as_confirmed(shop: Shop, event: QualityEvent) -> None:
    by, given = shop.world.cmo_qa, {"event_id": event.pk}
    with pytest.raises(Refused, match=r"^Record the initial result first\.$"):
        act(by, examine_oos, finding="x", is_error=False, proof_id=None, **given)
    _begun(shop, event)
    with pytest.raises(Refused, match="never overwritten"):
        _begun(shop, event)
    investigate(shop, event)
    with pytest.raises(Refused, match="Conclude the out-of-specification result first"):
        propose(shop, event)
    act(by, examine_oos, finding="Sample, standard, calculation: no error.", is_error=False, proof_id=None, **given)
    act(by, declare_retests, count=2, basis="Two of the retained sample", second_analyst="R. Osei", **given)
    with pytest.raises(Refused, match="made before it was declared"):
        act(by, record_retest, value="0.3", tested_at=NOON - timedelta(minutes=1), at=LATER, **SECOND, **given)
    for value in ("0.31", "0.29"):
        act(by, record_retest, value=value, tested_at=NOON + timedelta(hours=1), at=LATER, **SECOND, **given)
    with pytest.raises(Refused, match="2 retests were declared, and 2 made"):
        act(by, record_retest, value="0.3", tested_at=NOON + timedelta(hours=1), at=LATER, **SECOND, **given)
    act(by, review_production, review="Batch record shows nothing unusual.", **given)
    with pytest.raises(Refused, match="Only a proven error"):
        act(by, conclude_oos, verb="invalidate", **given, **(_proof_of(by, event) | {"reason": "they passed"}))
    track = act(by, conclude_oos, verb="leave_open", **given, **(_proof_of(by, event) | {"reason": "no cause found"}))
    assert track.state == "inconclusive"
    with scope.opened(by):
        found = QualityEvent.objects.get(pk=event.pk)
        assert (found.missed, found.disposition) == ("specification", "")
        assert [row["value"] for row in signed_content(found)["oos"]["results"]] == ["0.62", "0.31", "0.29"]
    with pytest.raises(Refused, match=r"^The result stands: a specification is missed\.$"):
        investigate(shop, event, disposition="accept")
    investigate(shop, event, missed="specification", disposition="reject")
    assert propose(shop, event).state == "proposed"


@COMPLETED
def test_a_proven_error_of_the_laboratory_invalidates(shop: Shop, event: QualityEvent) -> None:
    by, given = shop.world.cmo_qa, {"event_id": event.pk}
    _begun(shop, event)
    document = act(by, add_event_document, file=examine("log.pdf", io.BytesIO(PDF)), title="Balance log", **given)
    examined = given | {"finding": "Balance off by 20 %", "is_error": True}
    with pytest.raises(Refused, match="needs its proof"):
        act(by, examine_oos, proof_id=None, **examined)
    act(by, examine_oos, proof_id=document.pk, **examined)
    with pytest.raises(Refused, match="reason"):
        act(by, conclude_oos, verb="invalidate", **given, **_proof_of(by, event))
    track = act(by, conclude_oos, verb="invalidate", **given, **(_proof_of(by, event) | {"reason": "weighed wrongly"}))
    assert (track.state, track.concluded_at) == ("invalidated", LATER)
    for off, is_changed in (("20 %", False), ("2 %", True)):
        change_beneath(track, LATER, laboratory_finding=f"Balance off by {off}")
        page = browser(shop.world, "qa@alderpine.example").get(f"/events/{event.pk}/").content.decode()
        assert (NOT_VALID in page) is is_changed
    investigate(shop, event, missed="none", disposition="accept")
    assert propose(shop, event).disposition == "accept"


@COMPLETED
def test_a_missed_identity_leaves_rejection_alone(shop: Shop, event: QualityEvent) -> None:
    by, given = shop.world.cmo_qa, {"event_id": event.pk}
    identity = {"test": "ID-MG", "value": "does not comply", "analyst": "K. Tobin", "laboratory": "Summit Labs"}
    act(by, record_oos, tested_at=NOON - timedelta(hours=5), **identity, **given)
    investigate(shop, event, disposition="accept")
    act(by, examine_oos, finding="No error.", is_error=False, proof_id=None, **given)
    act(by, declare_retests, count=1, basis="Retained sample", second_analyst="R. Osei", **given)
    act(by, record_retest, value="does not comply", tested_at=LATER, at=LATER, **SECOND, **given)
    act(by, review_production, review="Wrong drum weighed.", **given)
    act(by, conclude_oos, verb="confirm", **given, **_proof_of(by, event))
    with scope.opened(by):
        found = QualityEvent.objects.get(pk=event.pk)
        assert (found.missed, found.disposition, found.classification) == ("identity", "", "critical")


@COMPLETED
def test_what_is_no_oos_is_refused(shop: Shop, lot: Lot, event: QualityEvent) -> None:
    by = shop.world.cmo_qa
    given = FIRST | {"tested_at": NOON - timedelta(hours=5), "event_id": event.pk}
    for changed, words in (
        ({"value": "0.4"}, "it is not out of specification"),
        ({"test": "GOLD"}, "Choose a test of the lot’s specification"),
        ({"analyst": " "}, "Name the analyst and the laboratory"),
        ({"tested_at": NOON + timedelta(seconds=1)}, "The test lies in the future"),
        ({"event_id": report(shop, lot).pk}, "Only an out-of-specification event"),
    ):
        with pytest.raises(Refused, match=words):
            act(by, record_oos, **(given | changed))
    for stranger in (shop.world.reviewer, shop.world.clerk):
        with pytest.raises(Forbidden):
            act(stranger, record_oos, **given)


@COMPLETED
def test_the_database_keeps_values_and_demands_proof(shop: Shop, event: QualityEvent) -> None:
    by, track = shop.world.cmo_qa, _begun(shop, event)
    with scope.opened(by), acting(by=by, reason="raw", at=NOON):
        with pytest.raises(DatabaseError), transaction.atomic():
            OosResult.objects.filter(track=track).update(value="0.1")
        with pytest.raises(IntegrityError, match="no way from initial to confirmed"), transaction.atomic():
            OosTrack.objects.filter(pk=track.pk).update(state="confirmed")
        OosTrack.objects.filter(pk=track.pk).update(state="laboratory")
        with pytest.raises(IntegrityError, match="oos_invalidated_with_proof"), transaction.atomic():
            OosTrack.objects.filter(pk=track.pk).update(state="invalidated")
        with pytest.raises(IntegrityError, match="oos_retests_declared"), transaction.atomic():
            OosTrack.objects.filter(pk=track.pk).update(state="production")


@pytest.mark.parametrize("state", list(OosState))
@pytest.mark.parametrize("verb", [t.verb for t in OOS.transitions])
def test_each_verb_has_its_states(state: str, verb: str) -> None:
    allowed = {
        "examine": {"initial"}, "declare": {"laboratory"}, "invalidate": {"laboratory", "production"},
        "confirm": {"production"}, "leave_open": {"production"},
    }  # fmt: skip
    assert (OOS.find(state, verb) is not None) is (state in allowed[verb])


@COMPLETED
def test_on_the_pages(shop: Shop, event: QualityEvent) -> None:
    quality, page = browser(shop.world, "qa@keystone.example"), f"/events/{event.pk}/"
    first = FIRST | {"tested_at": "2026-03-11T08:00"}
    assert "Record the initial result" in quality.get(page).content.decode()
    assert quality.post(f"{page}oos/", first).url == page
    examined = {"finding": "Standard, sample, sums: no error", "is_error": "no", "proof_id": ""}
    assert quality.post(f"{page}oos/laboratory/", examined).url == page
    declared = {"count": "1", "basis": "Retained sample", "second_analyst": "R. Osei"}
    none = quality.post(f"{page}oos/retests/declared/", declared | {"count": "0"}, follow=True)
    assert "Ensure this value" in none.content.decode()
    assert quality.post(f"{page}oos/retests/declared/", declared | {"second_analyst": "K. Tobin"}).status_code == 409
    act(shop.world.cmo_qa, declare_retests, event_id=event.pk, **(declared | {"count": 1}))
    assert "1 of 1 declared retests are not made yet." in quality.get(page).content.decode()
    made = SECOND | {"value": "0.71", "tested_at": "2026-03-13T08:00"}
    assert quality.post(f"{page}oos/retests/", made).url == page
    assert quality.post(f"{page}oos/production/", {"review": "Nothing unusual."}).url == page
    address = f"{page}oos/sign/confirm/"
    sheet = quality.get(address)
    assert "0.71" in sheet.content.decode()
    assert quality.post(address, as_typed(sheet)).url == page
    for email in ("qa@keystone.example", "qa@alderpine.example", "auditor@example.org"):
        text = browser(shop.world, email).get(page).content.decode()
        for words in ("0.62", "0.71", "Confirmed", "Retest 1 of 1", "missed"):
            assert words in text
    assert quality.get(f"{page}oos/sign/examine/").status_code == 404
    assert browser(shop.world, "qa@bluemesa.example").get(address).status_code == 404
