"""Challenges, components, training and delegations: each rule by itself (21 CFR 11.10(g), (i), 11.200(a))."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kernel.errors import Refused
from kernel.ids import new_id
from kernel.scope import Actor
from parties import rules
from parties.identity import (
    CHALLENGE_LASTS,
    CODE,
    PASSKEY,
    PASSWORD,
    USER_ID,
    Factors,
    Given,
    ProofOfIdentity,
    ToSign,
    continuous_since,
    digest_of,
)
from parties.models import Delegation, Membership, Person, SigningChallenge, Training
from parties.states import Role

AT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
DAY = AT.date()
IDLE = timedelta(minutes=15)
PERSON, OTHER = Person(id=new_id(), name="Helen"), Person(id=new_id(), name="Priya")
BY = Actor(person_id=PERSON.pk, name="Helen", organisation_id=new_id())


def code_of(check: Callable[[], object]) -> str:
    """The refusal's code; empty when nothing is refused."""
    try:
        check()
    except Refused as refusal:
        return refusal.code
    return ""


def challenge(**changed: Any) -> SigningChallenge:
    values = {"person_id": PERSON.pk, "session": "s", "expires_at": AT + CHALLENGE_LASTS, "items": []}
    return SigningChallenge(**(values | changed))


@pytest.mark.parametrize(
    ("found", "at", "code"),
    [
        (challenge(), AT, ""),
        (challenge(), AT + CHALLENGE_LASTS - timedelta(microseconds=1), ""),
        (challenge(), AT + CHALLENGE_LASTS, "challenge-expired"),
        (challenge(), AT - timedelta(microseconds=1), "challenge-expired"),
        (None, AT, "challenge-foreign"),
        (challenge(person_id=OTHER.pk), AT, "challenge-foreign"),
        (challenge(session="t"), AT, "challenge-session"),
        (challenge(spent_at=AT), AT, "challenge-spent"),
    ],
)
def test_a_challenge_is_ones_own_young_and_unused(found: SigningChallenge | None, at: datetime, code: str) -> None:
    assert code_of(lambda: rules.check_challenge(found, PERSON, "s", at)) == code


@pytest.mark.parametrize(
    ("given", "is_first", "code"),
    [
        ({USER_ID, PASSWORD}, True, ""),
        ({USER_ID, CODE}, True, ""),
        ({USER_ID, PASSKEY}, True, ""),
        ({PASSWORD}, True, "component-missing"),
        ({PASSKEY}, True, "component-missing"),
        ({PASSWORD}, False, ""),
        ({CODE}, False, ""),
        ({PASSKEY}, False, ""),
        ({USER_ID, PASSWORD}, False, ""),
    ],
)
def test_the_first_signature_takes_both_components(given: set[str], is_first: bool, code: str) -> None:
    assert code_of(lambda: rules.check_components(frozenset(given), is_first=is_first)) == code


@pytest.mark.parametrize(
    ("before", "seen", "begun"),
    [
        (None, None, AT),
        (AT - timedelta(hours=1), None, AT),
        (AT - timedelta(hours=1), AT - IDLE, AT - timedelta(hours=1)),
        (AT - timedelta(hours=1), AT - IDLE - timedelta(seconds=1), AT),
        (AT - timedelta(hours=1), AT + timedelta(seconds=1), AT),
        (None, AT, AT),
    ],
)
def test_a_pause_ends_the_continuous_period(before: datetime | None, seen: datetime | None, begun: datetime) -> None:
    assert continuous_since(before, seen, AT, IDLE) == begun


@pytest.mark.parametrize(
    ("factors", "code"),
    [
        ((False, False, False), "no-signing-factor"),
        ((True, False, False), ""),
        ((False, True, False), ""),
        ((False, False, True), ""),
    ],
)
def test_something_to_sign_with_comes_first(factors: tuple[bool, bool, bool], code: str) -> None:
    assert code_of(lambda: rules.check_has_factor(Factors(*factors))) == code


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Given(), "component-missing"),
        (Given(user_id="a@b.example"), "component-missing"),
        (Given(password="x"), ""),
        (Given(code="1"), ""),
        (Given(credential={"id": "x"}), ""),
    ],
)
def test_the_secret_is_given(given: Given, code: str) -> None:
    assert code_of(lambda: rules.check_secret_given(given)) == code


def test_the_digest_stands_for_everything_that_is_signed() -> None:
    subject = new_id()
    item = ToSign(subject, "a" * 64, ("released",), 7, "Lot 1")
    base = digest_of("n", PERSON.pk, [item])
    assert base == digest_of("n", PERSON.pk, [ToSign.of(item.plain())])
    others = [
        digest_of("m", PERSON.pk, [item]),
        digest_of("n", OTHER.pk, [item]),
        digest_of("n", PERSON.pk, [ToSign(new_id(), "a" * 64, ("released",), 7, "Lot 1")]),
        digest_of("n", PERSON.pk, [ToSign(subject, "b" * 64, ("released",), 7, "Lot 1")]),
        digest_of("n", PERSON.pk, [ToSign(subject, "a" * 64, ("rejected",), 7, "Lot 1")]),
        digest_of("n", PERSON.pk, [ToSign(subject, "a" * 64, ("released",), 8, "Lot 1")]),
        digest_of("n", PERSON.pk, [item, item]),
    ]
    assert len({base, *others}) == 8
    proof = ProofOfIdentity(PERSON.pk, new_id(), (item,), frozenset({PASSWORD}), AT)
    assert (proof.item(subject), proof.item(new_id()), proof.secret, proof.is_full) == (item, None, PASSWORD, False)


