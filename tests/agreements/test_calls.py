"""Clauses that are called upon: who may, what starts, what is late, what is signed; state × verb × side × role."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from agreements import actions, rules
from agreements.calls import CALLS, amount_of, open_calls, to_be_told_by
from agreements.content import call_content
from agreements.models import AgreementVersion, ClauseCall
from agreements.queries import call_of
from agreements.states import CALL, CallState
from agreements.terms import compiled
from clocks.models import Clock, InboxItem, Notice
from kernel import scope
from kernel.errors import Forbidden, Refused, Stale
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move
from parties.states import CMO_PERMISSIONS, SPONSOR_PERMISSIONS, Role
from records.content import content_hash
from records.models import Signature
from tests.factories.agreed_clauses import HEADINGS, clauses
from tests.factories.baseline import make_agreement, sign_agreement
from tests.factories.signing import proof
from tests.factories.world import World

AT = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
TERMS = compiled("AG-4 v3", [(c.kind, c.number, c.parameters) for c in HEADINGS])


@pytest.fixture
def signed(world: World) -> AgreementVersion:
    return make_agreement(world, stated=[*clauses(), *HEADINGS], effective_until=date(2026, 12, 31))


def call_upon(version: AgreementVersion, kind: str, by: Actor, at: datetime = AT, **given: Any) -> ClauseCall:
    words = {"title": f"About {kind}", "text": "Please see to it."} | given
    with scope.opened(by):
        return actions.call_upon(agreement_id=version.agreement_id, kind=kind, **words, by=by, reason="", at=at)


def answered(call: ClauseCall, by: Actor, at: datetime = AT, **given: Any) -> ClauseCall:
    with scope.opened(by):
        return actions.answer_call(call_id=call.pk, **({"text": "Here it is."} | given), by=by, reason="", at=at)


def waiting(world: World) -> set[tuple[str, str]]:
    with scope.opened(scope.system(world.alder_keystone.pk)):
        items = InboxItem.objects.filter(done_at=None, key__contains="call").select_related("organisation")
        clocked = InboxItem.objects.filter(done_at=None, clock__rule__startswith="agreements.")
        return {(item.organisation.name, item.title) for item in [*items, *clocked.select_related("organisation")]}


def clock_of(call: ClauseCall) -> Clock:
    with scope.opened(scope.system(call.partnership_id)):
        return Clock.objects.filter(subject_id=call.pk).latest("started_at")


def test_each_side_is_offered_its_own_calls() -> None:
    assert [c.kind for c in open_calls(TERMS, "sponsor")] == [
        "documentation", "recall", "audit_right", "retention_exit", "dispute", "termination",
    ]  # fmt: skip
    assert [c.kind for c in open_calls(TERMS, "cmo")] == [
        "subcontracting", "facilities", "retention_exit", "dispute", "termination",
    ]  # fmt: skip
    assert open_calls(TERMS, None) == []
    assert open_calls(compiled("AG-4 v3", []), "sponsor") == []


@pytest.mark.parametrize(
    ("kind", "until"),
    [
        ("facilities", datetime(2026, 3, 10, 9, 0, tzinfo=UTC)),
        ("termination", datetime(2026, 10, 2, tzinfo=UTC)),
        ("dispute", None),
    ],
)
def test_a_notice_has_its_time(kind: str, until: datetime | None) -> None:
    happened = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
    ends = date(2026, 12, 31)
    assert to_be_told_by(CALLS[kind], TERMS, happened_at=happened, ends_on=ends) == until
    assert to_be_told_by(CALLS[kind], compiled("AG-4 v3", []), happened_at=happened, ends_on=ends) is None


def test_an_end_without_a_day_needs_no_notice_in_time() -> None:
    assert to_be_told_by(CALLS["termination"], TERMS, happened_at=None, ends_on=None) is None
    assert to_be_told_by(CALLS["facilities"], TERMS, happened_at=None, ends_on=None) is None
    assert amount_of(CALLS["facilities"], TERMS) == 24


def test_a_request_starts_the_other_sides_time_and_its_answer_meets_it(world: World, signed: AgreementVersion) -> None:
    call = call_upon(signed, "recall", world.head, title="Lot C-26-0412 of Balchem")
    clock = clock_of(call)
    assert (clock.rule, clock.owner_id, clock.clause) == ("agreements.recall", world.keystone.pk, f"{signed} cl. 8.1")
    assert clock.due_at == AT + timedelta(hours=2)
    title = "Answer call 1: Lot C-26-0412 of Balchem"
    assert waiting(world) == {("Keystone Blending Co.", title)}
    answered(call, world.cmo_qa, at=AT + timedelta(hours=1), text="Used in KB-2417 and KB-2418.")
    assert clock_of(call).state == "met"
    assert waiting(world) == {("Alder & Pine Nutrition", "Read the answer to call 1: Lot C-26-0412 of Balchem")}
    with scope.opened(world.head):
        assert actions.settle_call(call_id=call.pk, by=world.head, reason="", at=AT).state == "settled"
        told = Notice.objects.filter(key__startswith=f"call/{call.pk}").values_list("recipient__email", flat=True)
        assert "qa@keystone.example" in told
    assert waiting(world) == set()


def test_asked_again_the_time_runs_anew(world: World, signed: AgreementVersion) -> None:
    call = answered(call_upon(signed, "dispute", world.cmo_qa), world.head)
    later = AT + timedelta(days=1)
    with scope.opened(world.cmo_qa):
        again = actions.ask_call_again(call_id=call.pk, by=world.cmo_qa, reason="And the retest?", at=later)
        assert (again.state, [post.text for post in call_of(call.pk).posts.all()]) == (
            "open", ["Please see to it.", "Here it is.", "And the retest?"],
        )  # fmt: skip
    clock = clock_of(call)
    assert (clock.state, clock.owner_id, clock.started_at) == ("running", world.alder.pk, later)


def test_a_withdrawn_call_waits_for_nobody(world: World, signed: AgreementVersion) -> None:
    call = call_upon(signed, "audit_right", world.head)
    with scope.opened(world.head):
        actions.withdraw_call(call_id=call.pk, by=world.head, reason="We come next year.", at=AT)
    assert clock_of(call).state == "cancelled"
    assert waiting(world) == set()


@pytest.mark.parametrize(("hours", "is_late"), [(24, False), (25, True)])
def test_a_notice_may_be_late_and_is_acknowledged(
    world: World, signed: AgreementVersion, hours: int, is_late: bool
) -> None:
    told = call_upon(signed, "facilities", world.cmo_qa, happened_at=AT - timedelta(hours=hours))
    assert told.was_told_late is is_late
    with scope.opened(world.head):
        assert not Clock.objects.filter(subject_id=told.pk).exists()
    assert waiting(world) == {("Alder & Pine Nutrition", "Acknowledge call 1: About facilities")}
    assert answered(told, world.reviewer, text="Read.").state == "answered"


def test_consent_is_signed_by_who_signs_agreements(world: World, signed: AgreementVersion) -> None:
    call = call_upon(signed, "subcontracting", world.cmo_qa, title="Coating by Front Range Coaters")
    with pytest.raises(Refused, match="silence is no consent"):
        answered(call, world.head)
    with scope.opened(world.head):
        digest = content_hash(call_content(call_of(call.pk)))
        given = proof(world.head, AT, call, digest)
    with pytest.raises(Stale):
        answered(call, world.head, consent=actions.Consent(True, given, "f" * 64))
    with scope.opened(world.reviewer):
        other = proof(world.reviewer, AT, call, digest)
    with pytest.raises(Forbidden):
        answered(call, world.reviewer, consent=actions.Consent(True, other, digest))
    answer = answered(call, world.head, text="No: not audited.", consent=actions.Consent(False, given, digest))
    assert answer.has_consent is False
    with scope.opened(world.head):
        signature = Signature.objects.get(subject_id=call.pk)
        assert (signature.meaning, signature.subject_kind, signature.role) == ("rejected", "clause_call", "SQH")
    with pytest.raises(Refused, match="not for consent"), scope.opened(world.head):
        rules.check_consent(ClauseCall(kind="dispute"), CALLS["dispute"], is_signed=True)


@pytest.mark.parametrize(
    ("kind", "who", "given", "sentence"),
    [
        ("recall", "cmo", {}, "The other side calls upon this clause: ask for the scope of a recall."),
        ("subcontracting", "sponsor", {}, "The other side calls upon this clause"),
        ("review", "sponsor", {}, "This clause is not one that is called upon."),
        ("dispute", "sponsor", {"text": " "}, "Write what is asked, told or answered."),
        ("dispute", "sponsor", {"title": ""}, "Give what it is about as it is printed"),
        ("facilities", "cmo", {}, "Say when it happened"),
        ("facilities", "cmo", {"happened_at": AT + timedelta(seconds=1)}, "It lies ahead."),
    ],
)
def test_what_is_refused(
    world: World, signed: AgreementVersion, kind: str, who: str, given: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        call_upon(signed, kind, world.head if who == "sponsor" else world.cmo_qa, **given)
    with scope.opened(world.head):
        assert not ClauseCall.objects.exists()


def test_without_the_clause_or_an_agreement_in_force_nothing_is_called_upon(world: World) -> None:
    bare = make_agreement(world, effective_until=date(2026, 4, 1))
    with pytest.raises(Refused, match="no such clause"):
        call_upon(bare, "dispute", world.head)
    with pytest.raises(Refused, match="is in force today"):
        call_upon(bare, "dispute", world.head, at=datetime(2026, 4, 1, 12, tzinfo=UTC))


def test_strangers_find_nothing(world: World, signed: AgreementVersion) -> None:
    call = call_upon(signed, "dispute", world.head)
    for stranger in (world.other_sponsor,):
        with scope.opened(stranger), pytest.raises(ClauseCall.DoesNotExist):
            call_of(call.pk)
        with pytest.raises(ClauseCall.DoesNotExist):
            answered(call, stranger)


def test_the_database_takes_consent_only_where_it_is_asked_for(world: World, signed: AgreementVersion) -> None:
    call = call_upon(signed, "dispute", world.head)
    with (
        scope.opened(world.head),
        pytest.raises(IntegrityError, match="call_consent_where_needed"),
        transaction.atomic(),
        acting(by=world.head, reason="tried", at=AT),
    ):
        ClauseCall.objects.filter(pk=call.pk).update(has_consent=True)


CALLERS = {Role.SQA, Role.SQH, Role.SRM, Role.CQA}
WAYS = {
    ("open", "answer"): "answered", ("open", "withdraw"): "withdrawn",
    ("answered", "ask_again"): "open", ("answered", "settle"): "settled",
}  # fmt: skip


def actor(world: World, role: Role) -> Actor:
    if role in CMO_PERMISSIONS:
        return replace(world.cmo_qa, cmo_permissions=CMO_PERMISSIONS[role], roles=frozenset({role}))
    return replace(world.head, sponsor_permissions=SPONSOR_PERMISSIONS.get(role, frozenset()), roles=frozenset({role}))


def test_each_state_verb_side_and_role(world: World) -> None:
    tried = 0
    for state in CallState:
        for caller in (world.alder, world.keystone):
            call = ClauseCall(
                partnership=world.alder_keystone, sponsor=world.alder, number=1, state=state, called_by=caller
            )
            for verb in CALL.verbs():
                for role in Role:
                    tried += 1
                    by = actor(world, role)
                    expected = WAYS.get((state, verb), "wrong-state")
                    if expected != "wrong-state":
                        is_callers = by.organisation_id == caller.pk
                        allowed = role in CALLERS and (verb == "answer") != is_callers
                        expected = expected if allowed else "forbidden"
                    assert _outcome(call, verb, by) == expected, (state, verb, role, caller)
    assert tried == 4 * 2 * 4 * len(Role)


def _outcome(call: ClauseCall, verb: str, by: Actor) -> str:
    try:
        target = check_move(call, verb, by=by, reason="because").target
        rules.check_whose_move(call, verb, by)
    except Forbidden:
        return "forbidden"
    except Refused as refusal:
        return refusal.code
    return str(target)


def test_people_of_both_sides_say_that_they_are_trained(world: World, signed: AgreementVersion) -> None:
    with scope.opened(world.cmo_qa):
        agreed = actions.draft_version(
            agreement_id=signed.agreement_id, effective_from=date(2026, 4, 1), effective_until=None, by=world.cmo_qa,
            reason="", at=AT,
        )  # fmt: skip
        with pytest.raises(Refused, match="is not signed yet"):
            actions.acknowledge(version_id=agreed.pk, by=world.cmo_qa, reason="", at=AT)
        actions.agree(version_id=agreed.pk, by=world.cmo_qa, reason="", at=AT)
    for by in (world.cmo_qa, world.head):
        sign_agreement(agreed, by, at=AT)
    asked = {"Alder & Pine Nutrition", "Keystone Blending Co."}
    assert untrained(world) == asked
    with scope.opened(world.head):
        actions.acknowledge(version_id=agreed.pk, by=world.head, reason="", at=AT)
        with pytest.raises(Refused, match="You have acknowledged"):
            actions.acknowledge(version_id=agreed.pk, by=world.head, reason="", at=AT)
    assert untrained(world) == {"Keystone Blending Co."}
    with scope.opened(world.auditor), pytest.raises((Forbidden, AgreementVersion.DoesNotExist)):
        actions.acknowledge(version_id=agreed.pk, by=world.auditor, reason="", at=AT)


def untrained(world: World) -> set[str]:
    with scope.opened(scope.system(world.alder_keystone.pk)):
        items = InboxItem.objects.filter(done_at=None, key__contains="/acknowledge/").select_related("organisation")
        return {item.organisation.name for item in items}
