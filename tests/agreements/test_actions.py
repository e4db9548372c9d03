"""Draft, agree, sign, revise, withdraw: right, refused, at the edge."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from agreements import actions
from agreements.content import version_content
from agreements.models import AgreementVersion
from agreements.queries import in_force, open_version, signatures_on, terms_of, terms_of_versions, version
from clocks.models import InboxItem
from kernel import scope
from kernel.errors import Forbidden, Refused, Stale
from kernel.history import acting
from kernel.scope import Actor
from parties.models import Membership
from parties.queries import actor_for
from records.content import content_hash
from records.models import Signature
from records.queries import is_valid_for
from tests.agreements.drafts import AT, FROM, SHORTER, new_agreement
from tests.factories.agreed_clauses import clauses
from tests.factories.baseline import sign_agreement
from tests.factories.signing import proof
from tests.factories.world import LONG_AGO, World


def items(world: World) -> list[tuple[str, str]]:
    with scope.opened(world.clerk):
        rows = InboxItem.objects.filter(done_at=None).select_related("organisation").order_by("title", "organisation")
        return [(item.organisation.name.split()[0], item.title) for item in rows]


def test_both_signatures_make_a_version_signed(world: World, signed: AgreementVersion) -> None:
    assert (signed.state, signed.signed_at, signed.version) == ("signed", LONG_AGO, 2)
    with scope.opened(world.clerk):
        given = list(signatures_on(signed))
        assert [(s.printed_name, s.role, s.meaning, s.content_hash) for s in given] == [
            ("Helen Okafor", "SQH", "approved", signed.content_hash),
            ("Quentin Abbot", "CQA", "approved", signed.content_hash),
        ]
        content = version_content(version(signed.pk))
        assert all(is_valid_for(signature, content) for signature in given)
    assert items(world) == []


def test_a_new_version_is_a_copy_with_the_changed_clause(world: World, drafted: AgreementVersion) -> None:
    with scope.opened(world.clerk):
        found = {clause.kind: clause.parameters for clause in drafted.clauses.all()}
        assert found == {clause.kind: clause.parameters for clause in clauses()} | {"review": SHORTER.parameters}
        assert (drafted.version, drafted.state) == (3, "draft")
        assert open_version(drafted.agreement_id) == drafted
    assert items(world) == [("Alder", "Read the draft QA-ALD-KEY-01 v3")]


def test_a_later_version_takes_effect_on_its_day_and_running_lots_keep_theirs(
    world: World, signed: AgreementVersion, agreed: AgreementVersion
) -> None:
    assert items(world) == [("Alder", "Sign QA-ALD-KEY-01 v3"), ("Keystone", "Sign QA-ALD-KEY-01 v3")]
    sign_agreement(agreed, world.cmo_qa, at=AT)
    assert items(world) == [("Alder", "Sign QA-ALD-KEY-01 v3")]
    sign_agreement(agreed, world.head, at=AT)
    asked = "Read QA-ALD-KEY-01 v3 and say that you are trained on it"
    assert items(world) == [("Alder", asked), ("Keystone", asked)]
    pair = world.alder_keystone.pk
    with scope.opened(world.clerk):
        assert in_force(pair, "minerals", FROM - timedelta(days=1)) == signed
        assert in_force(pair, "minerals", FROM) == agreed
        assert in_force(pair, "powders", FROM) is None
        assert in_force(pair, "minerals", date(2026, 1, 4)) is None
        old, new = terms_of(signed.pk), terms_of(agreed.pk)
        assert old is not None
        assert new is not None
        assert (old.review_days, new.review_days) == (5, 3)
        assert new.citation("review") == "QA-ALD-KEY-01 v3 cl. 6.1"
        assert terms_of(None) is None
        assert terms_of_versions([signed.pk, agreed.pk]) == {signed.pk: old, agreed.pk: new}


def test_an_agreement_that_ended_is_not_in_force(world: World) -> None:
    drafted = new_agreement(world, effective_until=date(2026, 5, 1))
    with scope.opened(world.head):
        actions.agree(version_id=drafted.pk, by=world.head, reason="", at=AT)
    for actor in (world.head, world.cmo_qa):
        sign_agreement(drafted, actor, at=AT)
    with scope.opened(world.clerk):
        assert in_force(world.alder_keystone.pk, "powders", date(2026, 4, 30)) == drafted
        assert in_force(world.alder_keystone.pk, "powders", date(2026, 5, 1)) is None


def test_unsigned_is_not_in_force(world: World, signed: AgreementVersion, agreed: AgreementVersion) -> None:
    sign_agreement(agreed, world.head, at=AT)
    with scope.opened(world.clerk):
        assert in_force(world.alder_keystone.pk, "minerals", FROM) == signed


def test_one_side_signs_once(world: World, agreed: AgreementVersion) -> None:
    sign_agreement(agreed, world.head, at=AT)
    with pytest.raises(Refused, match="Helen Okafor has signed for Alder & Pine Nutrition already"):
        sign_agreement(agreed, world.head, at=AT)
    with scope.opened(world.clerk):
        assert Signature.objects.filter(subject_id=agreed.pk).count() == 1


def test_one_person_does_not_sign_for_both_sides(world: World, agreed: AgreementVersion) -> None:
    sign_agreement(agreed, world.cmo_qa, at=AT)
    with pytest.raises(Forbidden, match="You have signed for the other side"):
        sign_agreement(agreed, head_of_both(world), at=AT)


def head_of_both(world: World) -> Actor:
    """Keystone's head of quality, who works for Alder & Pine too."""
    person = world.people["qa@keystone.example"]
    sponsor = scope.system(organisation_id=world.alder.pk)
    with scope.opened(sponsor), acting(by=sponsor, reason="joined", at=LONG_AGO):
        Membership.objects.create(organisation=world.alder, person=person, roles=["SQH"])
    entering = replace(world.cmo_qa, organisation_id=world.alder.pk)
    with scope.opened(entering):
        there = Membership.objects.select_related("organisation").get(person=person, organisation=world.alder)
        return actor_for(person, there)