@pytest.mark.parametrize(
    ("trained", "until", "today", "code"),
    [
        (DAY, DAY, DAY, ""),
        (DAY + timedelta(days=1), DAY + timedelta(days=9), DAY, "training-days"),
        (DAY, DAY - timedelta(days=1), DAY, "training-days"),
    ],
)
def test_training_was_held_and_ends(trained: date, until: date, today: date, code: str) -> None:
    assert code_of(lambda: rules.check_training_days(trained, until, today)) == code


@pytest.mark.parametrize(
    ("from_day", "until", "code"),
    [
        (DAY, DAY, ""),
        (DAY, DAY - timedelta(days=1), "delegation-days"),
        (DAY - timedelta(days=9), DAY - timedelta(days=1), "delegation-days"),
        (DAY, DAY + timedelta(days=366), ""),
        (DAY, DAY + timedelta(days=367), "delegation-days"),
    ],
)
def test_a_delegation_lasts_a_year_at_most(from_day: date, until: date, code: str) -> None:
    assert code_of(lambda: rules.check_delegation_days(from_day, until, DAY)) == code


def member(person: Person, *roles: str) -> Membership:
    return Membership(person=person, roles=list(roles))


@pytest.mark.parametrize(
    ("check", "code"),
    [
        (lambda: rules.check_functions(["release"]), ""),
        (lambda: rules.check_functions([]), "function-missing"),
        (lambda: rules.check_functions(["release", "cooking"]), "function-missing"),
        (lambda: rules.check_course("SOP-1"), ""),
        (lambda: rules.check_course("  "), "course-missing"),
        (lambda: rules.check_trains_another(BY, OTHER.pk), ""),
        (lambda: rules.check_trains_another(BY, PERSON.pk), "forbidden"),
        (lambda: rules.check_is_colleague(OTHER.pk, {OTHER.pk}), ""),
        (lambda: rules.check_is_colleague(OTHER.pk, {PERSON.pk}), "not-a-colleague"),
        (lambda: rules.check_training_counts(Training()), ""),
        (lambda: rules.check_training_counts(Training(ended_at=AT)), "wrong-state"),
        (lambda: rules.check_not_lent_on(BY), ""),
        (lambda: rules.check_not_lent_on(Actor(person_id=PERSON.pk, name="", delegation_id=new_id())), "forbidden"),
        (lambda: rules.check_delegate(BY, member(OTHER, Role.SQA)), ""),
        (lambda: rules.check_delegate(BY, None), "delegate"),
        (lambda: rules.check_delegate(BY, member(PERSON, Role.SQA)), "delegate"),
        (lambda: rules.check_delegate(BY, member(OTHER, Role.ADM)), "separation-of-duties"),
        (lambda: rules.check_lends_own({"release.disposition"}, ["release"]), ""),
        (lambda: rules.check_lends_own({"release.disposition"}, ["release", "waivers"]), "forbidden"),
        (lambda: rules.check_meanings(["released"], {"released", "approved"}), ""),
        (lambda: rules.check_meanings([], {"released"}), "meaning-missing"),
        (lambda: rules.check_meanings(["cooked"], {"released"}), "meaning-missing"),
        (lambda: rules.check_own_partnership(OTHER.pk, {OTHER.pk}), ""),
        (lambda: rules.check_own_partnership(OTHER.pk, set()), "partnership"),
        (lambda: rules.check_ends_delegation(BY, Delegation(delegator_id=PERSON.pk, delegate_id=OTHER.pk)), ""),
        (lambda: rules.check_ends_delegation(BY, Delegation(delegator_id=OTHER.pk, delegate_id=PERSON.pk)), ""),
        (lambda: rules.check_ends_delegation(BY, Delegation(delegator_id=OTHER.pk, delegate_id=OTHER.pk)), "forbidden"),
        (
            lambda: rules.check_ends_delegation(
                BY, Delegation(delegator_id=PERSON.pk, delegate_id=OTHER.pk, ended_at=AT)
            ),
            "wrong-state",
        ),
    ],
)
def test_nobody_trains_himself_or_lends_what_he_does_not_hold(check: Callable[[], object], code: str) -> None:
    assert code_of(check) == code


def test_lent_authority_counts_where_it_was_lent_and_makes_two_persons_stand_behind_it() -> None:
    class Row:
        partnership_id, sponsor_id = new_id(), BY.organisation_id

    lent = {"delegation_id": new_id(), "delegator_id": OTHER.pk, "delegated_permissions": frozenset({"release.revoke"})}
    everywhere = Actor(person_id=PERSON.pk, name="", organisation_id=BY.organisation_id, **lent)
    here = Actor(
        person_id=PERSON.pk,
        name="",
        organisation_id=BY.organisation_id,
        delegated_partnership=Row.partnership_id,
        **lent,
    )
    there = Actor(
        person_id=PERSON.pk, name="", organisation_id=BY.organisation_id, delegated_partnership=new_id(), **lent
    )
    row = Row()
    assert [a.may("release.revoke", row) for a in (BY, everywhere, here, there)] == [False, True, True, False]
    assert not everywhere.may("release.disposition", row)
    stranger = Actor(person_id=PERSON.pk, name="", organisation_id=new_id(), **lent)
    assert not stranger.may("release.revoke", row)
    assert (BY.persons, here.persons) == ({PERSON.pk}, {PERSON.pk, OTHER.pk})
