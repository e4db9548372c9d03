"""A recall as its report says it: to the contract manufacturer without what is the sponsor's own (domain §C8)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from records.reports import Fact, PartRow, Report, Section, printed_as
from traceability.models import Recall, RecallPaper
from traceability.queries.recalls import Account, accounts, label_of, papers, recall, said, timeline
from traceability.states import PaperKind, RecallState

FORMAT = "recall-1"


@dataclass(frozen=True, slots=True)
class LotRow:
    number: str = printed_as("Lot", width="w16")
    item: str = printed_as("Item", under=True)
    label: str = printed_as("Label", under=True)
    sure: str = printed_as("In the scope", width="w14")
    because: str = printed_as("Because", under=True)
    path: tuple[str, ...] = printed_as("Path")
    made: str = printed_as("Made or received", width="w12")
    shipped: str = printed_as("Shipped", width="w10")
    in_house: str = printed_as("In house", width="w10")


@dataclass(frozen=True, slots=True)
class AccountRow:
    name: str = printed_as("Direct account", width="w20")
    address: str = printed_as("Address", under=True)
    contact: str = printed_as("Contact for a recall", width="w24")
    lots: tuple[str, ...] = printed_as("Lots", width="w14")
    received: tuple[str, ...] = printed_as("Received")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    name: str = printed_as("Account", width="w20")
    how: str = printed_as("Told", width="w16")
    told_at: datetime = printed_as("At", under=True)
    answered_at: datetime | None = printed_as("Answered at", width="w20")
    by: str = printed_as("By", under=True)
    on_hand: Decimal | None = printed_as("On hand", width="w10")
    disposed: Decimal | None = printed_as("Returned or destroyed", width="w12")
    check: str = printed_as("Effectiveness check")


@dataclass(frozen=True, slots=True)
class StatusRow:
    number: int = printed_as("Status report", width="w10")
    at: datetime = printed_as("Made at", width="w24")
    notified: int = printed_as("Notified", width="w8")
    responded: int = printed_as("Responded", width="w8")
    silent: tuple[str, ...] = printed_as("Have not responded")
    disposed: str = printed_as("Accounted for", width="w12")
    checks: str = printed_as("Checks", width="w12")
    completes_on: date = printed_as("To be completed", width="w14")


@dataclass(frozen=True, slots=True)
class StepRow:
    at: datetime = printed_as("When", width="w24")
    state: str = printed_as("Step", width="w24")
    by: str = printed_as("By", width="w20")
    reason: str = printed_as("Reason")


def recall_report(recall_id: UUID) -> Report:
    """One recall; a bounded number of queries. Raises DoesNotExist for strangers."""
    found = recall(recall_id)
    locked = getattr(found, "locked_scope", None) if found.locked_at else None
    content: dict[str, Any] = locked.content if locked else {"rows": [], "accounts": [], "unproven": []}
    kept = papers(found.pk)
    return Report(
        format=FORMAT,
        number=found.number,
        title=found.title,
        state=found.get_state_display(),
        tone="good" if found.state in (RecallState.TERMINATED, RecallState.NOT_RECALLED) else "bad",
        time_zone=found.partnership.sponsor.time_zone,
        facts=_facts(found),
        sections=(
            Section("lots", "Lots in the scope", LotRow, _lots(content, found), "The scope is not locked yet."),
            Section("accounts", "Direct accounts", AccountRow, _accounts(content), "Nobody received any of it."),
            Section("unproven", "Unproven steps", PartRow, _unproven(content), "Every step is proven."),
            Section("papers", "Evaluation, decision, strategy", PartRow, _papers(kept), "Nothing that you may see."),
            Section("answers", "Notices and answers", AnswerRow, _answers(found), "None that you may see."),
            Section("statuses", "Status reports (21 CFR 7.53)", StatusRow, _statuses(found), "None that you may see."),
            Section("steps", "Steps", StepRow, _steps(found), "None."),
        ),
    )


def _facts(found: Recall) -> tuple[Fact, ...]:
    return (
        Fact("Kind", found.get_kind_display()),
        Fact("Sponsor", found.partnership.sponsor.name),
        Fact("Contract manufacturer", found.partnership.cmo.name),
        Fact("Signal", found.signal),
        Fact("Opened at", found.opened_at),
        Fact("Opened by", found.opened_by.name),
        Fact("Scope locked at", found.locked_at),
        Fact("SHA-256 of the scope", found.scope_hash),
        Fact("Notices sent at", found.notified_at),
        Fact("Terminated at", found.terminated_at),
        *(_scored(found.score) if found.score else ()),
    )


def _scored(score: dict[str, Any]) -> tuple[Fact, ...]:
    """Of an exercise that has ended."""
    return (
        Fact("Exercise", "Passed" if score["has_passed"] else f"Failed: {'; '.join(score['missed'])}"),
        Fact("Minutes to the scope", score["scope_minutes"]),
        Fact("Minutes to the contacts", score["contact_minutes"]),
        Fact("Minutes of the contract manufacturer", score["cmo_minutes"]),
        Fact("Share of the quantity located", score["located"]),
        Fact("Share of steps proven", score["proven"]),
    )


def _lots(content: dict[str, Any], found: Recall) -> tuple[LotRow, ...]:
    part = (found.part or {}).get("located", {})
    return tuple(
        LotRow(
            row["number"],
            row["name"],
            row["label"],
            row["sure"].capitalize(),
            row["because"],
            tuple(row["path"]),
            _amount(row["made"], row["unit"]),
            _amount(row["shipped"], row["unit"]) if row["kind"] == "lot" else "",
            _amount(part.get(row["number"], row["on_hand"]), row["unit"]) if row["kind"] == "lot" else "",
        )
        for row in content["rows"]
    )


def _amount(quantity: str | None, unit: str) -> str:
    return "" if quantity is None else f"{Decimal(quantity).normalize():f} {unit}"


def _accounts(content: dict[str, Any]) -> tuple[AccountRow, ...]:
    return tuple(
        AccountRow(
            row["name"], row["address"], row["contact"], tuple(row["lots"]),
            tuple(_amount(quantity, unit) for quantity, unit in row["quantities"]),
        )
        for row in content["accounts"]
    )  # fmt: skip


def _unproven(content: dict[str, Any]) -> tuple[PartRow, ...]:
    return tuple(PartRow(step, why) for step, why in content["unproven"])


def _papers(kept: dict[str, RecallPaper]) -> tuple[PartRow, ...]:
    return tuple(
        PartRow(f"{kept[kind].get_kind_display()}: {label_of(name)}", said(value))
        for kind in PaperKind
        if kind in kept
        for name, value in kept[kind].answers.items()
    )


def _answers(found: Recall) -> tuple[AnswerRow, ...]:
    return tuple(_answer(row) for row in accounts(found))


def _answer(row: Account) -> AnswerRow:
    answer, check = row.answer, row.check
    checked = "" if not row.is_drawn else "drawn, open" if check is None else _checked(check.how, check.is_effective)
    return AnswerRow(
        row.notice.name,
        row.notice.get_how_display(),
        row.notice.sent_at,
        answer.answered_at if answer else None,
        answer.name if answer else "",
        answer.on_hand if answer else None,
        answer.disposed if answer else None,
        checked,
    )


def _checked(how: str, is_effective: object) -> str:
    return f"{how}: {'effective' if is_effective else 'not effective'}"


def _statuses(found: Recall) -> tuple[StatusRow, ...]:
    return tuple(
        StatusRow(
            row.number, row.reported_at, row.figures["notified"], row.figures["responded"],
            tuple(row.figures["silent"]), row.figures["disposed"],
            f"{row.figures['checks_effective']} of {row.figures['checks_done']} effective, "
            f"{row.figures['checks_drawn']} drawn",
            row.completes_on,
        )
        for row in found.statuses.order_by("number")
    )  # fmt: skip


def _steps(found: Recall) -> tuple[StepRow, ...]:
    """Oldest first, as a record is read."""
    return tuple(StepRow(step.at, step.title, step.by, step.reason) for step in reversed(timeline(found)))
