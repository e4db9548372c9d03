"""The reviewer's desk: exceptions first, the chosen one with its row, its figures and its source document."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest

from evidence import rules
from evidence.differences import changes_of, reasons_of
from evidence.drafts import origin_of
from evidence.models import DraftResult, Pack, PackRow
from evidence.presentation.builder import refusal_of
from evidence.presentation.changes import Group, grouped
from evidence.presentation.documents import FileNotes, notes_of
from evidence.presentation.packs import pack_head
from evidence.presentation.rows import Cell, facts, title_of
from evidence.presentation.samples import threads
from evidence.presentation.sources import Source, documents_of, row_of, source_of
from evidence.presentation.standing import rule_lines
from evidence.presentation.verdicts import ShownVerdict, shown
from evidence.queries import exceptions, review_signature, rule_counts, undecided
from evidence.states import OPEN_QUESTION
from kernel.scope import Actor
from kernel.states import check_move

MOST_ITEMS = 200


@dataclass(frozen=True, slots=True)
class Desk:
    """The chosen item: the row it is about and the document beside it."""

    verdict: ShownVerdict
    section: str
    position: int | None
    facts: list[tuple[str, Cell]]
    source: Source | None
    notes: FileNotes | None = None
    origin: DraftResult | None = None
    """What a result of the laboratory was read or typed from, as the platform recorded it."""
    changes: list[Group] = field(default_factory=list)
    """What the CMO changed in this row since the version before, and why."""


def review_page(request: HttpRequest, pack: Pack) -> dict[str, Any]:
    """Everything of templates/evidence/review.html."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # ours
    found = list(exceptions(pack)[:MOST_ITEMS])
    asked = {thread.verdict_id: thread for thread in threads(pack=pack)}  # the newest on each verdict
    listed = (replace(shown(verdict), thread=asked.get(verdict.pk)) for verdict in found)
    items = sorted(listed, key=lambda item: (not item.is_open, item.rule, item.id))
    open_ones = undecided(pack)
    open_threads = [thread for thread in asked.values() if thread.state in OPEN_QUESTION]
    return pack_head(request, pack, "review") | {
        "items": items,
        "desk": _desk(pack, items, request.GET.get("item", "")),
        "undecided": open_ones,
        "lines": rule_lines(rule_counts(pack)),
        "documents": documents_of(pack),
        "may_decide": actor.may("evidence.review", pack) and pack.state == "in_review",
        "accept_refusal": refusal_of(check_move, pack, "accept", by=actor, signed=True)
        or refusal_of(rules.check_all_decided, open_ones)
        or refusal_of(rules.check_no_open_question, len(open_threads)),
        "countersign_refusal": refusal_of(rules.check_may_countersign, pack, actor, review_signature(pack)),
        "open_threads": open_threads,
        "return_refusal": refusal_of(check_move, pack, "return", by=actor, reason="asked on the page"),
    }


def _desk(pack: Pack, items: list[ShownVerdict], chosen: str) -> Desk | None:
    item = next((found for found in items if str(found.id) == chosen), items[0] if items else None)
    return desk_of(pack, item) if item else None


def desk_of(pack: Pack, item: ShownVerdict) -> Desk:
    """The item's row and the document where its value stands."""
    row = row_of(pack, item.subject)
    section = row.section if row else item.subject.partition("/")[0]
    origin = origin_of(row)
    source = source_of(item.rule, row, documents_of(pack), origin)
    notes = notes_of([source.document.file])[source.document.file_id] if source else None
    return Desk(
        item,
        title_of(section),
        row.position if row and row.position else None,
        facts(section, row.data) if row else [],
        source,
        notes,
        origin,
        _changes_in(pack, row),
    )


def _changes_in(pack: Pack, row: PackRow | None) -> list[Group]:
    """Of the row's section alone; nothing in a first version."""
    if row is None or pack.version == 1:
        return []
    found = [one for one in changes_of(pack, row.section) if one.kind != "removed"]
    return grouped((one for one in found if one.position == max(row.position, 1)), reasons_of(pack))
