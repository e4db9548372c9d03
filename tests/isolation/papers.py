"""What stands beside a pack: texts read from files, scans, uploads under way, shown documents, programs told."""

import io
from datetime import timedelta

from agreements.models import Acknowledgement, AgreementVersion, CallPost, ClauseCall, ExpiryWarning
from change_control.models import Comparison, Difference
from clocks.actions import note_read
from clocks.models import Clock, ClockPause, Delivery, Webhook
from evidence.actions.drafts import enter_result
from evidence.actions.files import examine
from evidence.models import (
    Arrival,
    ChangeReason,
    EvidenceFile,
    FileAttachment,
    FileScan,
    MappingProfile,
    Pack,
    PageText,
    ResultOrigin,
    RuleWaiver,
    TextReading,
    TrendLimits,
)
from kernel import scope
from kernel.clock import now
from kernel.history import acting
from kernel.scope import system
from masters.actions import keep_baseline
from masters.actions.entering import Brought
from masters.entrance import read_json
from masters.sheets.problems import Unreadable
from parties.models import KeptAnswer
from performance.actions import add_document, share_document
from quality_events.actions import (
    add_event_document,
    certify_destruction,
    classify_event,
    classify_label,
    name_cause,
    name_informant,
    record_oos,
    record_whys,
    report_event,
    report_interim,
)
from quality_events.actions.complaints import receive_complaint
from quality_events.actions.screening import record_screen
from quality_events.models import OotTrack, QualityEvent, ReturnedProduct
from release.models import Disposition, PatternOverride, Verification
from tests.factories.walked import Shop
from tests.isolation.away import tell_absence
from tests.isolation.estate import Holding
from tests.isolation.people import Companies
from tests.quality_events.corrected import approved, extended, proposed
from tests.quality_events.told import NONE, told

PRODUCT = {"group": "minerals", "dosage_form": "capsule", "shelf_life_months": 24, "gtin": "00850041237817"}
SHOWN = b"%PDF-1.7\n% shown\n%%EOF\n"


def lay_out(holding: Holding) -> None:
    """One row of each kind for this partnership."""
    world, at = holding.world, now()
    pair = world.alder_keystone
    owner = {"partnership": pair, "sponsor_id": pair.sponsor_id}
    by = system(pair.pk)
    with scope.opened(by), acting(by=by, reason="read", at=at):
        for file in EvidenceFile.objects.filter(partnership=pair):
            PageText.objects.create(**owner, file=file, page=1, text=f"{file.name} read", source="ocr", at=at)
            TextReading.objects.create(**owner, file=file, outcome="read", pages=1, sentence="One page.", at=at)
            FileScan.objects.create(**owner, file=file, verdict="clean", sentence="nothing found", at=at)
        for version in AgreementVersion.objects.filter(partnership=pair):
            ExpiryWarning.objects.create(**owner, version=version, days=90, at=at)
        for pack in Pack.objects.filter(partnership=pair):
            ChangeReason.objects.create(**owner, pack=pack, reason=f"changed for {pack.lot_id}")
        for clock in Clock.objects.filter(partnership=pair)[:1]:
            ClockPause.objects.create(
                **owner, clock=clock, begins_at=at, until=at + timedelta(days=1), reason="waits",
                granted_by_id=world.reviewer.person_id, organisation_id=pair.sponsor_id,
            )  # fmt: skip
        Arrival.objects.create(
            **owner, lot=holding.lots["planned"], name="under way.pdf", size=9, sent_by_id=world.clerk.person_id,
            begun_at=at,
        )  # fmt: skip
        RuleWaiver.objects.create(
            **owner, rule="R218", lot=holding.lots["planned"], valid_until=at.date(), clause="QA 9.1", reason="waits",
            waived_by_id=world.reviewer.person_id, waived_at=at,
        )  # fmt: skip
    _turned(holding)
    _called(holding)
    _brought(holding)
    _trended(holding)
    _class_asked(holding)
    _investigated(holding)
    _corrected(holding)
    _label_incident(holding)
    _read(holding)
    _typed(holding)
    _complained(holding)
    tell_absence(world)
    by = world.cmo_qa
    with scope.opened(by):
        document = add_document(
            file=examine("iso.pdf", io.BytesIO(SHOWN)), kind="iso", title="ISO 22000", number="7",
            issuer="A body", valid_from=at.date(), valid_until=None, by=by, reason="", at=at,
        )  # fmt: skip
        share_document(document_id=document.pk, partnership_id=pair.pk, by=by, reason="", at=at)


