"""A question to the CMO on one item of a pack, its answer on the same thread, and the clock between (domain §C2)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from agreements.queries import terms_of
from agreements.terms import NO_PAUSE
from clocks.actions import cancel, close_items, meet, notify, open_item, start
from clocks.ladder import escalation, warning
from clocks.states import StartEvidence
from evidence import rules
from evidence.events import QuestionAnswered, QuestionAsked
from evidence.models import Pack, QuestionPost, RuleVerdict, VerdictQuestion
from evidence.states import OPEN_QUESTION, QuestionState
from kernel import events
from kernel.history import acting
from kernel.scope import Actor, Side, system
from kernel.states import move
from lots.models import Lot
from lots.rules import check_may, check_reason
from parties.models import Partnership

QUESTION_CLOCK = "evidence.question"
_CMO_ROLES = ("COP", "CQA")
_SPONSOR_ROLES = ("SQA",)


def ask_question(*, verdict_id: int, by: Actor, reason: str, at: datetime) -> VerdictQuestion:
    """The sponsor's reviewer asks the CMO about one verdict; the CMO's clock runs. `reason` is the question."""
    pack_id = RuleVerdict.objects.values_list("pack_id", flat=True).get(pk=verdict_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "asked", at=at):
        pack = Pack.objects.locked([pack_id]).get()
        check_may(by, "evidence.review", pack, "ask the CMO")
        rules.check_in_review(pack)
        check_reason(reason)
        open_ones = VerdictQuestion.objects.filter(verdict_id=verdict_id, state__in=OPEN_QUESTION)
        rules.check_not_asked_yet(open_ones.exists())
        question = VerdictQuestion.objects.create(
            partnership_id=pack.partnership_id,
            sponsor_id=pack.sponsor_id,
            pack=pack,
            verdict_id=verdict_id,
            asked_by_id=by.person_id,
            asked_at=at,
        )
        _say(question, "sponsor", reason, by, at)
        _owe_answer(question, pack, by, at)
        _publish(QuestionAsked, question, by, at)
        return question


def answer_question(*, question_id: UUID, by: Actor, reason: str, at: datetime) -> VerdictQuestion:
    """The CMO answers on the same thread; the clock is met and the sponsor reads. `reason` is the answer."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "answered", at=at):
        question = _locked(question_id)
        move(question, "answer", by=by)
        check_reason(reason)
        _say(question, "cmo", reason, by, at)
        meet(rule=QUESTION_CLOCK, subject_id=question.pk, by=by, at=at)
        _ask_to_read(question, by, at)
        _publish(QuestionAnswered, question, by, at)
        return question


def ask_again(*, question_id: UUID, by: Actor, reason: str, at: datetime) -> VerdictQuestion:
    """The answer did not settle it: the CMO's clock runs anew. `reason` is the next question."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "asked again", at=at):
        question = _locked(question_id)
        move(question, "ask_again", by=by)
        rules.check_in_review(question.pack)
        check_reason(reason)
        _say(question, "sponsor", reason, by, at)
        close_items(key=_key(question), by=by, at=at)
        _owe_answer(question, question.pack, by, at)
        _publish(QuestionAsked, question, by, at)
        return question


def settle_question(*, question_id: UUID, by: Actor, reason: str, at: datetime) -> VerdictQuestion:
    """The sponsor closes its question: answered well enough, or no longer asked. `reason` says which."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "settled", at=at):
        question = _locked(question_id)
        move(question, "settle", by=by)
        check_reason(reason)
        _say(question, "sponsor", reason, by, at)
        _end(question, reason, by, at)
        return question


def lapse_questions(pack: Pack, reason: str, *, by: Actor, at: datetime) -> None:
    """The pack is returned or replaced: what was asked is answered by the next version, nobody owes it here."""
    for question in VerdictQuestion.objects.filter(pack=pack, state__in=OPEN_QUESTION).order_by("pk"):
        move(question, "lapse", by=system(pack.partnership_id))
        _end(question, reason, by, at)


def settle_answered(verdict: RuleVerdict, *, by: Actor, at: datetime) -> None:
    """Accepting the exception settles the question that was answered on it."""
    for question in VerdictQuestion.objects.filter(verdict=verdict, state=QuestionState.ANSWERED):
        move(question, "settle", by=by)
        _end(question, "the exception was decided", by, at)


