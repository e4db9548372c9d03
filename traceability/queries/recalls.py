"""Reads about recalls."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from parties.models import Partnership
from records.content import content_hash, plain
from records.queries import signatures_of
from records.states import Meaning
from traceability.models import Recall, RecallCheck, RecallNotice, RecallPaper, RecallResponse
from traceability.queries.accounts import direct_accounts
from traceability.recalling.asked import LABELS
from traceability.recalling.figures import Figures, Told, figures_of
from traceability.recalling.plot import Point
from traceability.states import PaperKind, RecallState

ORDER = ("-opened_at", "-id")
OVER = (RecallState.TERMINATED, RecallState.NOT_RECALLED)


@dataclass(frozen=True, slots=True)
class Step:
    """How the recall moved."""

    at: datetime
    title: str
    by: str
    reason: str
    state: str


@dataclass(frozen=True, slots=True)
class Account:
    """One notice with its newest answer and check."""

    notice: RecallNotice
    answer: RecallResponse | None
    check: RecallCheck | None
    is_drawn: bool

    @property
    def was_told(self) -> bool:
        return self.notice.how != "call"


def recalls() -> QuerySet[Recall]:
    """Those in sight."""
    return Recall.objects.select_related("partnership__sponsor", "partnership__cmo").annotate(
        lots_in_it=Count("lots", filter=Q(lots__isnull=False))
    )


def recall(recall_id: UUID) -> Recall:
    """Raises DoesNotExist for strangers."""
    return Recall.objects.select_related("partnership__sponsor", "partnership__cmo", "opened_by", "capa").get(
        pk=recall_id
    )


def next_number(partnership_id: UUID, *, is_exercise: bool) -> str:
    """ "RC-1", or "MR-1" for an exercise; the partnership's row is locked by whoever asks."""
    prefix = "MR" if is_exercise else "RC"
    taken = Recall.objects.filter(partnership_id=partnership_id, number__startswith=f"{prefix}-").count()
    return f"{prefix}-{taken + 1}"


def papers(recall_id: UUID) -> dict[str, RecallPaper]:
    """The newest of each kind that the reader sees; one query."""
    found = RecallPaper.objects.filter(recall_id=recall_id).select_related("written_by")
    return {paper.kind: paper for paper in found.order_by("written_at", "id")}


def signed_content(found: Recall, verb: str) -> dict[str, Any]:
    """What a signature covers, papers by their hash: the other company sees that they are signed, not what they say."""
    kept = papers(found.pk)
    kinds = (PaperKind.ENDING,) if verb == "terminate" else (PaperKind.EVALUATION, PaperKind.PROPOSAL)
    content: dict[str, Any] = {
        "recall": found.pk,
        "number": found.number,
        "kind": found.kind,
        "title": found.title,
        "signal": found.signal,
        "question": found.question,
        "papers": {kind: content_hash(kept[kind].answers) for kind in kinds if kind in kept},
    }
    if verb == "terminate":
        statuses = list(found.statuses.order_by("number").values_list("number", "figures"))
        content |= {"scope": found.scope_hash, "statuses": {str(n): content_hash(f) for n, f in statuses}}
    return content


def proposer_of(found: Recall) -> list[UUID]:
    """Who signed the newest proposal, and by whose authority."""
    signed = signatures_of(found.pk).filter(meaning=Meaning.REVIEWED).order_by("-signed_at", "-id").first()
    return [key for key in (signed.signer_id, signed.delegator_id) if key] if signed else []


def accounts(found: Recall) -> list[Account]:
    """Every notice with what came of it, by name; four queries."""
    notices = list(RecallNotice.objects.filter(recall=found).select_related("account").order_by("name", "id"))
    keys = [notice.pk for notice in notices]
    answers = {
        row.notice_id: row for row in RecallResponse.objects.filter(notice_id__in=keys).order_by("answered_at", "id")
    }
    checks = {row.notice_id: row for row in RecallCheck.objects.filter(notice_id__in=keys).order_by("checked_at", "id")}
    sample = papers(found.pk).get(PaperKind.SAMPLE)
    drawn = set(sample.answers["drawn"]) if sample else set()
    return [
        Account(notice, answers.get(notice.pk), checks.get(notice.pk), str(notice.pk) in drawn) for notice in notices
    ]


def figures(rows: Iterable[Account]) -> Figures:
    """As of now."""
    return figures_of(
        Told(
            row.notice.name,
            row.was_told,
            row.answer is not None,
            **({"on_hand": row.answer.on_hand, "disposed": row.answer.disposed} if row.answer else {}),
            is_drawn=row.is_drawn,
            is_effective=row.check.is_effective if row.check else None,
        )
        for row in rows
    )


def notice(notice_id: UUID) -> RecallNotice:
    """With everything that its page says; raises DoesNotExist."""
    found = RecallNotice.objects.select_related("recall__partnership__sponsor", "recall__partnership__cmo")
    return found.get(pk=notice_id)


def onward_accounts(found: Recall) -> list[dict[str, Any]]:
    """The sponsor's own customers that its warehouses sent these lots on to; none for anybody else. As in a scope."""
    numbers = dict(found.lots.values_list("lot_id", "lot__number"))
    told: list[dict[str, Any]] = plain(direct_accounts(numbers, None))
    return [{**row, "is_onward": True} for row in told]


def points(rows: Iterable[Account]) -> list[Point]:
    """The accounts that have coordinates."""
    return [
        Point(row.notice.name, float(place.latitude), float(place.longitude), "answered" if row.answer else "silent")
        for row in rows
        if (place := row.notice.account) and place.latitude is not None and place.longitude is not None
    ]


def timeline(found: Recall) -> list[Step]:
    """How it moved, the newest step first; one query."""
    steps: list[Step] = []
    before = ""
    for row in found.history.select_related("history_user").order_by("history_id"):
        if row.state != before:
            who = row.history_user.name if row.history_user else ""
            label = RecallState(row.state).label
            steps.append(Step(row.history_date, label, who, row.history_change_reason or "", row.state))
        before = row.state
    return steps[::-1]


def open_recalls(partnership: Partnership) -> QuerySet[Recall]:
    return Recall.objects.filter(partnership=partnership).exclude(state__in=OVER)


def lots_told(found: RecallNotice) -> list[dict[str, Any]]:
    """The lots that the notice names, as they were locked."""
    rows = found.recall.locked_scope.content["rows"]
    return [row for row in rows if row["kind"] == "lot" and row["number"] in found.lots]


def instructions(found: RecallNotice) -> str:
    """What the strategy tells the accounts to do."""
    strategy = papers(found.recall_id).get(PaperKind.STRATEGY)
    return str(strategy.answers["instructions"]) if strategy else ""


@dataclass(frozen=True, slots=True)
class PaperLines:
    """A paper as pages show it."""

    title: str
    at: datetime
    by: str
    lines: tuple[tuple[str, str], ...]


def paper_lines(kept: dict[str, RecallPaper]) -> list[PaperLines]:
    """In the order of a recall's life; empty for whom they are not."""
    return [
        PaperLines(
            kept[kind].get_kind_display(),
            kept[kind].written_at,
            kept[kind].written_by.name,
            tuple((label_of(name), said(value)) for name, value in kept[kind].answers.items()),
        )
        for kind in PaperKind
        if kind in kept
    ]


def label_of(name: str) -> str:
    """A paper's answer, by the question it answers."""
    return LABELS.get(name, name)


def said(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