def _turned(holding: Holding) -> None:
    """What turned a product group to sponsor release."""
    pair, at, by = holding.world.alder_keystone, now(), system(holding.world.alder_keystone.pk)
    with scope.opened(by), acting(by=by, reason="late", at=at):
        PatternOverride.objects.create(
            partnership=pair, sponsor_id=pair.sponsor_id, product_group=f"Group {holding.mark}", cause="late_pack",
            because=f"a pack of {holding.mark} is late", clause="QA 3.1", lot=holding.lots["planned"], from_at=at,
        )  # fmt: skip
        decision = Disposition.objects.filter(partnership=pair, stage="packaged_lot").earliest("pk")
        Verification.objects.create(
            partnership=pair, sponsor_id=pair.sponsor_id, lot_id=decision.lot_id, disposition=decision,
            product_group=f"Group {holding.mark}", quarter="2026Q1", position=1, plan="every_lot", one_in=1,
            basis=f"every lot of {holding.mark}", seed="0" * 32, clause="QA 3.1", drawn_at=at,
        )  # fmt: skip


def _called(holding: Holding) -> None:
    """A clause called upon, and who has read the agreement."""
    world, at, pair = holding.world, now(), holding.world.alder_keystone
    owner, said = {"partnership": pair, "sponsor_id": pair.sponsor_id}, {"organisation_id": pair.sponsor_id}
    with scope.opened(system(pair.pk)), acting(by=system(pair.pk), reason="called", at=at):
        for version in AgreementVersion.objects.filter(partnership=pair):
            Acknowledgement.objects.get_or_create(
                version=version, person_id=world.reviewer.person_id, defaults={**owner, **said, "at": at}
            )
            call = ClauseCall.objects.create(
                **owner, version=version, number=version.version, kind="dispute", clause="QA 8.4", title="Moisture",
                called_by_id=pair.sponsor_id, called_at=at)  # fmt: skip
            CallPost.objects.create(
                **owner, **said, call=call, text="We disagree.", said_at=at, said_by_id=world.reviewer.person_id
            )


def _brought(holding: Holding) -> None:
    """First versions of one more product, waiting for their approval."""
    by, mark = holding.world.cmo_qa, holding.mark
    given = read_json({"products": [PRODUCT | {"code": f"{mark}-NEW", "name": f"New {mark}"}]}, file="")
    assert not isinstance(given, Unreadable)
    with scope.opened(by):
        keep_baseline(
            partnership_id=holding.world.alder_keystone.pk, brought=Brought(given, f"New {mark}.xlsx", "0" * 64),
            by=by, reason="taken over", at=now(),
        )  # fmt: skip


def _trended(holding: Holding) -> None:
    """Limits that wait for their signature, and a result that is out of trend."""
    world, at = holding.world, now()
    pair = world.alder_keystone
    owner, by = {"partnership": pair, "sponsor_id": pair.sponsor_id}, system(pair.pk)
    with scope.opened(by), acting(by=by, reason="measured", at=at):
        limits = TrendLimits.objects.create(
            **owner, product_id=holding.lots["planned"].product_id, test="ASSAY-MG", test_name="Assay", version=1,
            points=[{"lot": holding.lots["planned"].number, "result": "1", "value": "127"}], mean=127, deviation=1,
            factor="3.621", low="123.379", high="130.621", chart_low=124, chart_high=130, reason="waits",
            proposed_by_id=world.clerk.person_id, proposed_at=at,
        )  # fmt: skip
        OotTrack.objects.create(
            **owner, event=QualityEvent.objects.filter(partnership=pair).earliest("pk"), limits=limits, result="1",
            value="131",
        )  # fmt: skip
        there = Comparison.objects.filter(partnership=pair).earliest("pk")
        values = {"kind": "range", "where": f"Humidity {holding.mark}", "approved": "45 %", "found": "55 %"}
        Difference.objects.create(**owner, comparison=there, position=1, **values)
        ReturnedProduct.objects.create(
            **owner, number="RET-1", product_id=holding.lots["planned"].product_id, lot=holding.lots["planned"],
            quantity=1, unit="bottle", returned_by="A shop", why="other", condition="wet", place="Cage 4",
            holder_id=pair.sponsor_id, received_at=at, entered_at=at, entered_by_id=world.clerk.person_id,
        )  # fmt: skip


def _class_asked(holding: Holding) -> None:
    """A lower class of the partnership's major event, asked of the sponsor."""
    by, at = holding.world.cmo_qa, now()
    with scope.opened(by):
        event = QualityEvent.objects.filter(
            partnership=holding.world.alder_keystone, classification="major", missed="none"
        ).earliest("pk")
        classify_event(event_id=event.pk, classification="minor", by=by, reason="no bottle left", at=at)


def _investigated(holding: Holding) -> None:
    """An investigation with all that may stand in it."""
    by, at, mark = holding.world.cmo_qa, now(), holding.mark
    given = {"by": by, "reason": "", "at": at}
    with scope.opened(by):
        event = QualityEvent.objects.filter(
            partnership=holding.world.alder_keystone, state__in=["reported", "investigating"]
        ).earliest("pk")
        record_whys(event_id=event.pk, whys=[(f"Because {mark}", mark)], **given)
        name_cause(event_id=event.pk, branch="machine", cause=f"Sensor {mark}", **given)
        report_interim(event_id=event.pk, text=f"So far {mark}", **given)
        name_informant(event_id=event.pk, person_id=by.person_id, told=f"Told {mark}", **given)
        photograph = examine(f"{mark}.pdf", io.BytesIO(SHOWN))
        found = QualityEvent.objects.filter(partnership=holding.world.alder_keystone, kind="oos")
        first = {"value": "0.62", "analyst": f"Analyst {mark}", "laboratory": mark, "tested_at": at}
        record_oos(event_id=found.earliest("pk").pk, test="LEAD", **first, **given)
        add_event_document(event_id=event.pk, file=photograph, title=f"Photograph {mark}", **given)


