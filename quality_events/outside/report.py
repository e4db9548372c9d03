"""A quality event as its report says it: the seven parts of 21 CFR 111.140(b)(3) and all that stands behind them."""

from collections.abc import Iterable
from uuid import UUID

from lots.models import Hold
from quality_events.models import ClassChange, EventLot, LabelIncident, OotTrack, QualityEvent
from quality_events.outside import report_rows as shape
from quality_events.outside.report_tracks import oos_sections, oot_parts
from quality_events.queries.oos import track_of
from quality_events.queries.oot import oot_of
from quality_events.states import OPEN, EventState
from records.reports import Fact, PartRow, Report, Section

FORMAT = "quality-event-1"


def event_report(event_id: UUID) -> Report:
    """Everything about the event that the scope shows; a constant number of queries. Raises DoesNotExist."""
    event = QualityEvent.objects.select_related("reported_by", "partnership__sponsor", "partnership__cmo").get(
        pk=event_id
    )
    lots = list(event.event_lots.select_related("lot__product", "lot__site", "decided_by").order_by("lot__number"))
    return Report(
        format=FORMAT,
        number=event.number,
        title=event.title,
        state=event.get_state_display(),
        tone=_tone(event),
        time_zone=lots[0].lot.site.time_zone if lots else event.partnership.cmo.time_zone,
        facts=_facts(event),
        sections=tuple(_sections(event, lots)),
    )


def _tone(event: QualityEvent) -> str:
    """An open critical or major event stops; another open one waits."""
    if event.state not in OPEN:
        return "good" if event.state == EventState.CLOSED else "idle"
    return "bad" if event.classification in ("major", "critical") else "wait"


def _facts(event: QualityEvent) -> tuple[Fact, ...]:
    return (
        Fact("Kind", event.get_kind_display()),
        Fact("Class", event.get_classification_display()),
        Fact("Contract manufacturer", event.partnership.cmo.name),
        Fact("Sponsor", event.partnership.sponsor.name),
        Fact("Discovered at", event.discovered_at),
        Fact("Recorded at", event.reported_at),
        Fact("Recorded by", event.reported_by.name),
        Fact("Closed at", event.closed_at),
        Fact("Specification", event.get_missed_display()),
        Fact("Disposition", event.get_disposition_display() if event.disposition else ""),
        Fact("Who closes it", "The sponsor approves and closes it" if event.needs_sponsor else "CMO quality closes it"),
        Fact("Clause", event.clause),
    )


def _sections(event: QualityEvent, lots: list[EventLot]) -> Iterable[Section]:
    yield Section("parts", "Material review, 21 CFR 111.140(b)(3)", PartRow, _parts(event), "Nothing is written.")
    yield Section("lots", "Lots", shape.LotRow, tuple(map(_lot, lots)), "No lot is hit.")
    yield Section("whys", "Chain of whys", shape.WhyRow, _whys(event), "No chain of whys was written.")
    yield Section("causes", "Possible causes", shape.CauseRow, _causes(event), "No possible cause was named.")
    yield Section("informants", "Who provided information, (vii)", shape.InformantRow, _informants(event), "Nobody.")
    yield from oos_sections(track_of(event))
    yield Section("oot", "Result out of trend", PartRow, _oot(oot_of(event)), "No result is out of trend.")
    yield Section("label", "Label incident", PartRow, _label(event), "No label incident.")
    yield Section("destructions", "Labels destroyed", shape.DestructionRow, _destructions(event), "None.")
    yield Section("classes", "Changes of class asked for", shape.ClassRow, _classes(event), "None.")
    yield Section("holds", "Holds for its sake", shape.HoldRow, _holds(event), "No lot was held.")
    yield Section("capas", "Corrective and preventive actions", shape.CapaRow, _capas(event), "None is linked.")
    yield Section("interim", "Interim reports", shape.InterimRow, _interim(event), "None.")
    yield Section("documents", "Documents", shape.DocumentRow, _documents(event), "No document stands behind it.")
    yield Section("steps", "Steps and decisions", shape.StepRow, _steps(event), "None.")


def _parts(event: QualityEvent) -> tuple[PartRow, ...]:
    """(vii) is who provided information, with their signatures: a section of its own."""
    rows = (
        ("(i) The specific deviation or occurrence", event.description),
        ("(ii) Investigation of the cause", event.cause),
        ("(iii) Effect on quality and labeling", event.effect),
        ("(iv) Correction and prevention", event.correction),
        ("(v) What was done with the material", event.material_action),
        ("(vi) Scientific reason", event.rationale),
        ("Other lots considered", event.other_lots),
        ("Root cause", event.get_root_cause_display() if event.root_cause else ""),
        ("Test or step where it showed", event.found_at),
        ("Why no corrective action", event.no_capa),
    )
    return tuple(PartRow(part, text) for part, text in rows)


