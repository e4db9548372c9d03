"""What a complaint's page shows: record, screen, reports with their clocks, review, buttons with their refusals."""

from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from clocks.models import Clock
from clocks.queries import proof_of
from kernel.errors import Refused
from kernel.scope import Actor
from kernel.states import check_move
from quality_events.actions.adverse import ADVERSE_CLOCK
from quality_events.actions.forwarding import FORWARD_CLOCK
from quality_events.forms.complaints import (
    AnswerForm,
    FollowUpForm,
    LabelForm,
    ReceiptForm,
    ReviewForm,
    ScreenForm,
    SubmissionForm,
)
from quality_events.forms.events import QuestionForm
from quality_events.models import AdverseReport, AdverseScreen, Complaint
from quality_events.queries.complaints import is_screen_signed, latest_screen, reports_of
from quality_events.seriousness import OUTCOMES
from quality_events.states import COMPLAINT, AdverseReportState, ComplaintState
from records.queries import shown, signatures_of

_BUTTONS = {
    ComplaintState.SCREENED: ("review",),
    ComplaintState.REVIEWED: ("investigate", "set_aside"),
    ComplaintState.INVESTIGATING: ("close",),
    ComplaintState.SET_ASIDE: ("close",),
}


def complaint_context(complaint: Complaint, actor: Actor, zone: ZoneInfo) -> dict[str, Any]:
    """Everything that templates/quality_events/complaint.html shows; a constant number of queries."""
    screen, state = latest_screen(complaint.pk), complaint.state
    is_signed = is_screen_signed(complaint, screen)
    lots = list(complaint.complaint_lots.select_related("lot__product").order_by("lot__number"))
    relevant = [row for row in lots if row.is_relevant]
    may_screen = actor.may("quality_events.screen", complaint)
    reports = _reports(complaint, actor, zone)
    clocks = [("clock", report["clock"].pk) for report in reports if report["clock"]]
    return {
        "complaint": complaint,
        "lots": relevant,
        "screen": screen,
        "screen_rows": screen_rows(screen),
        "is_screen_signed": is_signed,
        "actions": _buttons(complaint, actor, screen, is_signed=is_signed),
        "may_screen": may_screen,
        "screen_form": ScreenForm(auto_id="screen_%s"),
        "may_review": may_screen and state == ComplaintState.SCREENED,
        "review_form": ReviewForm(initial=_reviewed(complaint, relevant), auto_id="review_%s"),
        "may_send_back": "send_back" in {t.verb for t in COMPLAINT.available(complaint, actor)},
        "question": QuestionForm(auto_id="back_%s"),
        "may_answer": may_screen and state in (ComplaintState.INVESTIGATING, ComplaintState.SET_ASIDE),
        "answer_form": AnswerForm(initial={"follow_up": complaint.follow_up, "reply": complaint.reply}),
        "may_receive": actor.may("quality_events.report", complaint),
        "receipt_form": ReceiptForm(zone=zone, auto_id="receipt_%s"),
        "label_form": LabelForm(auto_id="label_%s"),
        "reports": reports,
        "passed_on": Clock.objects.filter(rule=FORWARD_CLOCK, subject_id=complaint.pk).order_by("id").last(),
        "may_follow_up": may_screen and any(r["report"].state == AdverseReportState.SUBMITTED for r in reports),
        "follow_up_form": FollowUpForm(zone=zone, auto_id="follow_up_%s"),
        "timeline": _timeline(complaint),
        "signatures": [shown(signature) for signature in signatures_of(complaint.pk)],
        "told": proof_of(("complaint", complaint.pk), *clocks),
    }


def screen_rows(screen: AdverseScreen | None) -> list[dict[str, Any]]:
    """Each outcome with its answer, in the Act's order."""
    if screen is None:
        return []
    asked = {"Health-related event": screen.is_adverse, **{OUTCOMES[n]: yes for n, yes in screen.answers.items()}}
    return [{"label": label, "is_yes": yes, "text": "Yes" if yes else "No"} for label, yes in asked.items()]