def _corrected(holding: Holding) -> None:
    """A corrective action with an action whose day was moved."""
    mark = holding.mark
    with scope.opened(holding.world.cmo_qa):
        shop = Shop(world=holding.world, product=holding.lots["held"].product)
        event = QualityEvent.objects.filter(partnership=holding.world.alder_keystone).latest("pk")
    capa = approved(shop, proposed(shop, event, title=f"Gauge {mark}"))
    with scope.opened(holding.world.cmo_qa):
        action = capa.actions.get()
    later = action.due_on + timedelta(days=1)
    extended(shop, action, later, f"late {mark}")


def _label_incident(holding: Holding) -> None:
    """A label incident with its destruction certified."""
    shop_lot, mark, at = holding.lots["held"], holding.mark, now()
    by = holding.world.cmo_qa
    given = {"by": by, "reason": "", "at": at}
    with scope.opened(by):
        event = report_event(
            lot_ids=[shop_lot.pk], kind="label", classification="critical", title=f"Wrong label {mark}",
            description=mark, missed="none", discovered_at=at, **given,
        )  # fmt: skip
        classify_label(event_id=event.pk, fault="identity", **given)
        certificate = examine(f"{mark} certificate.pdf", io.BytesIO(SHOWN))
        paper = add_event_document(event_id=event.pk, file=certificate, title=f"Certificate {mark}", **given)
        certify_destruction(
            event_id=event.pk, label_lot=f"Roll {mark}", quantity=7, destroyed_on=at.date(), operator=f"One {mark}",
            witness=f"Two {mark}", certificate_id=paper.pk, **given,
        )  # fmt: skip


def _read(holding: Holding) -> None:
    """The sponsor's reviewer has seen what he was told of an event."""
    by = holding.world.reviewer
    with scope.opened(by):
        events = QualityEvent.objects.filter(partnership=holding.world.alder_keystone).values_list("pk", flat=True)
        note_read(*(("event", key) for key in events), by=by, at=now())


def _complained(holding: Holding) -> None:
    """A serious complaint about the held lot: screened, its report to the FDA owed."""
    by, at, lot = holding.world.reviewer, now(), holding.lots["held"]
    with scope.opened(by):
        complaint = receive_complaint(
            product_id=lot.product_id, lot_ids=[lot.pk], told=told(words=f"Rash {holding.mark}"),
            sponsor_received_at=at, cmo_received_at=None, by=by, reason="", at=at,
        )  # fmt: skip
        record_screen(
            complaint_id=complaint.pk, is_adverse=True, answers=NONE | {"disability": True}, basis="asked", by=by,
            reason="", at=at,
        )  # fmt: skip


def _typed(holding: Holding) -> None:
    """A result typed beside a certificate, and a pack's result that was taken from it."""
    by, at, lot = holding.world.clerk, now(), holding.lots["held"]
    with scope.opened(by):
        pack = Pack.objects.filter(partnership_id=lot.partnership_id).latest("pk")
        given = {"test": "LEAD", "value": "0.08", "unit": "ppm", "tested_on": "2026-03-04", "laboratory": holding.mark}
        file = EvidenceFile.objects.filter(partnership_id=lot.partnership_id).latest("pk")
        draft = enter_result(lot_id=lot.pk, file_id=file.pk, page=1, given=given, by=by, at=at)
        with acting(by=by, reason="taken", at=at):
            FileAttachment.objects.create(
                partnership_id=lot.partnership_id, sponsor_id=lot.sponsor_id, certificate=file, file=file
            )
            ResultOrigin.objects.create(
                partnership_id=lot.partnership_id, sponsor_id=lot.sponsor_id, pack=pack, position=1, draft=draft
            )


def tell_programs(companies: Companies) -> None:
    """A webhook, a delivery, a kept answer and a profile of columns of each company."""
    at = now()
    for name, organisation in companies.organisations.items():
        by, owner = companies.members[f"ADM of {name}"], {"organisation_id": organisation.pk}
        with scope.opened(by), acting(by=by, reason="told", at=at):
            MappingProfile.objects.create(
                **owner, kind="Summit Labs", version=1, columns={}, saved_by_id=by.person_id, saved_at=at
            )
            hook = Webhook.objects.create(
                **owner, label="ERP", url="https://erp.example/in", topics=[], sealed_secret="x"
            )
            Delivery.objects.create(
                **owner, webhook=hook, topic="lot.released", body="{}", created_at=at, next_try_at=at, delivered_at=at
            )
            KeptAnswer.objects.create(
                **owner, person_id=by.person_id, key="k", request_hash="0" * 64, status=200, body="said", at=at
            )