def _lot(row: EventLot) -> shape.LotRow:
    return shape.LotRow(
        row.lot.number,
        row.lot.product.name,
        row.get_relation_display(),
        row.get_standing_display(),
        row.because,
        row.reason,
        row.decided_by.name if row.decided_by else "",
        row.decided_at,
    )


def _whys(event: QualityEvent) -> tuple[shape.WhyRow, ...]:
    return tuple(shape.WhyRow(row.position, row.answer, row.shown_by) for row in event.whys.all() if row.answer)


def _causes(event: QualityEvent) -> tuple[shape.CauseRow, ...]:
    return tuple(
        shape.CauseRow(
            row.get_branch_display(), row.cause, row.get_finding_display(), row.shown_by, row.named_by.name,
            row.named_at,
        )
        for row in event.possible_causes.select_related("named_by")
    )  # fmt: skip


def _informants(event: QualityEvent) -> tuple[shape.InformantRow, ...]:
    """Withdrawn entries stay on record, with why."""
    return tuple(
        shape.InformantRow(
            row.person.name, row.told, row.named_by.name, row.named_at, row.signed_at, row.withdrawn_at,
            row.withdrawn_because,
        )
        for row in event.informants.select_related("person", "named_by")
    )  # fmt: skip


def _oot(track: OotTrack | None) -> tuple[PartRow, ...]:
    return oot_parts(track) if track else ()


def _label(event: QualityEvent) -> tuple[PartRow, ...]:
    found = LabelIncident.objects.filter(event=event).select_related("found_by", "evaluated_by").first()
    if found is None:
        return ()
    rows = (
        ("Fault", found.get_fault_display()),
        ("Found by", found.found_by.name),
        ("Health-hazard evaluation", found.hazard),
        ("Evaluated by", found.evaluated_by.name if found.evaluated_by else ""),
        ("Why no labels are destroyed", found.no_obsolete),
    )
    return tuple(PartRow(part, text) for part, text in rows)


def _destructions(event: QualityEvent) -> tuple[shape.DestructionRow, ...]:
    return tuple(
        shape.DestructionRow(
            row.label_lot, row.quantity, row.destroyed_on, row.operator, row.witness, row.certificate.title,
            row.certified_by.name, row.certified_at,
        )
        for row in event.destructions.select_related("certificate", "certified_by")
    )  # fmt: skip


def _classes(event: QualityEvent) -> tuple[shape.ClassRow, ...]:
    words = {True: "Granted", False: "Refused", None: "Not answered yet"}
    asked = ClassChange.objects.filter(event=event).select_related("asked_by", "decided_by").order_by("asked_at", "id")
    return tuple(
        shape.ClassRow(
            row.asked_at, row.asked_by.name, row.get_from_class_display(), row.get_to_class_display(), row.reason,
            words[row.is_granted], row.answer, row.decided_at, row.decided_by.name if row.decided_by else "",
        )
        for row in asked
    )  # fmt: skip


def _holds(event: QualityEvent) -> tuple[shape.HoldRow, ...]:
    rows = Hold.objects.filter(event_id=event.pk).select_related("lot", "placed_by", "lifted_by")
    return tuple(
        shape.HoldRow(
            row.lot.number, row.placed_at, row.placed_by.name, row.reason, row.lifted_at,
            row.lifted_by.name if row.lifted_by else "", row.lift_reason,
        )
        for row in rows.order_by("placed_at", "id")
    )  # fmt: skip


def _capas(event: QualityEvent) -> tuple[shape.CapaRow, ...]:
    return tuple(
        shape.CapaRow(
            row.capa.number, row.capa.title, row.capa.get_state_display(),
            row.capa.owner.name if row.capa.owner else "", row.capa.implemented_at,
        )
        for row in event.capa_events.select_related("capa__owner").order_by("capa__proposed_at", "id")
    )  # fmt: skip


def _interim(event: QualityEvent) -> tuple[shape.InterimRow, ...]:
    rows = event.interim_reports.select_related("reported_by")
    return tuple(shape.InterimRow(row.reported_at, row.reported_by.name, row.text) for row in rows)


def _documents(event: QualityEvent) -> tuple[shape.DocumentRow, ...]:
    rows = event.documents.select_related("file", "added_by")
    return tuple(shape.DocumentRow(row.title, row.file.sha256, row.added_by.name, row.added_at) for row in rows)


def _steps(event: QualityEvent) -> tuple[shape.StepRow, ...]:
    """Each change of state with who and why, oldest first, from the history that the database writes."""
    steps, before = [], ""
    for row in event.history.select_related("history_user").order_by("history_id"):
        if row.state != before:
            who = row.history_user.name if row.history_user else ""
            label = EventState(row.state).label
            steps.append(shape.StepRow(row.history_date, label, who, row.history_change_reason or ""))
        before = row.state
    return tuple(steps)
