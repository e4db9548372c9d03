"""All that happened to an event, in the order of time: steps, notices, clocks, holds, lots, papers, signatures."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Q
from django.urls import reverse

from clocks.models import Clock, ClockPause
from clocks.queries import Proof
from clocks.states import ClockState
from lots.models import Hold
from quality_events.models import ClassChange, EventLot, Informant, OosResult, OosTrack, OotTrack, QualityEvent
from quality_events.states import EVENT, EventState, Standing
from records.models import Signature

_STOCK = {"investigation", "disposition proposed", *(transition.verb for transition in EVENT.transitions)}
"""What the actions write as the reason where nobody typed one: the entry's title says it already."""
_RETURNED = (EventState.PROPOSED, EventState.INVESTIGATING)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; `state` chooses its mark (`workspace.kit.looks`)."""

    at: datetime
    title: str
    by: str = ""
    reason: str = ""
    url: str = ""
    state: str = ""


def steps_of(event: QualityEvent) -> list[Entry]:
    """The event's own entries, from the history that the database writes; one query."""
    rows = event.history.select_related("history_user").order_by("history_date", "history_id")
    found, before, of_class = [], "", event.classification
    for row in rows:
        if row.state != before:
            is_returned = (before, row.state) == _RETURNED
            title = "Returned to the CMO" if is_returned else row.get_state_display()
        elif row.classification != of_class:
            title = f"Class: {row.get_classification_display().lower()}"
        else:
            title = "Entry changed"
        reason = "" if _is_stock(row.history_change_reason) else row.history_change_reason
        found.append(Entry(row.history_date, title, str(row.history_user or ""), reason, "", row.state))
        before, of_class = row.state, row.classification
    return found


def timeline_of(event: QualityEvent, lots: Sequence[EventLot], told: Iterable[Proof]) -> list[Entry]:
    """Everything, oldest first; thirteen queries, however long it is. `lots` with their lot, `told` as read before."""
    parts = (
        steps_of(event), _told(told), _clocked(event), _held(event), _looked_at(lots), _classes(event),
        _informed(event), _papers(event), _capas(event), _results(event), _signed(event),
    )  # fmt: skip
    return sorted(chain.from_iterable(parts), key=lambda entry: entry.at)


def _is_stock(reason: str) -> bool:
    return reason in _STOCK or reason.startswith("reported: ")


def _told(told: Iterable[Proof]) -> Iterator[Entry]:
    """Written, taken by the mail server or given up, read: each recipient by name."""
    for proof in told:
        yield Entry(proof.written_at, f"Notice to {proof.recipient}", reason=proof.subject_line, state="submitted")
        if proof.accepted_at:
            yield Entry(proof.accepted_at, f"Mail to {proof.recipient} delivered to the mail server", state="passed")
        if proof.given_up_at:
            yield Entry(proof.given_up_at, f"Mail to {proof.recipient} given up", state="failed")
        if proof.read_at:
            yield Entry(proof.read_at, f"Read by {proof.recipient}", reason=proof.subject_line, state="read")


def _clocked(event: QualityEvent) -> Iterator[Entry]:
    """Started, paused, overdue, ended: two queries."""
    clocks = list(Clock.objects.filter(subject_id=event.pk).select_related("owner"))
    for clock in clocks:
        about = {"by": clock.owner.name, "url": reverse("clocks:explain", args=[clock.pk])}
        yield Entry(clock.started_at, f"Clock started: {clock.title}", reason=clock.clause, state="running", **about)
        ended = clock.ended_at or clock.due_at
        if clock.state in (ClockState.BREACHED, ClockState.MET_LATE) or (
            clock.state == ClockState.CANCELLED and ended > clock.due_at
        ):
            yield Entry(clock.due_at, f"Overdue: {clock.title}", state="overdue", **about)
        if clock.ended_at:
            is_late = clock.state == ClockState.MET_LATE
            state = "warning" if is_late else str(clock.state)
            yield Entry(clock.ended_at, f"{clock.get_state_display()}: {clock.title}", state=state, **about)
    pauses = ClockPause.objects.filter(clock__in=clocks).select_related("clock", "granted_by")
    for pause in pauses:
        by = str(pause.granted_by)
        yield Entry(pause.begins_at, f"Clock paused: {pause.clock.title}", by, pause.reason, state="paused")
        if pause.ended_at:
            yield Entry(pause.ended_at, f"Pause ended: {pause.clock.title}", state="running")


