"""A missed specification is never declared away: not in the report, not later, nowhere (trap T1)."""

import io
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from evidence.actions.files import examine
from evidence.models import Pack, RuleVerdict
from evidence.pack.format import Pack as StatedPack
from kernel import scope
from kernel.errors import Refused
from kernel.history import acting
from masters.models import SpecificationTest
from quality_events.actions import add_event_document, conclude_oos, examine_oos, record_oos
from quality_events.forms import InvestigationForm, ReportForm
from quality_events.models import OosTrack, QualityEvent
from quality_events.queries.missed import least_missed_of
from quality_events.queries.oos import oos_content
from quality_events.rules import check_missed
from quality_events.states import LAWFUL, Missed, at_least
from records.content import content_hash
from release.judging import release_verdicts
from release.queries import live_pack_of
from tests.evidence.scene import Scene, scene, stated
from tests.factories.keys import keyed
from tests.factories.packs import with_row
from tests.factories.signing import proof
from tests.factories.walked import attest
from tests.quality_events.reported import NOON, approve, close, investigate, propose, report
from tests.quality_events.test_investigation import PDF, act
from tests.workspace.visiting import visitor

__all__ = ["scene"]

TOLD = "The findings it answers say: a specification missed. Less cannot be declared."
FORM = {
    "kind": "deviation", "classification": "major", "title": "Lead", "description": "0.62 ppm against 0.5 ppm.",
    "discovered_at": "2026-03-11T08:00",
}  # fmt: skip
FIRST = {"test": "LEAD", "value": "0.62", "analyst": "K. Tobin", "laboratory": "Summit Labs"}


def missing(test: str = "LEAD", value: str = "0.62") -> StatedPack:
    return with_row(stated(), "laboratory.results", {"test": test}, value=value)


def found(scene: Scene, stated_pack: StatedPack) -> tuple[Pack, list[int]]:
    """The pack with a failed R305, and the key of that finding."""
    pack = scene.submit(stated_pack).pack
    with scope.opened(scene.world.clerk):
        wanting = RuleVerdict.objects.filter(pack=pack, rule="R305", outcome="needs_event")
        return pack, list(wanting.values_list("pk", flat=True))


