"""First versions enter the baseline: whole, under one signature of the sponsor, or not at all."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clocks.models import InboxItem
from kernel import scope
from kernel.clock import now
from kernel.errors import Forbidden, Refused, Stale
from kernel.scope import Actor, through
from masters.actions import withdraw_baseline
from masters.dry_run import dry_run
from masters.entrance import Content
from masters.models import BaselineDraft, MasterRecord, Product
from masters.queries import approved_content, baseline_on, baseline_values, begun_content
from masters.states import BASELINE_DRAFT, DraftState
from records.models import Signature
from tests.factories.baseline import VALID_FROM, make_baseline, make_product
from tests.factories.world import World, make_member
from tests.masters.entering import CODE, approve, bring, changed, content, only


class Frozen:
    """The versions of a day, as a lot would name them."""

    def __init__(self, product: Product) -> None:
        found = baseline_on(product, VALID_FROM)
        self.product_id = product.pk
        for name in ("master_record", "specification", "sampling_plan"):
            setattr(self, f"{name}_id", getattr(getattr(found, name), "pk", None))
        self.label_version_id = found.label.pk if found.label else None


def values_of(by: Actor, **where: Any) -> Any:
    with scope.opened(by):
        return baseline_values(Frozen(Product.objects.get(**where)))  # type: ignore[arg-type]  # carries its keys


def verdicts(world: World, given: Content) -> dict[tuple[str, int], str]:
    """(table, row) → the sentence of each refused row."""
    with scope.opened(world.cmo_qa):
        run = dry_run(world.alder_keystone.pk, given)
    return {(verdict.table.name, verdict.row): verdict.sentence for verdict in run.refused}


def test_brought_by_the_cmo_and_approved_by_the_sponsor(world: World) -> None:
    draft = bring(world.alder_keystone, world.cmo_qa)
    with scope.opened(world.head):
        assert Product.objects.count() == 0
        item = InboxItem.objects.get(done_at=None)
    assert (item.title, item.roles) == ("Approve first versions BD-1", ["SQH"])
    assert approve(draft, world.head).state == "approved"
    with scope.opened(world.head):
        signature, record = Signature.objects.get(), MasterRecord.objects.get()
        assert InboxItem.objects.get().done_at is not None
        reason = record.history.get().history_change_reason
    assert (signature.meaning, signature.role, signature.subject_label) == ("approved", "SQH", "First versions BD-1")
    assert (record.approved_by_id, record.version, record.valid_from) == (world.head.person_id, 3, VALID_FROM)
    assert reason == "BD-1 compared with paper"


def test_it_is_the_same_baseline_as_the_actions_make(world: World) -> None:
    approve(bring(world.alder_keystone, world.cmo_qa), world.head)
    make_baseline(world, partnership=world.blue_keystone, by=world.cmo_qa)
    assert values_of(world.reviewer, code=CODE) == values_of(world.other_sponsor, code=CODE)


def test_what_is_in_force_here_is_brought_to_another_partner(world: World) -> None:
    make_baseline(world)
    with scope.opened(world.reviewer):
        there = approved_content(world.alder_keystone.pk)
    approve(bring(world.blue_keystone, world.cmo_qa, there), world.other_sponsor)
    assert values_of(world.other_sponsor, code=CODE) == values_of(world.reviewer, code=CODE)


def test_a_product_may_come_first_and_its_versions_later(world: World) -> None:
    approve(bring(world.alder_keystone, world.cmo_qa, only("products")), world.head)
    with scope.opened(world.cmo_qa):
        begun = begun_content(world.alder_keystone.pk)
    assert [row.values["code"] for row in begun["products"]] == [CODE]
    rest = content() | {"products": begun["products"]}
    approve(bring(world.alder_keystone, world.cmo_qa, rest), world.head)
    assert values_of(world.reviewer, code=CODE).label.number == "LBL-MG120"
    with scope.opened(world.cmo_qa):
        assert begun_content(world.alder_keystone.pk)["products"] == ()


def test_what_is_still_lacking_is_said(world: World) -> None:
    given = only("products", "master_records", "components", "steps", "yields", "control_points")
    with scope.opened(world.cmo_qa):
        run = dry_run(world.alder_keystone.pk, given)
    assert run.lacking == (f"No lot of {CODE} can start before a specification and a label is approved.",)
    assert run.refused == ()


def test_a_later_version_is_a_change(world: World) -> None:
    make_baseline(world)
    assert verdicts(world, content()) == {
        (table, 2): f"{CODE} has a {one} already ({there}). Propose a change: its approval makes the next version."
        for table, one, there in (
            ("master_records", "master record", "MMR-0417 v3"), ("specifications", "specification", "SPEC-0417 v4"),
            ("sampling_plans", "sampling plan", "SP-007 v2"), ("labels", "label", "LBL-MG120 v5"),
        )
    }  # fmt: skip
    draft = bring(world.alder_keystone, world.cmo_qa)
    with pytest.raises(Refused, match="Master records, row 2: MG-GLY-120 has a master record already"):
        approve(draft, world.head)


def test_a_product_is_changed_by_a_change(world: World) -> None:
    make_product(world, shelf_life_months=36)
    (sentence,) = verdicts(world, only("products")).values()
    assert sentence.startswith(f"{CODE} is added already, with another shelf_life_months (36). Propose a change")


def test_nothing_new_is_no_draft(world: World) -> None:
    make_product(world)
    with pytest.raises(Refused, match="Everything in it is recorded already"):
        bring(world.alder_keystone, world.cmo_qa, only("products"))


@pytest.mark.parametrize(
    ("given", "table", "row", "sentence"),
    [
        (changed("products", gtin="00850041237818"), "products", 2, "is not a GTIN"),
        (changed("products", code="X" * 41), "products", 2, "code: Ensure this value has at most 40 characters"),
        (changed("products", count_per_unit=0), "products", 2, "must be at least 1"),
        (changed("components", 1, step="99"), "master_records", 2, "names step 99"),
        (changed("components", 1, target=Decimal("100000000000")), "components", 3, "no more than 10 digits before"),
        (changed("components", 1, product="OTHER"), "components", 3, "OTHER has no row on the sheet Master records"),
        (changed("steps", 1, instruction="x" * 301), "steps", 3, "instruction: Ensure this value has at most 300"),
        (changed("yields", minimum_percent=Decimal(101)), "master_records", 2, "limits with the lower one first"),
        (changed("master_records", version=0), "master_records", 2, "Versions are counted from 1."),
        (changed("master_records", version=40_000), "master_records", 2, "version: Ensure this value is less than"),
        (changed("master_records", product="OTHER"), "master_records", 2, "OTHER is neither on the sheet Products"),
        (changed("sampling_plans", tests=("NONE",)), "sampling_plans", 2, "The specification has no test NONE."),
        (changed("sampling_plans", valid_from=date(2025, 8, 31)), "sampling_plans", 2, "Approve a specification"),
        (changed("labels", tolerance_percent=Decimal(100)), "labels", 2, "cannot be negative or everything"),
        (changed("label_facts", amount=Decimal(0)), "labels", 2, "an amount is more than zero"),
        (changed("laboratories", methods=()), "laboratories", 2, "methods: This field cannot be blank."),
        (changed("equipment", 1, number="BL-03"), "equipment", 3, "BL-03 is listed twice. List it once."),
        (changed("people", trained_until=date(2020, 1, 1)), "people", 2, "trained_until lies before trained_from"),
    ],
)  # fmt: skip
def test_a_row_that_fails_a_rule(world: World, given: Content, table: str, row: int, sentence: str) -> None:
    found = verdicts(world, given)
    assert sentence in found.get((table, row), ""), found
    draft = bring(world.alder_keystone, world.cmo_qa, given)
    with pytest.raises(Refused):
        approve(draft, world.head)
    with scope.opened(world.head):
        assert (Product.objects.count(), Signature.objects.count()) == (0, 0)
        assert BaselineDraft.objects.get().state == "submitted"


def test_what_another_draft_added_meanwhile_is_seen_at_signing(world: World) -> None:
    first, second = bring(world.alder_keystone, world.cmo_qa), bring(world.alder_keystone, world.cmo_qa)
    assert (first.number, second.number) == ("BD-1", "BD-2")
    approve(first, world.head)
    with pytest.raises(Refused, match="has a master record already"):
        approve(second, world.head)


def test_the_signature_is_bound_to_what_was_shown(world: World) -> None:
    draft = bring(world.alder_keystone, world.cmo_qa)
    with pytest.raises(Stale):
        approve(draft, world.head, shown_hash="0" * 64)


def test_author_and_approver_are_two(world: World) -> None:
    draft = bring(world.alder_keystone, world.head)
    with pytest.raises(Forbidden, match=r"You brought these first versions\. Somebody else must approve them\."):
        approve(draft, world.head)
    second = make_member(world.alder, "deputy@alderpine.example", "Dee Quist", ["SQH"])
    assert approve(draft, second).state == "approved"


def test_a_key_signs_nothing(world: World) -> None:
    draft = bring(world.alder_keystone, through(world.cmo_qa, "api"))
    with pytest.raises(Forbidden):
        approve(draft, through(world.head, "api"))


MAY_BRING = {"reviewer", "head", "cmo_qa"}
MAY = {
    ("submitted", "approve"): {"head"},
    ("submitted", "withdraw"): {"reviewer", "head", "cmo_qa"},
}
PEOPLE = ("clerk", "cmo_qa", "reviewer", "head", "other_sponsor", "auditor")
REFUSALS = (Refused, BaselineDraft.DoesNotExist)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_bring(world: World, who: str) -> None:
    by = getattr(world, who)
    if who in MAY_BRING:
        assert bring(world.alder_keystone, by).brought_by_id == by.person_id
        return
    with pytest.raises(Exception) as refused:  # noqa: PT011 - a stranger does not even find the partnership
        bring(world.alder_keystone, by)
    assert type(refused.value).__name__ in ("Forbidden", "DoesNotExist")


@pytest.mark.parametrize("state", DraftState.values)
@pytest.mark.parametrize("verb", sorted(BASELINE_DRAFT.verbs()))
@pytest.mark.parametrize("who", PEOPLE)
def test_state_verb_role(world: World, state: str, verb: str, who: str) -> None:
    maker = make_member(world.keystone, "own@keystone.example", "Otto Reyes", ["CQA"])
    draft = bring(world.alder_keystone, maker, only("products"))
    if state == "approved":
        approve(draft, world.head)
    if state == "withdrawn":
        withdraw(draft, world.cmo_qa)
    by = getattr(world, who)
    if who in MAY.get((state, verb), set()):
        assert (approve if verb == "approve" else withdraw)(draft, by).state != state
    else:
        with pytest.raises(REFUSALS):
            (approve if verb == "approve" else withdraw)(draft, by)


def withdraw(draft: BaselineDraft, by: Actor, reason: str = "wrong file") -> BaselineDraft:
    with scope.opened(by):
        return withdraw_baseline(baseline_id=draft.pk, by=by, reason=reason, at=now())


def test_withdrawing_needs_a_reason_and_closes_the_item(world: World) -> None:
    draft = bring(world.alder_keystone, world.cmo_qa)
    with pytest.raises(Refused, match="Give a reason"):
        withdraw(draft, world.reviewer, reason=" ")
    withdraw(draft, world.reviewer)
    with scope.opened(world.head):
        assert InboxItem.objects.get().done_at is not None


def test_standing_facts_are_new_same_or_changed(world: World) -> None:
    make_baseline(world)
    given = only("equipment")
    rows = list(given["equipment"])
    rows[0] = replace(rows[0], values=rows[0].values | {"qualified_until": date(2028, 1, 31)})
    rows.append(replace(rows[0], number=4, values=rows[0].values | {"number": "EN-03"}))
    with scope.opened(world.cmo_qa):
        run = dry_run(world.alder_keystone.pk, given | {"equipment": tuple(rows)})
    assert [verdict.outcome for verdict in run.verdicts] == ["changed", "same", "new"]
    approve(bring(world.alder_keystone, world.cmo_qa, given | {"equipment": tuple(rows)}), world.head)
    standing = values_of(world.reviewer, code=CODE).standing.equipment
    assert [(one.number, one.qualified_until) for one in standing] == [
        ("BL-03", date(2028, 1, 31)), ("EN-02", date(2027, 1, 31)), ("EN-03", date(2028, 1, 31)),
    ]  # fmt: skip