def complaint_rows(complaint: Complaint) -> list[dict[str, str]]:
    """What `complaint_content` binds, in the words of the page; empty parts are left out."""
    screen = latest_screen(complaint.pk)
    lots = complaint.complaint_lots.filter(is_relevant=True).order_by("lot__number")
    rows = [
        ("Complaint", f"{complaint.number}, {complaint.product.name}"),
        ("Nature", complaint.get_nature_display()),
        ("How it came", f"{complaint.get_channel_display()}, {complaint.get_reporter_display().lower()}"),
        ("Initials or case number", complaint.reporter_reference),
        ("In its own words", complaint.words),
        ("How the product was used", complaint.usage),
        ("Dose", complaint.dose),
        ("Lot as it was told", complaint.stated_lot),
        ("Relevant batches", ", ".join(lots.values_list("lot__number", flat=True))),
        ("Label copy", f"{complaint.label.name}, SHA-256 {complaint.label.sha256}" if complaint.label else ""),
        *((row["label"], row["text"]) for row in screen_rows(screen)),
        ("Basis of the answers", screen.basis if screen else ""),
        ("Investigate", {True: "Yes", False: "No"}.get(complaint.is_to_investigate, "")),  # type: ignore[arg-type]
        ("Review", complaint.review),
        ("Event", complaint.event.number if complaint.event else ""),
        ("Findings and follow-up", complaint.follow_up),
        ("Reply", complaint.reply),
    ]
    return [{"label": label, "text": text} for label, text in rows if text]


def _reviewed(complaint: Complaint, relevant: list[Any]) -> dict[str, str]:
    answer = {True: "yes", False: "no", None: ""}[complaint.is_to_investigate]
    lots = "\n".join(row.lot.number for row in relevant)
    return {"is_to_investigate": answer, "lots": lots, "review": complaint.review}


def _reports(complaint: Complaint, actor: Actor, zone: ZoneInfo) -> list[dict[str, Any]]:
    found = list(reports_of(complaint.pk))
    clocks = Clock.objects.filter(rule=ADVERSE_CLOCK, subject_id__in=[report.pk for report in found]).order_by("id")
    by_report = {clock.subject_id: clock for clock in clocks}
    return [_report(report, by_report.get(report.pk), actor, zone) for report in found]


def _report(report: AdverseReport, clock: Clock | None, actor: Actor, zone: ZoneInfo) -> dict[str, Any]:
    is_due = report.state == AdverseReportState.DUE
    return {
        "report": report,
        "clock": clock,
        "may_submit": is_due and actor.may("quality_events.report_adverse", report),
        "form": SubmissionForm(zone=zone, auto_id=f"submit_{report.position}_%s"),
    }


def _buttons(
    complaint: Complaint, actor: Actor, screen: AdverseScreen | None, *, is_signed: bool
) -> list[dict[str, str]]:
    """The signed steps that the state allows; one's own screen first."""
    if screen is not None and not is_signed:
        return [_button(complaint, "screen", actor)]
    verbs = _BUTTONS.get(ComplaintState(complaint.state), ())
    if complaint.is_to_investigate is not None and complaint.state == ComplaintState.REVIEWED:
        verbs = ("investigate",) if complaint.is_to_investigate else ("set_aside",)
    return [_button(complaint, verb, actor) for verb in verbs]


def _button(complaint: Complaint, verb: str, actor: Actor) -> dict[str, str]:
    refusal, step = "", COMPLAINT.find(complaint.state, verb)
    try:
        check_move(complaint, verb, by=actor, reason="asked for the page", signed=True)
    except Refused as refused:
        refusal = refused.sentence
    url = reverse("quality_events:sign_complaint", args=[complaint.pk, verb])
    return {"label": step.label if step else verb, "url": url, "refusal": refusal, "tone": "primary"}


def _timeline(complaint: Complaint) -> list[dict[str, Any]]:
    """Each change with who and why, the first first."""
    rows = complaint.history.select_related("history_user").order_by("history_date", "history_id")
    found, before = [], ""
    for row in rows:
        label = row.get_state_display()
        title = label if label != before else (row.history_change_reason or "Entry changed").capitalize()
        found.append({"at": row.history_date, "by": str(row.history_user or ""), "title": title, "reason": ""})
        before = label
    return found
