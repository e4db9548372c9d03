"""What is drafted, what is not, and by whom."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from agreements import actions
from agreements.models import Agreement, AgreementVersion
from kernel import scope
from kernel.errors import Forbidden, Refused
from tests.agreements.drafts import AT, FROM, SHORTER, new_agreement
from tests.factories.agreed_clauses import clauses
from tests.factories.world import World


def test_an_agreement_needs_every_kind_of_clause(world: World) -> None:
    drafted = new_agreement(world, clauses=clauses()[:-1])
    with scope.opened(world.head), pytest.raises(Refused) as caught:
        actions.agree(version_id=drafted.pk, by=world.head, reason="", at=AT)
    assert caught.value.sentence == "The agreement has no clause on: Change control. Add it."


@pytest.mark.parametrize(
    ("expires_on", "is_allowed"),
    [("2026-04-01", False), ("2026-04-02", True), ("2027-04-02", True), ("2027-04-03", False)],
)
def test_a_conditional_rule_ends_within_a_year(world: World, expires_on: str, is_allowed: bool) -> None:
    conditional, *others = clauses("conditional")
    rule = replace(conditional, parameters={**conditional.parameters, "expires_on": expires_on})
    drafted = new_agreement(world, clauses=[rule, *others])
    given = {"version_id": drafted.pk, "by": world.head, "reason": "", "at": AT}
    with scope.opened(world.head):
        if is_allowed:
            assert actions.agree(**given).state == "agreed"
            return
        with pytest.raises(Refused, match="must expire after 2026-04-01 and by 2027-04-02"):
            actions.agree(**given)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"number": "QA-ALD-KEY-01"}, "Agreement QA-ALD-KEY-01 exists already in this partnership."),
        ({"product_group": "minerals"}, "“minerals” has an agreement already. Draft its next version instead."),
        ({"number": " "}, "Give the number of the agreement as it is printed, without blanks around it."),
        ({"title": "a\u202eb"}, "Give the title of the agreement as it is printed, without blanks around it."),
        ({"effective_until": FROM}, "The agreement would end before it takes effect."),
        ({"clauses": [SHORTER, SHORTER]}, "Clause “6.1” is there twice. Keep one of them."),
        (
            {"clauses": [SHORTER, replace(SHORTER, number="6.2")]},
            "Clause “review” is there twice. Keep one of them.",
        ),
        (
            {"clauses": [replace(SHORTER, parameters={"pack_days": 0, "disposition_days": 1})]},
            "Clause 6.1: Review of the pack, business days: input should be greater than or equal to 1.",
        ),
    ],
)
def test_what_is_not_drafted(world: World, signed: AgreementVersion, changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        new_agreement(world, **changed)
    assert caught.value.sentence == sentence
    with scope.opened(world.head):
        assert Agreement.objects.count() == 1


@pytest.mark.parametrize("email", ["qa@alderpine.example", "clerk@keystone.example"])
def test_others_do_not_draft(world: World, signed: AgreementVersion, email: str) -> None:
    actor = world.actors[email]
    with pytest.raises(Forbidden), transaction.atomic():
        new_agreement(world, by=actor)
    with scope.opened(actor), pytest.raises(Forbidden), transaction.atomic():
        actions.draft_version(
            agreement_id=signed.agreement_id, effective_from=FROM, effective_until=None, by=actor, reason="", at=AT
        )
