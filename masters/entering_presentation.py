"""What the pages about first versions show: where to begin, row verdicts, buttons with their refusals."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kernel.errors import Refused
from kernel.scope import Actor
from kernel.states import check_move
from masters import queries, rules
from masters.content import baseline_content
from masters.dry_run import DryRun, check_dry_run, dry_run
from masters.entrance import TABLES, Content
from masters.entrance.cells import written
from masters.models import BaselineDraft
from masters.sheets.problems import Unreadable
from masters.states import DraftState
from parties.models import Partnership
from parties.queries import partnerships
from records.content import content_hash
from records.queries import shown_all, signatures_of
from records.states import Meaning

_OUTCOMES = {
    "new": ("planned", "new"),
    "same": ("not_applicable", "as recorded"),
    "changed": ("planned", "changes"),
    "refused": ("refused", "refused"),
}
"""An outcome → its badge and words."""
_SHORT = 25
"""Rows of a sheet that are shown without a click."""
_MOST_SHOWN = 50
"""Drafts of a partnership on its page."""


def overview_context(actor: Actor) -> dict[str, Any]:
    """The partnerships in which this actor may bring something."""
    return {"pairs": [pair for pair in partnerships() if actor.may("masters.draft", pair)]}


def may_bring(actor: Actor) -> bool:
    """On any side, so that a list shows the button."""
    return "masters.draft" in actor.sponsor_permissions | actor.cmo_permissions


def bring_context(pair: Partnership, form: Any, unreadable: Unreadable | None, actor: Actor) -> dict[str, Any]:
    return {
        "pair": pair,
        "form": form,
        "problems": unreadable.problems if unreadable else (),
        "drafts": queries.drafts().filter(partnership=pair)[:_MOST_SHOWN],
        "may_bring": actor.may("masters.draft", pair),
    }


def draft_context(draft: BaselineDraft, actor: Actor) -> dict[str, Any]:
    """The draft with its rows; judged against what is there as long as it waits."""
    is_waiting = draft.state == DraftState.SUBMITTED
    content = queries.content_of_draft(draft)
    run = dry_run(draft.partnership_id, content) if is_waiting else None
    return {
        "draft": draft,
        "run": run,
        **{outcome: run.count(outcome) for outcome in ("new", "changed", "same") if run},
        "sheets": _sheets(content, run),
        "buttons": [_approve(draft, run, actor), _withdraw(draft, actor)] if is_waiting and actor.side(draft) else [],
        "signatures": shown_all(signatures_of(draft.pk), baseline_content(draft)),
    }


def sign_context(request: HttpRequest, draft: BaselineDraft, form: Any) -> dict[str, Any]:
    return {
        "form": form,
        "digest": content_hash(baseline_content(draft)),
        "meaning": Meaning.APPROVED.label,
    }


def _sheets(content: Content, run: DryRun | None) -> list[dict[str, Any]]:
    """Every row as it was read, with what it would do while the draft waits."""
    judged = {(v.table.name, v.row): v.outcome for v in run.verdicts} if run else {}
    return [
        {
            "title": table.title,
            "paragraph": table.paragraph,
            "names": table.names,
            "is_short": len(content[name]) <= _SHORT,
            "rows": [
                {
                    "number": row.number,
                    "cells": [written(row.values.get(column)) for column in table.names],
                    **_words(judged.get((name, row.number))),
                }
                for row in content[name]
            ],
        }
        for name, table in TABLES.items()
        if content[name]
    ]


def _words(outcome: str | None) -> dict[str, str]:
    code, words = _OUTCOMES.get(outcome or "", ("", ""))
    return {"code": code, "words": words}


def _approve(draft: BaselineDraft, run: DryRun | None, actor: Actor) -> dict[str, Any]:
    refusal = ""
    try:
        check_move(draft, "approve", by=actor, signed=True)
        rules.check_approves_baseline(actor, draft, draft.brought_by_id)
        if run is not None:
            check_dry_run(run)
    except Refused as refused:
        refusal = refused.sentence
    url = reverse("masters:approve", args=[draft.pk])
    return {"label": "Approve", "url": url, "tone": "primary", "refusal": refusal}


def _withdraw(draft: BaselineDraft, actor: Actor) -> dict[str, Any]:
    refusal = ""
    try:
        check_move(draft, "withdraw", by=actor, reason="asked later")
    except Refused as refused:
        refusal = refused.sentence
    return {"label": "Withdraw", "url": reverse("masters:withdraw", args=[draft.pk]), "tone": "", "refusal": refusal}