def _held(event: QualityEvent) -> Iterator[Entry]:
    holds = Hold.objects.filter(event_id=event.pk).select_related("lot", "placed_by", "lifted_by", "organisation")
    for hold in holds:
        url = hold.lot.get_absolute_url()
        title = f"Lot {hold.lot.number} held for {hold.organisation.name}"
        yield Entry(hold.placed_at, title, str(hold.placed_by), hold.reason, url, "hold")
        if hold.lifted_at:
            title = f"Hold on lot {hold.lot.number} lifted"
            yield Entry(hold.lifted_at, title, str(hold.lifted_by), hold.lift_reason, url, "passed")


def _looked_at(lots: Sequence[EventLot]) -> Iterator[Entry]:
    """Lots that somebody has decided about; who comes with the rows."""
    for row in lots:
        if row.decided_at:
            is_free = row.standing == Standing.EXCLUDED
            title = f"Lot {row.lot.number}: {row.get_standing_display().lower()}"
            state = "verified" if is_free else "warning"
            yield Entry(row.decided_at, title, str(row.decided_by), row.reason, row.lot.get_absolute_url(), state)
        if row.consented_at:
            title = f"Lot {row.lot.number}: the sponsor agrees to letting it go"
            yield Entry(row.consented_at, title, str(row.consented_by), state="agreed")


def _classes(event: QualityEvent) -> Iterator[Entry]:
    for row in event.class_changes.select_related("asked_by", "decided_by"):
        wanted = row.get_to_class_display().lower()
        yield Entry(row.asked_at, f"Lower class asked for: {wanted}", str(row.asked_by), row.reason, state="submitted")
        if row.decided_at:
            title = f"Lower class {'consented to' if row.is_granted else 'refused'}: {wanted}"
            state = "agreed" if row.is_granted else "refused"
            yield Entry(row.decided_at, title, str(row.decided_by), row.answer, state=state)


def _informed(event: QualityEvent) -> Iterator[Entry]:
    """Informants, withdrawn ones too; their signatures come with the others."""
    for row in Informant.objects.filter(event=event).select_related("person", "named_by"):
        yield Entry(row.named_at, f"Told by {row.person}", str(row.named_by), row.told, state="submitted")
        if row.withdrawn_at:
            yield Entry(
                row.withdrawn_at, f"Withdrawn: told by {row.person}", "", row.withdrawn_because, "", "withdrawn"
            )


def _papers(event: QualityEvent) -> Iterator[Entry]:
    """Documents, interim reports, certificates of destroyed labels: three queries."""
    for paper in event.documents.select_related("added_by"):
        url = reverse("evidence:file", args=[paper.file_id])
        yield Entry(paper.added_at, f"Document added: {paper.title}", str(paper.added_by), url=url, state="submitted")
    for report in event.interim_reports.select_related("reported_by"):
        yield Entry(report.reported_at, "Interim report", str(report.reported_by), report.text, state="submitted")
    for gone in event.destructions.select_related("certified_by"):
        title = f"{gone.quantity} labels of {gone.label_lot} destroyed, witnessed by {gone.witness}"
        yield Entry(gone.certified_at, title, str(gone.certified_by), state="verified")


def _capas(event: QualityEvent) -> Iterator[Entry]:
    for link in event.capa_events.select_related("capa__proposed_by"):
        capa = link.capa
        url = reverse("quality_events:capa", args=[capa.pk])
        title = f"Corrective action proposed: {capa.number} {capa.title}"
        yield Entry(capa.proposed_at, title, str(capa.proposed_by), url=url, state="proposed")


def _results(event: QualityEvent) -> Iterator[Entry]:
    """Each single value of a result out of specification, when it was measured."""
    for row in OosResult.objects.filter(track__event=event).select_related("track", "entered_by"):
        what = "Initial result" if row.position == 0 else f"Retest {row.position}"
        title = f"{what} of {row.track.test_name}: {row.value} {row.track.unit_label}".rstrip()
        state = "conforming" if row.is_met else "failed"
        yield Entry(row.entered_at, title, str(row.entered_by), f"{row.analyst}, {row.laboratory}", state=state)


def _signed(event: QualityEvent) -> Iterator[Entry]:
    """Under the event and under what belongs to it: one query."""
    parts = Q(subject_id=event.pk)
    for part in (ClassChange, Informant, OosTrack, OotTrack):
        parts |= Q(subject_id__in=part.objects.filter(event=event).values("pk"))
    for row in Signature.objects.filter(parts, partnership_id=event.partnership_id):
        title = f"Signed, {row.get_meaning_display().lower()}: {row.subject_label}"
        yield Entry(row.signed_at, title, row.printed_name, row.reason, state="signed")
