"""A rule that blocks is waived by the sponsor, signed, where a clause allows it; never a rule without waiver."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from evidence.actions.checking import settle_completeness
from evidence.actions.review import decide_exception
from evidence.actions.waivers import WaiverDraft, check_waiver, revoke_waiver, waive_rule
from evidence.content import waiver_content
from evidence.models import Pack, RuleVerdict, RuleWaiver
from evidence.presentation.verdicts import shown
from evidence.queries import gaps, verdicts_of
from evidence.states import WAIVER, PackState, WaiverState
from evidence.waivers import standing_waivers, waived_by
from kernel import clock, scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.scope import Actor
from lots.actions.gates import changing
from records.content import content_hash
from records.models import Signature
from release.queries import facts_of
from tests.evidence.actions.test_review import LATER, attest, exceptions_of, with_exceptions
from tests.evidence.scene import Scene, stated
from tests.factories.agreed_clauses import WAIVER as CLAUSE
from tests.factories.agreed_clauses import clauses
from tests.factories.lending import lend
from tests.factories.packs import with_row
from tests.factories.signing import proof
from tests.factories.walked import accept_as, colleague, make_shop
from tests.factories.world import World

RULE = "R204"


def today() -> date:
    return datetime.now(UTC).date()


def draft(**changes: object) -> WaiverDraft:
    given = {"scope": "lot", "valid_until": today(), "reason": "Supplier audited last week; file follows."}
    return WaiverDraft(**(given | changes))  # type: ignore[arg-type]


@pytest.fixture
def scene(world: World, settings: Any, tmp_path: Path) -> Scene:
    """The lot under an agreement whose clause 9.1 lets R204, R209 and R313 be waived for thirty days."""
    settings.EVIDENCE_STORE = tmp_path / "evidence"
    settings.EVIDENCE_QUARANTINE = tmp_path / "quarantine"
    return Scene(make_shop(world, stated=[*clauses(), CLAUSE]))


def blocked(scene: Scene) -> RuleVerdict:
    """A pack whose rice comes from a supplier that is not approved: R204 blocks."""
    pack = with_row(stated(), "materials.component_lots", {"component": "RICE-FL"}, supplier="Grain Brokers Inc.")
    submitted = scene.submit(pack).pack
    with scope.opened(scene.world.head):
        return RuleVerdict.objects.get(pack=submitted, rule=RULE, outcome="fail")


def waive(scene: Scene, verdict: RuleVerdict, by: Actor | None = None, **changes: object) -> RuleWaiver:
    by, wanted, at = by or scene.world.head, draft(**changes), clock.now()
    with scope.opened(by):
        found = RuleVerdict.objects.select_related("pack__lot__product").get(pk=verdict.pk)
        clause = check_waiver(found, found.pack.lot, wanted, by=by, at=at)
        shown = content_hash(waiver_content(found, found.pack.lot, clause, wanted))
        given = proof(by, at, found.pack, shown)
        return waive_rule(verdict_id=verdict.pk, draft=wanted, proof=given, shown_hash=shown, by=by, reason="", at=at)


def open_gaps(scene: Scene, verdict: RuleVerdict) -> set[str]:
    with scope.opened(scene.world.head):
        return set(gaps([verdict.pack_id]).values_list("rule", flat=True))


def planted(scene: Scene, until: date, *, product: bool = False) -> RuleWaiver:
    """A waiver of R204 that ends on a day, whatever today is."""
    by, lot = scene.world.head, scene.lot
    with scope.opened(by), acting(by=by, reason="planted", at=clock.now()):
        return RuleWaiver.objects.create(
            partnership_id=lot.partnership_id, sponsor_id=lot.sponsor_id, rule=RULE, lot=None if product else lot,
            product_id=lot.product_id if product else None, valid_until=until, clause="QA-ALD-KEY-01 v2 cl. 9.1",
            reason="planted", waived_by_id=by.person_id, waived_at=clock.now(),
        )  # fmt: skip


def test_a_waived_rule_blocks_no_longer_and_says_by_whom(scene: Scene) -> None:
    verdict = blocked(scene)
    assert open_gaps(scene, verdict) == {RULE, "R207", "R209"}
    waiver = waive(scene, verdict)
    assert open_gaps(scene, verdict) == {"R207", "R209"}
    assert (waiver.state, waiver.clause) == (WaiverState.STANDING, "QA-ALD-KEY-01 v2 cl. 9.1")
    with scope.opened(scene.world.reviewer):
        item = shown(verdicts_of(Pack.objects.get(pk=verdict.pack_id)).get(pk=verdict.pk))
        signature = Signature.objects.get(subject_id=waiver.pk)
        assert RuleWaiver.history.filter(id=waiver.pk).count() == 1
    assert (item.state, item.state_label, item.is_open) == ("waived", "Waived", False)
    assert item.sentence == (
        "Grain Brokers Inc. at West Sacramento, California is not approved for RICE-FL. Waived by "
        f"{signature.printed_name} until {today()} (QA-ALD-KEY-01 v2 cl. 9.1)."
    )
    assert (signature.meaning, signature.subject_kind) == ("waived", "waiver")
    assert f'"valid_until":"{today()}"' in signature.content


def test_what_blocks_without_waiver_still_blocks_beside_it(scene: Scene) -> None:
    late = with_row(stated(), "materials.component_lots", {"component": "RICE-FL"}, manufacturer_site="Elsewhere")
    submitted = scene.submit(late).pack
    with scope.opened(scene.world.head):
        found = {v.rule: v for v in RuleVerdict.objects.filter(pack=submitted, outcome="fail", severity__in="XB")}
    assert set(found) == {RULE, "R207", "R209"}  # an approval of another site lets no certificate stand
    with pytest.raises(Refused, match="R207 blocks without waiver"):
        waive(scene, found["R207"])
    assert scene.reloaded(submitted).state == PackState.INCOMPLETE


def test_a_rule_without_waiver_is_refused_in_a_sentence(scene: Scene) -> None:
    pack = with_row(stated(), "laboratory.results", {"test": "LEAD"}, reviewer=None)
    submitted = scene.submit(pack).pack
    with scope.opened(scene.world.head):
        verdict = RuleVerdict.objects.get(pack=submitted, rule="R308", outcome="fail")
    with pytest.raises(Refused) as refused:
        waive(scene, verdict)
    assert refused.value.sentence == (
        "R308 blocks without waiver. LAB: Have a second person review the result, "
        "and name the analyst and the reviewer."
    )
    assert refused.value.clause == "111.325(b)(2), 111.12(b)"


def test_an_exception_needs_no_waiver(scene: Scene) -> None:
    submitted = scene.submit(with_exceptions()).pack
    with pytest.raises(Refused, match="R110 blocks nothing, so there is nothing to waive"):
        waive(scene, exceptions_of(scene, submitted)[0])


def test_only_rules_that_a_clause_names(scene: Scene) -> None:
    pack = with_row(stated(), "materials.component_lots", {"component": "RICE-FL"}, allergens="none", storage=None)
    pack = with_row(pack, "batch_record.lots", {"kind": "batch"}, wasted="9000")
    submitted = scene.submit(pack).pack
    with scope.opened(scene.world.head):
        verdict = RuleVerdict.objects.get(pack=submitted, rule="R218", outcome="fail")
    with pytest.raises(Refused, match="No clause of the agreement lets the sponsor waive R218"):
        waive(scene, verdict)


@pytest.mark.parametrize(
    ("days", "sentence"), [(-1, "A waiver cannot end in the past"), (0, ""), (30, ""), (31, "at most 30 days")]
)
def test_the_end_date_lies_within_the_clauses_days(scene: Scene, days: int, sentence: str) -> None:
    verdict = blocked(scene)
    until = today() + timedelta(days=days)
    if sentence:
        with pytest.raises(Refused, match=sentence):
            waive(scene, verdict, valid_until=until)
    else:
        assert waive(scene, verdict, valid_until=until).valid_until == until


@pytest.mark.parametrize("who", ["reviewer", "clerk", "cmo_qa"])
def test_only_the_head_of_the_sponsors_quality_waives_and_revokes(scene: Scene, who: str) -> None:
    verdict, by = blocked(scene), getattr(scene.world, who)
    with pytest.raises(Forbidden):
        waive(scene, verdict, by)
    waiver = planted(scene, today())
    with pytest.raises(Forbidden), scope.opened(by):
        revoke_waiver(waiver_id=waiver.pk, by=by, reason="no longer", at=clock.now())


def test_a_waiver_says_why(scene: Scene) -> None:
    with pytest.raises(Refused, match="reason"):
        waive(scene, blocked(scene), reason="  ")


def test_whoever_reviews_does_not_waive_and_the_other_way_round(scene: Scene) -> None:
    pack = with_row(with_exceptions(), "batch_record.lots", {"kind": "batch"}, number="MG2603-114")
    submitted = scene.submit(pack).pack
    attest(scene, submitted)
    head, exception = scene.world.head, exceptions_of(scene, submitted)[0]
    with scope.opened(head):
        decide_exception(verdict_id=exception.pk, choice="accepted", by=head, reason="Explained.", at=LATER)
        verdict = RuleVerdict.objects.filter(pack=submitted, rule=RULE).first()
        assert verdict is not None
        lot = Pack.objects.select_related("lot__product").get(pk=submitted.pk).lot
        with pytest.raises(Refused, match="another person of the sponsor must waive its rules"):
            check_waiver(verdict, lot, draft(), by=head, at=clock.now())


def test_whoever_waived_does_not_accept_the_pack(scene: Scene) -> None:
    approved = with_row(stated(), "materials.component_lots", {"component": "MGBG-20"}, manufacturer_site="Elsewhere")
    submitted = scene.submit(approved).pack
    planted(scene, today())
    with scope.opened(scene.world.head):
        assert set(gaps([submitted.pk]).values_list("rule", flat=True)) == set()
    head = scene.world.head
    settle(scene, submitted)
    attest(scene, scene.reloaded(submitted))
    with scope.opened(head), pytest.raises(Refused, match="You waived a rule of this pack"):
        accept_as(head, submitted, at=LATER)
    with scope.opened(scene.world.reviewer):
        assert accept_as(scene.world.reviewer, submitted, at=LATER).state == PackState.ACCEPTED


def test_nor_does_who_lent_the_authority_to_waive(scene: Scene) -> None:
    verdict, at, world = blocked(scene), clock.now(), scene.world
    buyer = colleague(world, "buyer@alderpine.example", "Nina Roth", world.alder, ["SRM"])
    waiver = waive(scene, verdict, lend(world.head, buyer, ["waivers"], ["waived"], at))
    with scope.opened(world.head):
        assert waived_by(verdict.pack_id) == {buyer.person_id, world.head.person_id}
        assert waiver.waived_by_id == buyer.person_id


def settle(scene: Scene, pack: Pack) -> None:
    """What `waive_rule` does after it wrote the waiver."""
    by = scene.world.head
    with scope.opened(by), changing([pack.lot_id]), acting(by=by, reason="settled", at=clock.now()):
        settle_completeness(Pack.objects.get(pk=pack.pk), by=by, at=clock.now())


@pytest.mark.parametrize(("days", "blocks"), [(-1, True), (0, False), (1, False)])
@pytest.mark.parametrize("product", [False, True])
def test_the_last_day_still_counts_at_the_check_and_at_the_gate(
    scene: Scene, days: int, blocks: bool, product: bool
) -> None:
    verdict, until = blocked(scene), today() + timedelta(days=days)
    planted(scene, until, product=product)
    assert (RULE in open_gaps(scene, verdict)) is blocks
    with scope.opened(scene.world.head):
        pack = facts_of([scene.lot.pk])[scene.lot.pk].pack
        (row,) = standing_waivers()
    assert pack is not None
    assert (pack.blocking, pack.waived_until) == (3, None) if blocks else (2, until)
    assert row.counts is not blocks


def test_a_revoked_waiver_blocks_again_and_is_revoked_once(scene: Scene) -> None:
    verdict, by = blocked(scene), scene.world.head
    waiver = waive(scene, verdict)
    with scope.opened(by):
        with pytest.raises(Refused):
            revoke_waiver(waiver_id=waiver.pk, by=by, reason="", at=clock.now())
        revoked = revoke_waiver(waiver_id=waiver.pk, by=by, reason="The audit failed.", at=clock.now())
        assert revoked.state == WaiverState.REVOKED
        with pytest.raises(Refused):
            revoke_waiver(waiver_id=waiver.pk, by=by, reason="again", at=clock.now())
    assert RULE in open_gaps(scene, verdict)


def test_a_waiver_has_one_way_out() -> None:
    assert [(step.verb, step.sources, step.target, step.permission) for step in WAIVER.transitions] == [
        ("revoke", (WaiverState.STANDING,), WaiverState.REVOKED, "evidence.waive")
    ]


def test_a_waiver_of_a_product_holds_for_all_its_lots_until_it_is_revoked(scene: Scene) -> None:
    verdict = blocked(scene)
    waiver = waive(scene, verdict, scope="product")
    assert (waiver.lot_id, waiver.product_id) == (None, scene.lot.product_id)
    assert open_gaps(scene, verdict) == {"R207", "R209"}
    with scope.opened(scene.world.head) as by:
        revoke_waiver(waiver_id=waiver.pk, by=by, reason="the supplier failed its audit", at=clock.now())
    assert open_gaps(scene, verdict) == {RULE, "R207", "R209"}
