"""The list of recalls, and the console of one: whose turn, what is in it, who was told, how far it got."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kernel.keyset import BadCursorError, page_of
from parties.queries import partnerships
from records.queries import shown, shown_all, signatures_of
from traceability.forms.recalls import SurpriseForm
from traceability.models import Recall
from traceability.queries import recalls as queries
from traceability.recall_steps import TURNS, buttons
from traceability.recalling.plot import plot
from traceability.recalling.shown import picture_of
from traceability.states import RECALL


@require_safe
def recalls(request: HttpRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        page = page_of(queries.recalls(), order=queries.ORDER, after=after, before=before)
    except BadCursorError:
        page = page_of(queries.recalls(), order=queries.ORDER)
    by = request.actor  # type: ignore[attr-defined]  # ours
    pairs = [pair for pair in partnerships() if by.may("traceability.recall_signal", pair)]
    context = {"page": page, "recalls": page.rows, "surprise": SurpriseForm(None, pairs=pairs) if pairs else None}
    return render(request, "traceability/recalls.html", context)


@require_safe
def recall(request: HttpRequest, recall_id: UUID) -> HttpResponse:
    found = queries.recall(recall_id)
    return render(request, "traceability/recall.html", _shown(request, found))


def _shown(request: HttpRequest, found: Recall) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]  # ours
    kept, rows = queries.papers(found.pk), queries.accounts(found)
    content = found.locked_scope.content if found.locked_at else None
    is_own = actor.side(found) == "sponsor"
    signed = signatures_of(found.pk)
    contents = [queries.signed_content(found, verb) for verb in ("decide", "terminate")] if is_own else []
    return {
        "recall": found,
        "turn": TURNS.get(RECALL.turn[found.state], ""),
        "buttons": buttons(found, kept, actor),
        "content": content,
        "picture": picture_of(content) if content else None,
        "lots": found.lots.select_related("lot__product", "hold").order_by("lot__number"),
        "papers": queries.paper_lines(kept),
        "accounts": rows,
        "figures": queries.figures(rows) if is_own and found.notified_at else None,
        "plot": plot(queries.points(rows)),
        "statuses": found.statuses.order_by("number"),
        "may_work": actor.may("traceability.recall", found),
        "is_own": is_own,
        "timeline": queries.timeline(found),
        "signatures": shown_all(signed, *contents) if is_own else [shown(row) for row in signed],
    }