def _locked(question_id: UUID) -> VerdictQuestion:
    """The pack first, as everywhere: a return at the same moment waits, or is waited for."""
    pack_id = VerdictQuestion.objects.values_list("pack_id", flat=True).get(pk=question_id)
    pack = Pack.objects.locked([pack_id]).get()
    question: VerdictQuestion = VerdictQuestion.objects.locked([question_id]).get()
    question.pack = pack
    return question


def _say(question: VerdictQuestion, side: Side, text: str, by: Actor, at: datetime) -> None:
    QuestionPost.objects.create(
        partnership_id=question.partnership_id,
        sponsor_id=question.sponsor_id,
        question=question,
        side=side,
        text=text.strip(),
        said_by_id=by.person_id,
        said_at=at,
    )


def _publish(fact: type[QuestionAsked | QuestionAnswered], question: VerdictQuestion, by: Actor, at: datetime) -> None:
    events.publish(fact(question.pk, question.pack_id, question.pack.lot_id, question.partnership_id, by, at))


def _key(question: VerdictQuestion) -> str:
    return f"question/{question.pk}/answered"


def _url(question: VerdictQuestion) -> str:
    return f"/evidence/questions/{question.pk}/"


def _end(question: VerdictQuestion, reason: str, by: Actor, at: datetime) -> None:
    cancel(rule=QUESTION_CLOCK, subject_id=question.pk, reason=reason, by=by, at=at)
    close_items(key=_key(question), by=by, at=at)


def _owe_answer(question: VerdictQuestion, pack: Pack, by: Actor, at: datetime) -> None:
    lot = Lot.objects.select_related("cmo", "site").get(pk=pack.lot_id)
    terms = terms_of(lot.agreement_version_id)
    days, clause = rules.question_term(terms)
    title = f"Answer the question on {question.verdict.rule} of lot {lot.number}, pack v{pack.version}"
    partnership = Partnership.objects.get(pk=pack.partnership_id)
    start(
        rule=QUESTION_CLOCK,
        subject_kind="question",
        subject_id=question.pk,
        partnership=partnership,
        title=title,
        clause=clause,
        owner=lot.cmo,
        owner_roles=_CMO_ROLES,
        started_at=at,
        start_evidence=StartEvidence.ASKED,
        site=lot.site,
        amount=days,
        unit="business_days",
        ladder=(
            warning(24, lot.cmo_id, _CMO_ROLES),
            escalation(24, lot.cmo_id, ("CQA",)),
            escalation(48, lot.sponsor_id, _SPONSOR_ROLES),
        ),
        url=_url(question),
        by=by,
        at=at,
        lot_id=lot.pk,
        lot_number=lot.number,
        **(terms.pause_terms(QUESTION_CLOCK) if terms else NO_PAUSE),
    )
    _tell(question, title, lot.number, clause, (partnership, lot.cmo_id, _CMO_ROLES), by, at)


def _ask_to_read(question: VerdictQuestion, by: Actor, at: datetime) -> None:
    lot = Lot.objects.get(pk=question.pack.lot_id)
    title = f"Read the answer on {question.verdict.rule} of lot {lot.number}, pack v{question.pack.version}"
    partnership = Partnership.objects.get(pk=question.partnership_id)
    open_item(
        key=_key(question),
        partnership=partnership,
        organisation_id=question.sponsor_id,
        roles=_SPONSOR_ROLES,
        title=title,
        url=_url(question),
        lot_id=lot.pk,
        by=by,
        at=at,
    )
    _tell(question, title, lot.number, "", (partnership, question.sponsor_id, _SPONSOR_ROLES), by, at)


def _tell(
    question: VerdictQuestion,
    title: str,
    lot_number: str,
    clause: str,
    whom: tuple[Partnership, UUID, tuple[str, ...]],
    by: Actor,
    at: datetime,
) -> None:
    """By mail, once for each thing said in the thread."""
    partnership, organisation_id, roles = whom
    said = QuestionPost.objects.filter(question=question).count()
    notify(
        key=f"question/{question.pk}/said/{said}",
        partnership=partnership,
        organisation_id=organisation_id,
        roles=roles,
        subject_line=title,
        facts={"what": title, "lot": lot_number, "clause": clause},
        url=_url(question),
        by=by,
        at=at,
    )