def sentence(attempt: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        attempt()
    return refused.value.sentence


@pytest.mark.parametrize("least", list(Missed))
@pytest.mark.parametrize("declared", list(Missed))
def test_never_less_than_the_least(declared: Missed, least: Missed) -> None:
    order = [Missed.NONE, Missed.SPECIFICATION, Missed.IDENTITY]
    if order.index(declared) >= order.index(least):
        check_missed(declared, least)
        assert declared in at_least(least)
    else:
        assert sentence(lambda: check_missed(declared, least)).startswith("The findings it answers say: ")


@pytest.mark.parametrize("least", list(Missed))
def test_the_forms_offer_nothing_less(least: Missed) -> None:
    form = InvestigationForm(missed=Missed.NONE, least=least)
    assert [value for value, _ in form.fields["missed"].choices] == list(at_least(least))  # type: ignore[attr-defined]
    offered = [value for value, _ in form.fields["disposition"].choices]  # type: ignore[attr-defined]
    assert offered == ["", *LAWFUL[least]]
    assert InvestigationForm({"missed": "none", "disposition": "accept"}, missed="none", least=least).is_valid() is (
        least == Missed.NONE
    )
    given = FORM | {"missed": "none"}
    assert ReportForm(given, zone=ZoneInfo("UTC"), least=least).is_valid() is (least == Missed.NONE)


def test_a_failed_result_is_walked_to_what_may_be_released(scene: Scene) -> None:
    pack, findings = found(scene, missing())
    shop, lot, clerk = scene.shop, scene.lot, visitor(scene.world.clerk)
    assert sentence(lambda: report(shop, lot, missed="none", answers=findings)) == TOLD
    page = clerk.get(f"/events/report/{lot.pk}/?finding={findings[0]}")
    assert [value for value, _ in page.context["form"].fields["missed"].choices] == ["specification", "identity"]
    forced = clerk.post(f"/events/report/{lot.pk}/", FORM | {"missed": "none", "answers": findings})
    assert (forced.status_code, "choose which" in forced.content.decode()) == (409, True)
    event = report(shop, lot, missed="specification", answers=findings)
    assert sentence(lambda: investigate(shop, event, missed="none", disposition="accept")) == TOLD
    assert "not lawful" in sentence(lambda: investigate(shop, event, missed="specification", disposition="accept"))
    _offers_nothing_unlawful(scene, event)
    investigate(shop, event, missed="specification", disposition="reprocess")
    for step in (propose, approve, close):
        step(shop, event)
    attest(shop, scene.reloaded(pack))
    choice = visitor(scene.world.cmo_qa).get(f"/lots/{lot.pk}/decide/batch/")
    assert choice.context["form"].fields["decision"].choices == [("reject", "Reject")]


def _offers_nothing_unlawful(scene: Scene, event: QualityEvent) -> None:
    """On the page, in what the page sends, in the database."""
    quality, address = visitor(scene.world.cmo_qa), f"/events/{event.pk}/"
    shown = quality.get(address).content.decode()
    assert ('value="accept"' in shown, 'value="none"' in shown, 'value="reject"' in shown) == (False, False, True)
    forced = quality.post(f"{address}investigation/", {"missed": "none", "disposition": "accept"})
    assert (forced.status_code, 'value="accept"' in forced.content.decode()) == (409, False)
    by = scene.world.cmo_qa
    with scope.opened(by), acting(by=by, reason="raw", at=NOON):
        for values in ({"missed": "none"}, {"missed": "none", "disposition": "accept"}):
            with pytest.raises(IntegrityError, match="answers a missed specification"), transaction.atomic():
                QualityEvent.objects.filter(pk=event.pk).update(**values)
        with pytest.raises(IntegrityError, match="event_disposition_lawful"), transaction.atomic():
            QualityEvent.objects.filter(pk=event.pk).update(disposition="accept")


def test_over_the_api_less_is_refused_and_nothing_said_is_what_the_findings_say(scene: Scene) -> None:
    _, findings = found(scene, missing())
    client = keyed(scene.world, "clerk@keystone.example")
    body = FORM | {"lots": [str(scene.lot.pk)], "answers": findings, "discovered_at": "2026-03-11T08:00:00Z"}
    less = client.post("/api/v1/events/", body | {"missed": "none"}, content_type="application/json")
    assert (less.status_code, less.json()["detail"]) == (409, TOLD)
    made = client.post("/api/v1/events/", body, content_type="application/json")
    assert (made.status_code, made.json()["missed"], made.json()["least_missed"]) == (201, *["specification"] * 2)
    assert made.json()["lawful_dispositions"] == ["treat", "reprocess", "reject"]
    nothing = client.post("/api/v1/events/", body | {"answers": []}, content_type="application/json").json()
    assert (nothing["missed"], nothing["lawful_dispositions"][0]) == ("none", "accept")


def test_a_failed_test_of_identity_leaves_rejection_alone(scene: Scene) -> None:
    with scope.opened(scene.world.clerk):
        identity = SpecificationTest.objects.get(specification_id=scene.lot.specification_id, category="identity")
    _, findings = found(scene, missing(identity.code, "does not comply"))
    assert findings
    report_as = {"answers": findings, "kind": "oos", "classification": "critical"}
    said = sentence(lambda: report(scene.shop, scene.lot, missed="specification", **report_as))
    assert said == "The findings it answers say: an identity specification missed. Less cannot be declared."
    event = report(scene.shop, scene.lot, missed="", **report_as)
    by = scene.world.cmo_qa
    with scope.opened(by), acting(by=by, reason="raw", at=NOON):
        assert (event.missed, LAWFUL[least_missed_of(event)]) == ("identity", ("reject",))
        with pytest.raises(IntegrityError, match="answers a missed specification"), transaction.atomic():
            QualityEvent.objects.filter(pk=event.pk).update(missed="specification")


def test_a_proven_error_of_the_laboratory_makes_the_product_good_again(scene: Scene) -> None:
    pack, findings = found(scene, missing())
    shop, by = scene.shop, scene.world.cmo_qa
    event = report(shop, scene.lot, kind="oos", missed="specification", answers=findings)
    given = {"event_id": event.pk}
    act(by, record_oos, tested_at=NOON, **FIRST, **given)
    document = act(by, add_event_document, file=examine("log.pdf", io.BytesIO(PDF)), title="Balance log", **given)
    act(by, examine_oos, finding="Balance off by 20 %", is_error=True, proof_id=document.pk, **given)
    assert sentence(lambda: investigate(shop, event, missed="none", disposition="accept")) == TOLD
    with scope.opened(by):
        track = OosTrack.objects.get(event=event)
        shown = content_hash(oos_content(track))
        signed = {"proof": proof(by, NOON, track, shown), "shown_hash": shown, "reason": "weighed wrongly"}
    act(by, conclude_oos, verb="invalidate", **given, **signed)
    investigate(shop, event, missed="none", disposition="accept")
    for step in (propose, approve, close):
        step(shop, event)
    attest(shop, scene.reloaded(pack))
    with scope.opened(by):
        outcomes = {v.rule: v.outcome for v in release_verdicts(scene.lot, live_pack_of(scene.lot))}
    assert outcomes["R127"] == "pass"
    choice = visitor(by).get(f"/lots/{scene.lot.pk}/decide/batch/")
    assert ("release", "Release") in choice.context["form"].fields["decision"].choices