@pytest.mark.parametrize("email", ["qa@alderpine.example", "clerk@keystone.example"])
def test_others_do_not_sign(world: World, agreed: AgreementVersion, email: str) -> None:
    with pytest.raises(Forbidden):
        sign_agreement(agreed, world.actors[email], at=AT)


@pytest.mark.parametrize("email", ["qa@bluemesa.example", "auditor@example.org"])
def test_strangers_and_readers_find_nothing_to_sign(world: World, agreed: AgreementVersion, email: str) -> None:
    with pytest.raises(AgreementVersion.DoesNotExist):
        sign_agreement(agreed, world.actors[email], at=AT)


def test_a_draft_cannot_be_signed(world: World, drafted: AgreementVersion) -> None:
    with pytest.raises(Refused, match="“Sign” is not possible while QA-ALD-KEY-01 v3 is “Draft”"):
        sign_agreement(drafted, world.head, at=AT)


def test_another_content_than_the_one_shown_is_not_signed(world: World, agreed: AgreementVersion) -> None:
    with scope.opened(world.head):
        given = proof(world.head, AT, agreed, "0" * 64)
        with pytest.raises(Stale):
            actions.sign(version_id=agreed.pk, proof=given, shown_hash="0" * 64, by=world.head, reason="", at=AT)
        assert Signature.objects.filter(subject_id=agreed.pk).count() == 0


def test_an_agreed_version_is_fixed_until_it_is_reopened(world: World, agreed: AgreementVersion) -> None:
    sign_agreement(agreed, world.head, at=AT)
    given = {"version_id": agreed.pk, "effective_from": FROM, "effective_until": None, "by": world.cmo_qa, "at": AT}
    with scope.opened(world.cmo_qa):
        with pytest.raises(Refused, match="its clauses are fixed"):
            actions.revise(**given, changes=[SHORTER], reason="")
        with pytest.raises(Refused, match="Give a reason"):
            actions.reopen(version_id=agreed.pk, by=world.cmo_qa, reason=" ", at=AT)
        actions.reopen(version_id=agreed.pk, by=world.cmo_qa, reason="two days are too short", at=AT)
        longer = replace(SHORTER, parameters={"pack_days": 4, "disposition_days": 2})
        revised = actions.revise(**given, changes=[longer], reason="")
        again = actions.agree(version_id=revised.pk, by=world.cmo_qa, reason="", at=AT)
        assert again.content_hash != agreed.content_hash
        assert list(signatures_on(again)) == []
        assert Signature.objects.filter(subject_id=agreed.pk).count() == 1


def test_a_withdrawn_version_makes_room_for_the_next(world: World, agreed: AgreementVersion) -> None:
    with scope.opened(world.head):
        with pytest.raises(Refused, match="v3 is still “Agreed, waiting for signatures”"):
            actions.draft_version(
                agreement_id=agreed.agreement_id, effective_from=FROM, effective_until=None, by=world.head, reason="",
                at=AT,
            )  # fmt: skip
        actions.withdraw(version_id=agreed.pk, by=world.head, reason="not needed", at=AT)
        following = actions.draft_version(
            agreement_id=agreed.agreement_id, effective_from=FROM, effective_until=None, by=world.head, reason="",
            at=AT,
        )  # fmt: skip
        assert following.version == 4
    assert items(world) == [("Keystone", "Read the draft QA-ALD-KEY-01 v4")]


@pytest.mark.parametrize(
    ("effective_from", "sentence"),
    [
        (date(2026, 1, 5), "Version 2 is effective from 2026-01-05. The next one must start later."),
        (
            date(2026, 3, 9),
            (
                "The effective date 2026-03-09 has passed. Set 2026-03-10 or a later day, so that no running lot is "
                "judged by terms that were not signed."
            ),
        ),
        (date(2026, 3, 10), ""),
    ],
)
def test_nothing_changes_in_the_past(
    world: World, drafted: AgreementVersion, effective_from: date, sentence: str
) -> None:
    given = {"version_id": drafted.pk, "by": world.head, "reason": "", "at": AT}
    with scope.opened(world.head):
        actions.revise(**given, effective_from=effective_from, effective_until=None)
        if not sentence:
            assert actions.agree(**given).state == "agreed"
            return
        with pytest.raises(Refused) as caught:
            actions.agree(**given)
        assert caught.value.sentence == sentence


def test_a_signature_that_comes_too_late_is_refused(world: World, agreed: AgreementVersion) -> None:
    sign_agreement(agreed, world.head, at=AT)
    with pytest.raises(Refused, match="The effective date 2026-04-01 has passed"):
        sign_agreement(agreed, world.cmo_qa, at=datetime(2026, 4, 2, 9, 0, tzinfo=UTC))


def test_a_key_cannot_sign(world: World, agreed: AgreementVersion) -> None:
    by = scope.through(world.head, "api")
    with pytest.raises(Forbidden, match="Nothing that needs a signature can be done with a key"):
        sign_agreement(agreed, by, at=AT)


def test_the_hash_is_that_of_the_content(world: World, agreed: AgreementVersion) -> None:
    with scope.opened(world.head):
        assert agreed.content_hash == content_hash(version_content(version(agreed.pk)))
