"""First versions enter the baseline: brought as a draft, approved with one signature, or withdrawn."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from clocks.actions import close_items, open_item
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from masters import rules
from masters.actions.laboratories import approve_laboratory
from masters.actions.products import add_product
from masters.actions.records import approve_master_record
from masters.actions.standing import record_standing_facts
from masters.actions.versions import approve_label, approve_sampling_plan, approve_specification
from masters.content import baseline_content
from masters.dry_run import check_dry_run, dry_run
from masters.entrance import Assembled, Content, assembled, row_numbers, written_json
from masters.models import BaselineDraft, Product
from masters.queries import content_of_draft, next_draft_number
from masters.standing import KINDS
from parties.identity import ProofOfIdentity
from parties.models import Partnership
from parties.rules import check_may
from records.actions import signatures
from records.states import Meaning

_APPROVERS = ("SQH",)
_VERSIONS: dict[str, Callable[..., Any]] = {
    "master_records": approve_master_record,
    "specifications": approve_specification,
    "sampling_plans": approve_sampling_plan,
    "labels": approve_label,
}


@dataclass(frozen=True, slots=True)
class Brought:
    """The rows, and the file that they were read from; no file when they came over the API."""

    content: Content
    file_name: str = ""
    file_sha256: str = ""


def keep_baseline(*, partnership_id: UUID, brought: Brought, by: Actor, reason: str, at: datetime) -> BaselineDraft:
    """Keep the rows as a draft that waits for the sponsor's head of quality; nothing of it holds yet.

    Rows that fail a rule are kept too: the draft's page says which, and it cannot be approved.
    """
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "first versions brought", at=at):
        partnership = Partnership.objects.locked([partnership_id]).get()
        check_may(by, "masters.draft", partnership, "bring first versions of products")
        run = dry_run(partnership.pk, brought.content)
        rules.check_brings_something(len(run.verdicts), run.count("same"))
        draft = BaselineDraft.objects.create(
            partnership=partnership,
            sponsor_id=partnership.sponsor_id,
            number=next_draft_number(partnership.pk),
            file_name=brought.file_name[:200],
            file_sha256=brought.file_sha256,
            content=written_json(brought.content),
            row_numbers=row_numbers(brought.content),
            brought_by_id=by.person_id,
            brought_at=at,
        )
        open_item(
            key=_key(draft),
            partnership=partnership,
            organisation_id=partnership.sponsor_id,
            roles=_APPROVERS,
            title=f"Approve first versions {draft.number}",
            why="21 CFR 111.205(a)",
            url=f"/products/drafts/{draft.pk}/",
            by=by,
            at=at,
        )
        return draft


def approve_baseline(
    *, baseline_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> BaselineDraft:
    """Everything of the draft becomes valid at once under one signature, or nothing does."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "first versions approved", at=at):
        draft = _locked(baseline_id, "approve", by, reason)
        transition = check_move(draft, "approve", by=by, reason=reason, signed=True)
        rules.check_approves_baseline(by, draft, draft.brought_by_id)
        content = content_of_draft(draft)
        check_dry_run(dry_run(draft.partnership_id, content))
        signature = signatures.sign(
            by=by,
            subject=draft,
            subject_kind="baseline_draft",
            subject_label=f"First versions {draft.number}",
            content=baseline_content(draft),
            meaning=Meaning(transition.meaning),
            proof=proof,
            reason=reason,
            at=at,
            shown_hash=shown_hash,
            permission=transition.permission,
        )
        _add(draft, assembled(content), signature.pk, by=by, reason=f"{draft.number} {reason}".strip(), at=at)
        move(draft, "approve", by=by, reason=reason, signed=True)
        close_items(key=_key(draft), by=by, at=at)
        return draft


def withdraw_baseline(*, baseline_id: UUID, by: Actor, reason: str, at: datetime) -> BaselineDraft:
    """Give the draft up; another may be brought."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "withdrawn", at=at):
        draft = _locked(baseline_id, "withdraw", by, reason)
        move(draft, "withdraw", by=by, reason=reason)
        close_items(key=_key(draft), by=by, at=at)
        return draft


def _locked(baseline_id: UUID, verb: str, by: Actor, reason: str) -> BaselineDraft:
    """The draft, its partnership locked first: two drafts are not approved at the same time.

    Whether he may is asked before anything is locked: an auditor reads, and locks nothing.
    """
    found = BaselineDraft.objects.get(pk=baseline_id)
    check_move(found, verb, by=by, reason=reason, signed=True)
    Partnership.objects.locked([found.partnership_id]).get()
    return BaselineDraft.objects.locked([baseline_id]).get()


def _add(draft: BaselineDraft, found: Assembled, signature_id: UUID, *, by: Actor, reason: str, at: datetime) -> None:
    common: dict[str, Any] = {"by": by, "reason": reason, "at": at}
    here = draft.partnership_id
    ids = dict(Product.objects.filter(partnership_id=here).values_list("code", "pk"))
    for entry in found.of("products"):
        if entry.value.code not in ids:
            ids[entry.value.code] = add_product(partnership_id=here, content=entry.value, **common).pk
    for name, approve in _VERSIONS.items():
        for entry in found.of(name):
            key = ids[entry.row.product]
            approve(
                product_id=key, content=entry.value, valid_from=entry.valid_from, signature_id=signature_id, **common
            )
    for entry in found.of("laboratories"):
        approve_laboratory(partnership_id=here, content=entry.value, **common)
    for name, kind in KINDS.items():
        if values := [entry.value for entry in found.of(name)]:
            record_standing_facts(partnership_id=here, kind=kind, values=values, **common)


def _key(draft: BaselineDraft) -> str:
    return f"baseline/{draft.pk}/approve"
