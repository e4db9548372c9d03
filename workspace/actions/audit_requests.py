"""An auditor asks; the company that was asked answers, with a record, a file, or the reason why not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from clocks.actions.deadlines import cancel, meet, start
from clocks.ladder import at_deadline
from clocks.states import StartEvidence
from evidence.actions.files import Incoming, enter, put
from kernel import scope
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move
from parties.models import AuditorGrant
from parties.rules import check_grant_live
from records.actions import note_access
from workspace import rules
from workspace.models import AuditRequest
from workspace.queries.requests import found_record, grant_with_pair, request_page

CLOCK = "workspace.audit_request"
ANSWERERS = {"sponsor": ("SQH", "SQA"), "cmo": ("CQA", "CQC")}


@dataclass(frozen=True, slots=True)
class Answer:
    """Words, and perhaps the number of a lot or event, or a file."""

    words: str
    record: str = ""
    file: Incoming | None = None


def ask(
    *, grant_id: UUID, side: Literal["sponsor", "cmo"], words: str, due_at: datetime, by: Actor, reason: str,
    at: datetime,
) -> AuditRequest:  # fmt: skip
    """Ask one of the two companies for a document or record by a day; it stands in their inbox with its clock."""
    with transaction.atomic(), acting(by=by, reason=reason or "asked by the auditor", at=at):
        grant = grant_with_pair(grant_id)
        rules.check_own_grant(grant, by)
        check_grant_live(grant, at)
        rules.check_request(words, due_at, grant.ends_at, at)
        pair = grant.partnership
        owner = pair.sponsor if side == "sponsor" else pair.cmo
        as_platform = scope.system(pair.pk)
        with scope.opened(as_platform):  # the companies' clocks and inboxes are not an auditor's to write
            number = AuditRequest.objects.filter(grant=AuditorGrant.objects.locked([grant.pk]).get()).count() + 1
            row = AuditRequest.objects.create(
                partnership=pair, sponsor_id=pair.sponsor_id, grant=grant, number=number, asked_of=owner,
                asked_by_id=by.person_id, asked_at=at, words=words.strip(), due_at=due_at,
            )  # fmt: skip
            roles = ANSWERERS[side]
            start(
                rule=CLOCK, subject_kind="audit_request", subject_id=row.pk, partnership=pair,
                title=f"Auditor’s request {number}: {words.strip()[:120]}", clause="21 CFR 11.10(b)", owner=owner,
                owner_roles=roles, started_at=at, start_evidence=StartEvidence.ASKED,
                amount=rules.whole_hours(at, due_at), unit="hours", ladder=[at_deadline(owner.pk, roles)],
                url=request_page(row.pk), by=as_platform, at=at,
            )  # fmt: skip
        note_access(by=by, what=f"Asked for: {words.strip()}", subject=pair, at=at)
        return row


def answer(*, request_id: UUID, given: Answer, by: Actor, reason: str, at: datetime) -> AuditRequest:
    """Answer with words and, where it helps, a record that the access shows or a file. Refused for another record."""
    with transaction.atomic(), acting(by=by, reason=reason or "request answered", at=at):
        row = _locked(request_id, by)
        rules.check_words(given.words)
        if given.record.strip():
            row.record_label, row.record_page = found_record(row, given.record.strip())
        if given.file is not None:
            row.file = enter(row, [given.file], by, at)[given.file.name]
            put([given.file])
        return _ended(row, "answer", given.words, by, at)


def decline(*, request_id: UUID, words: str, by: Actor, reason: str, at: datetime) -> AuditRequest:
    """Say why not; the auditor reads it word for word."""
    with transaction.atomic(), acting(by=by, reason=reason or "request declined", at=at):
        row = _locked(request_id, by)
        rules.check_words(words)
        return _ended(row, "decline", words, by, at)


def withdraw_request(*, request_id: UUID, by: Actor, reason: str, at: datetime) -> AuditRequest:
    """The auditor needs it no longer."""
    with transaction.atomic(), acting(by=by, reason=reason or "withdrawn by the auditor", at=at):
        found = AuditRequest.objects.select_related("grant").get(pk=request_id)
        rules.check_own_grant(found.grant, by)
        as_platform = scope.system(found.partnership_id)
        with scope.opened(as_platform):
            row = AuditRequest.objects.locked([request_id]).get()
            move(row, "withdraw", by=as_platform)
            cancel(rule=CLOCK, subject_id=row.pk, reason="withdrawn by the auditor", by=as_platform, at=at)
        return row


def _locked(request_id: UUID, by: Actor) -> AuditRequest:
    row = AuditRequest.objects.locked([request_id]).get()
    rules.check_may_answer(row, by)
    return row


def _ended(row: AuditRequest, verb: str, words: str, by: Actor, at: datetime) -> AuditRequest:
    move(row, verb, by=by, save=False)
    row.answer, row.answered_by_id, row.answered_at = words.strip(), by.person_id, at
    row.save()
    meet(rule=CLOCK, subject_id=row.pk, by=by, at=at)
    return row
