"""Propose, submit, decide, make effective: right, refused, at the edge."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from agreements.actions import ClauseDraft
from change_control import actions, rules
from change_control.content import change_content
from change_control.models import ChangeRequest
from change_control.queries import terms_for, timeline
from clocks.models import InboxItem, Notice
from kernel import scope
from kernel.errors import Forbidden, Refused, Stale
from lots.models import Lot
from masters.models import Product
from parties.states import SPONSOR_PERMISSIONS, Role
from records.models import Signature
from records.queries import is_valid_for, signatures_of
from release.queries import facts_of
from tests.change_control.made import (
    AT,
    ON,
    assess,
    carry_out,
    decide,
    draft,
    effective,
    in_state,
    propose,
    step,
    submit,
)
from tests.factories.agreed_clauses import clauses
from tests.factories.baseline import make_agreement, make_product
from tests.factories.signing import proof
from tests.factories.walked import Shop, make_lot
from tests.factories.world import World

EFFECTIVE = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def product(world: World) -> Product:
    make_agreement(world)
    return make_product(world)


def items(world: World) -> list[tuple[str, list[str], str]]:
    with scope.opened(world.clerk):
        rows = InboxItem.objects.filter(done_at=None).select_related("organisation").order_by("title")
        return [(item.organisation.name.split()[0], item.roles, item.title) for item in rows]


def told(world: World) -> set[tuple[str, str]]:
    with scope.opened(world.clerk):
        rows = Notice.objects.select_related("recipient")
        return {(notice.recipient.name, notice.subject_line.rsplit(": ", 1)[1]) for notice in rows}


def test_changes_are_numbered_in_their_partnership(world: World, product: Product) -> None:
    other = make_product(world, partnership=world.blue_keystone)
    assert [propose(world, product.pk).number for _ in range(2)] == ["CR-1", "CR-2"]
    assert propose(world, other.pk).number == "CR-1"
    assert items(world) == []


def test_a_supplier_change_is_approved_and_made_effective(world: World, product: Product) -> None:
    change = submit(propose(world, product.pk, by=world.clerk), world.clerk)
    assert (change.state, change.clause) == ("sponsor_review", "QA-ALD-KEY-01 v2 cl. 7.1")
    headline = "CR-1 (component supplier or manufacturer site): Second source for magnesium bisglycinate"
    assert items(world) == [("Alder", ["SQH"], f"Decide on {headline}")]
    assert told(world) == {
        (who, words)
        for who in ("Priya Raman", "Helen Okafor")
        for words in ("impact being assessed", "waiting for the sponsor")
    }
    change = decide(change, world.head)
    assert items(world) == [("Keystone", ["CQA", "CCH"], f"Make {headline} effective on 2026-04-01")]
    assert ("Quentin Abbot", "approved") in told(world)
    change = effective(world, change, EFFECTIVE)
    assert (change.state, change.review_due_on) == ("effective", date(2026, 6, 30))
    assert items(world) == [("Keystone", ["CQA", "CCH"], f"Review the effect of {headline}")]
    reviewed = step(change, "review", world.cmo_qa, reason="RSD 1.8 % in 4 lots", at=EFFECTIVE + timedelta(days=80))
    assert items(world) == [("Alder", ["SQA", "SQH"], f"Close {headline}")]
    assert step(reviewed, "close", world.reviewer, reason="same quality").state == "closed"
    assert items(world) == []
    with scope.opened(world.clerk):
        signature = signatures_of(change.pk).get()
        assert (signature.printed_name, signature.meaning, signature.role) == ("Helen Okafor", "approved", "SQH")
        assert is_valid_for(signature, change_content(ChangeRequest.objects.select_related("product").get()))
        assert [(step.title, step.by) for step in timeline(change)] == [
            ("Closed", "Priya Raman"),
            ("Reviewed after its effect", "Quentin Abbot"),
            ("Effective", "Quentin Abbot"),
            ("Verified", "Quentin Abbot"),
            ("Being implemented", "Carla Diaz"),
            ("Approved", "Helen Okafor"),
            ("Waiting for the sponsor", "Carla Diaz"),
            ("Impact being assessed", "Carla Diaz"),
            ("Classified", "Carla Diaz"),
            ("Submitted", "Carla Diaz"),
            ("Draft", "Carla Diaz"),
        ]


def test_a_change_that_the_clause_makes_a_notice_waits_for_nobody(world: World, product: Product) -> None:
    change = submit(propose(world, product.pk, trigger="equipment"), world.cmo_qa)
    assert change.state == "notified"
    assert [organisation for organisation, _, _ in items(world)] == ["Keystone"]
    assert ("Helen Okafor", "sponsor notified") in told(world)
    assert effective(world, change, EFFECTIVE).state == "effective"


def test_the_sponsor_asks_to_decide_about_a_notice(world: World, product: Product) -> None:
    change = submit(propose(world, product.pk, trigger="equipment"), world.cmo_qa)
    with scope.opened(world.head):
        asked = actions.ask_for_approval(change_id=change.pk, by=world.head, reason="new principle", at=AT)
    assert asked.state == "impact_assessment"
    assert [organisation for organisation, _, _ in items(world)] == ["Keystone"]
    assess(asked, world.cmo_qa)
    assert step(asked, "send", world.cmo_qa).state == "sponsor_review"
    assert [organisation for organisation, _, _ in items(world)] == ["Alder"]


def test_without_an_agreement_the_sponsor_approves(world: World) -> None:
    change = submit(propose(world, make_product(world).pk, trigger="equipment"), world.cmo_qa)
    assert (change.state, change.clause) == ("sponsor_review", "")
    assert change.because.endswith("because no quality agreement is in force that says otherwise.")


def test_a_rejected_change_stays_as_it_is(world: World, product: Product) -> None:
    change = submit(propose(world, product.pk), world.cmo_qa)
    with pytest.raises(Refused, match="Give a reason"):
        decide(change, world.head, "reject", reason=" ")
    rejected = decide(change, world.head, "reject", reason="no validation of the blend")
    assert rejected.state == "rejected"
    assert items(world) == []
    with scope.opened(world.head):
        assert signatures_of(change.pk).get().meaning == "rejected"


@pytest.mark.parametrize(
    ("at", "is_allowed"),
    [
        (datetime(2026, 3, 31, 23, 59, tzinfo=UTC), False),
        (datetime(2026, 4, 1, 0, 0, tzinfo=UTC), True),
        (datetime(2026, 5, 1, 0, 0, tzinfo=UTC), True),
    ],
)
def test_not_before_its_day(world: World, product: Product, at: datetime, is_allowed: bool) -> None:
    change = carry_out(world, in_state(world, product.pk, "approved"))
    given = {"change_id": change.pk, "by": world.cmo_qa, "reason": "", "at": at}
    with scope.opened(world.cmo_qa):
        if is_allowed:
            assert actions.make_effective(**given).state == "effective"
            return
        with pytest.raises(Refused) as caught:
            actions.make_effective(**given)
        assert (caught.value.sentence, caught.value.clause) == (
            "CR-1 takes effect on 2026-04-01. Make it effective on that day or later.",
            "QA-ALD-KEY-01 v2 cl. 7.1",
        )
        assert ChangeRequest.objects.get().state == "verified"


@pytest.mark.parametrize(
    ("lead_days", "effective_on", "sentence"),
    [
        (0, date(2026, 3, 10), ""),
        (0, date(2026, 3, 9), "A change takes effect today at the earliest. Choose 2026-03-10 or a later day."),
        (30, date(2026, 4, 9), ""),
        (
            30,
            date(2026, 4, 8),
            "A change takes effect 30 days after it is submitted at the earliest. Choose 2026-04-09 or a later day.",
        ),
    ],
)
def test_the_notice_of_the_clause(world: World, lead_days: int, effective_on: date, sentence: str) -> None:
    *others, change_clause = clauses()
    stated = replace(change_clause, parameters={**change_clause.parameters, "lead_days": lead_days})
    make_agreement(world, stated=[*others, stated])
    change = propose(world, make_product(world).pk, effective_on=effective_on)
    if not sentence:
        assert submit(change, world.cmo_qa).state == "sponsor_review"
        return
    with pytest.raises(Refused) as caught:
        submit(change, world.cmo_qa)
    assert caught.value.sentence == sentence
    with scope.opened(world.cmo_qa):
        assert ChangeRequest.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": " "}, "Write what changes, in one line."),
        ({"description": ""}, "Write a description of the change."),
        ({"justification": "\n"}, "Write why it is needed."),
        ({"impact": ""}, "Write its impact on quality, validation, labels and stock."),
        ({"trigger": "weather"}, "“weather” is not a kind of change."),
    ],
)
def test_a_change_is_written_out(world: World, product: Product, changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        propose(world, product.pk, **changed)
    assert caught.value.sentence == sentence


def test_a_draft_is_revised_and_a_submitted_one_is_not(world: World, product: Product) -> None:
    change = propose(world, product.pk)
    given = {"change_id": change.pk, "by": world.clerk, "reason": "", "at": AT}
    with scope.opened(world.clerk):
        assert actions.revise(content=draft(trigger="label"), **given).trigger == "label"
    submit(change, world.clerk)
    with scope.opened(world.clerk), pytest.raises(Refused, match="its text is fixed"):
        actions.revise(content=draft(), **given)


def test_withdrawn_before_anybody_knew_tells_nobody(world: World, product: Product) -> None:
    in_state(world, product.pk, "withdrawn")
    assert told(world) == set()
    change = submit(propose(world, product.pk), world.cmo_qa)
    with scope.opened(world.cmo_qa):
        actions.withdraw(change_id=change.pk, by=world.cmo_qa, reason="found another way", at=AT)
    assert ("Helen Okafor", "withdrawn") in told(world)
    assert items(world) == []


@pytest.mark.parametrize("email", ["qa@alderpine.example", "head.qa@alderpine.example"])
def test_the_sponsor_does_not_propose(world: World, product: Product, email: str) -> None:
    with pytest.raises(Forbidden, match="Your role does not allow you to propose a change"):
        propose(world, product.pk, by=world.actors[email])


@pytest.mark.parametrize("email", ["qa@alderpine.example", "qa@keystone.example"])
def test_only_the_head_of_quality_decides(world: World, product: Product, email: str) -> None:
    change = submit(propose(world, product.pk), world.clerk)
    with pytest.raises(Forbidden):
        decide(change, world.actors[email])
    with scope.opened(world.clerk):
        assert Signature.objects.filter(subject_id=change.pk).count() == 0


def test_labels_are_decided_by_whom_the_agreement_names(world: World) -> None:
    label = ClauseDraft("7.2", "label_ownership", "Labels", {"approver": "SLB"})
    make_agreement(world, stated=[*clauses(), label])
    product = make_product(world)
    reviewer = replace(world.head, sponsor_permissions=SPONSOR_PERMISSIONS[Role.SLB], roles=frozenset({Role.SLB}))
    asked = submit(propose(world, product.pk, trigger="label"), world.clerk)
    with pytest.raises(Forbidden, match="leaves this change to: Sponsor label and claims"):
        decide(asked, world.head)
    with scope.opened(reviewer), pytest.raises(Forbidden, match="leaves this change to: Sponsor head of quality"):
        rules.check_approver(submit(propose(world, product.pk), world.clerk), terms_for(product, AT.date()), reviewer)
    with scope.opened(reviewer):
        rules.check_approver(asked, terms_for(product, AT.date()), reviewer)


def test_strangers_find_nothing(world: World, product: Product) -> None:
    change = submit(propose(world, product.pk), world.clerk)
    with pytest.raises(ChangeRequest.DoesNotExist):
        decide(change, world.other_sponsor)
    with pytest.raises(Product.DoesNotExist):
        propose(world, product.pk, by=world.other_sponsor)


def test_what_was_not_shown_is_not_signed(world: World, product: Product) -> None:
    change = submit(propose(world, product.pk), world.clerk)
    with scope.opened(world.head):
        given = proof(world.head, AT, change, "f" * 64)
        with pytest.raises(Stale):
            actions.approve(change_id=change.pk, proof=given, shown_hash="f" * 64, by=world.head, reason="", at=AT)
        assert ChangeRequest.objects.get().state == "sponsor_review"


@pytest.mark.lot(until="completed")
def test_the_gate_counts_lots_from_an_effective_change_on(world: World, shop: Shop, lot: Lot) -> None:
    """A lot started on the change's day or later was made under it, and its gate is settled anew."""
    change = carry_out(world, in_state(world, shop.product.pk, "approved"))
    after = make_lot(shop, "KB-2", until="completed", at=EFFECTIVE)
    versions = {made.pk: made.gate.version for made in (lot, after)}
    with scope.opened(world.cmo_qa):
        actions.make_effective(change_id=change.pk, by=world.cmo_qa, reason="", at=EFFECTIVE)
        facts = facts_of([lot.pk, after.pk])
        assert facts[lot.pk].changed_on is None
        assert facts[after.pk].changed_on == ON
        assert facts[after.pk].lots_since_change == 0
        for made in (lot, after):
            made.gate.refresh_from_db()
            assert made.gate.version > versions[made.pk]
            assert made.gate.settled
            assert made.gate.open_qty == Decimal(0)
