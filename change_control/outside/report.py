"""A change request as its report says it: what changes, why, its impact, and how it was decided."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from change_control.models import ChangeRequest
from change_control.queries import change, timeline
from change_control.states import ChangeState
from quality_events.models import CapaAction
from records.reports import Fact, PartRow, Report, Section, printed_as

FORMAT = "change-request-1"
_TONES = {
    ChangeState.APPROVED: "good", ChangeState.EFFECTIVE: "good", ChangeState.CLOSED: "good",
    ChangeState.SPONSOR_REVIEW: "wait", ChangeState.IMPACT_ASSESSMENT: "wait", ChangeState.NOTIFIED: "wait",
    ChangeState.EMERGENCY: "bad", ChangeState.REJECTED: "bad",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepRow:
    at: datetime = printed_as("When", width="w24")
    state: str = printed_as("Step", width="w24")
    by: str = printed_as("By", width="w20")
    reason: str = printed_as("Reason")


@dataclass(frozen=True, slots=True)
class ActionRow:
    capa: str = printed_as("Corrective action", width="w20")
    title: str = printed_as("Title", under=True)
    what: str = printed_as("What the change carries out")
    owner: str = printed_as("Owner", width="w20")
    done_at: datetime | None = printed_as("Done at", width="w24")


def change_report(change_id: UUID) -> Report:
    """One change request; a constant number of queries. Raises DoesNotExist for strangers."""
    found = change(change_id)
    return Report(
        format=FORMAT,
        number=found.number,
        title=found.title,
        state=found.get_state_display(),
        tone=_TONES.get(ChangeState(found.state), "idle"),
        time_zone=found.partnership.cmo.time_zone,
        facts=_facts(found),
        sections=(
            Section("parts", "What changes", PartRow, _parts(found), "Nothing is written."),
            Section("actions", "Corrective actions that it carries out", ActionRow, _actions(found), "None."),
            Section("steps", "Steps and decisions", StepRow, _steps(found), "None."),
        ),
    )


def _facts(found: ChangeRequest) -> tuple[Fact, ...]:
    return (
        Fact("Kind of change", found.get_trigger_display()),
        Fact("Product", f"{found.product.code} {found.product.name}"),
        Fact("Effective on", found.effective_on),
        Fact("Contract manufacturer", found.partnership.cmo.name),
        Fact("Sponsor", found.partnership.sponsor.name),
        Fact("Clause", found.clause),
        Fact("How it came", found.get_path_display()),
        Fact("Classified", found.because),
        Fact("Proposed at", found.proposed_at),
        Fact("Proposed by", found.proposed_by.name),
    )


def _parts(found: ChangeRequest) -> tuple[PartRow, ...]:
    return (
        PartRow("Description", found.description),
        PartRow("Why it is needed", found.justification),
        PartRow("Impact assessment", found.impact),
        *([PartRow("Conditions", found.conditions)] if found.conditions else []),
    )


def _actions(found: ChangeRequest) -> tuple[ActionRow, ...]:
    rows = CapaAction.objects.filter(
        partnership_id=found.partnership_id, change_number=found.number, dropped_at=None
    ).select_related("capa", "owner")
    return tuple(
        ActionRow(row.capa.number, row.capa.title, row.what, row.owner.name, row.done_at)
        for row in rows.order_by("capa__proposed_at", "position", "id")
    )


def _steps(found: ChangeRequest) -> tuple[StepRow, ...]:
    """Oldest first, as a record is read."""
    return tuple(StepRow(step.at, step.title, step.by, step.reason) for step in reversed(timeline(found)))
