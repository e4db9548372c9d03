"""A clause is called upon: asked or told, answered in its time, settled by who called (domain §C0)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from agreements import rules
from agreements.actions.calls_telling import ask_to_settle, call_off, owe_answer, stop
from agreements.calls import CALLS, to_be_told_by
from agreements.content import call_content
from agreements.models import Agreement, AgreementVersion, CallPost, ClauseCall
from agreements.queries import in_force, terms_of_versions
from agreements.terms import Terms
from kernel.errors import Refused
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from parties.identity import ProofOfIdentity
from parties.models import Partnership
from parties.rules import check_may
from records.actions import signatures
from records.states import Meaning

CONSENT = "agreements.sign"
"""Consent binds the company: only who signs agreements gives it."""


@dataclass(frozen=True, slots=True)
class Consent:
    """Yes or no, signed: the proof and the hash of what was shown."""

    is_given: bool
    proof: ProofOfIdentity
    shown_hash: str


def call_upon(
    *,
    agreement_id: UUID,
    kind: str,
    title: str,
    text: str,
    happened_at: datetime | None = None,
    by: Actor,
    reason: str,
    at: datetime,
) -> ClauseCall:
    """Ask or tell the other side under the clause of this kind that is in force today; its clock starts."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "called upon", at=at):
        agreement = Agreement.objects.get(pk=agreement_id)
        partnership = Partnership.objects.locked([agreement.partnership_id]).get()
        check_may(by, "agreements.call", partnership, "call upon a clause")
        version, terms = _in_force(agreement, at)
        calling, amount = rules.called_clause(kind, terms, by.side(partnership))
        rules.check_named(title, "what it is about")
        rules.check_said(text)
        rules.check_told_of(calling, happened_at, at)
        call = ClauseCall.objects.create(
            partnership=partnership,
            sponsor_id=partnership.sponsor_id,
            version=version,
            number=ClauseCall.objects.filter(partnership=partnership).count() + 1,
            kind=kind,
            clause=terms.citation(kind),
            title=title,
            called_by_id=by.company_id,
            called_at=at,
            happened_at=happened_at if calling.is_notice else None,
            to_be_told_by=to_be_told_by(calling, terms, happened_at=happened_at, ends_on=version.effective_until),
        )
        _say(call, text, by, at)
        owe_answer(call, calling, amount, by=by, at=at)
        return call


def answer_call(
    *, call_id: UUID, text: str, consent: Consent | None = None, by: Actor, reason: str, at: datetime
) -> ClauseCall:
    """The other side answers or acknowledges; where the clause needs consent, yes or no is signed."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "answered", at=at):
        call = locked_call(call_id)
        check_move(call, "answer", by=by)
        rules.check_whose_move(call, "answer", by)
        rules.check_said(text)
        rules.check_consent(call, CALLS[call.kind], is_signed=consent is not None)
        if consent is not None:
            _sign(call, text, consent, by, at)
            call.has_consent = consent.is_given
        move(call, "answer", by=by)
        _say(call, text, by, at)
        stop(call, by=by, at=at)
        ask_to_settle(call, by=by, at=at)
        return call


def ask_call_again(*, call_id: UUID, by: Actor, reason: str, at: datetime) -> ClauseCall:
    """The answer does not settle it: the other side's time runs anew. `reason` is what is still asked."""
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        call = _moved(call_id, "ask_again", by, reason)
        call.has_consent = None
        call.save(update_fields=["has_consent"])
        _say(call, reason, by, at)
        call_off(call, by=by, at=at)
        owe_answer(call, *rules.called_clause(call.kind, _terms(call.version), by.side(call)), by=by, at=at)
        return call


def settle_call(*, call_id: UUID, by: Actor, reason: str, at: datetime) -> ClauseCall:
    """Who called is content."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "settled", at=at):
        call = _moved(call_id, "settle", by, reason)
        call_off(call, by=by, at=at)
        return call


def withdraw_call(*, call_id: UUID, by: Actor, reason: str, at: datetime) -> ClauseCall:
    """Nobody needs to answer any more, and why."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "withdrawn", at=at):
        call = _moved(call_id, "withdraw", by, reason)
        _say(call, reason, by, at)
        call_off(call, by=by, at=at)
        return call


def _in_force(agreement: Agreement, at: datetime) -> tuple[AgreementVersion, Terms]:
    version = in_force(agreement.partnership_id, agreement.product_group, at.date())
    if version is None:
        raise Refused(f"No version of {agreement.number} is in force today.", "quality agreement")
    return version, _terms(version)


def _terms(version: AgreementVersion) -> Terms:
    return terms_of_versions([version.pk])[version.pk]


def locked_call(call_id: UUID) -> ClauseCall:
    return ClauseCall.objects.locked([call_id]).select_for_update(no_key=True, of=("self",)).get()


def _moved(call_id: UUID, verb: str, by: Actor, reason: str) -> ClauseCall:
    call = locked_call(call_id)
    check_move(call, verb, by=by, reason=reason)
    rules.check_whose_move(call, verb, by)
    move(call, verb, by=by, reason=reason)
    return call


def _say(call: ClauseCall, text: str, by: Actor, at: datetime) -> None:
    CallPost.objects.create(
        partnership_id=call.partnership_id,
        sponsor_id=call.sponsor_id,
        call=call,
        organisation_id=by.company_id,
        text=text.strip(),
        said_by_id=by.person_id,
        said_at=at,
    )


def _sign(call: ClauseCall, text: str, consent: Consent, by: Actor, at: datetime) -> Any:
    check_may(by, CONSENT, call, "give or refuse consent")
    return signatures.sign(
        by=by,
        subject=call,
        subject_kind="clause_call",
        subject_label=f"Call {call.number}: {call.title}"[:200],
        content=call_content(call),
        meaning=Meaning.APPROVED if consent.is_given else Meaning.REJECTED,
        proof=consent.proof,
        reason=text,
        at=at,
        shown_hash=consent.shown_hash,
        permission=CONSENT,
    )
