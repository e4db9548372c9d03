"""Two who release parts of one lot at the same moment never release more than was made (21 CFR 111.127(h), R602).

Through the real action, each signer in a process of its own. The gate's lock refuses the second; without it the
trigger that counts does. The control has neither (as owner, in a clone), and must release too much.
"""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from kernel import scope
from kernel.errors import Refused
from kernel.rows import TenantQuerySet
from kernel.scope import Actor
from lots.actions import gates
from lots.models import Lot
from records.content import content_hash
from release.actions import Signing, decide_rest
from release.actions import parts as parts_of_a_lot
from release.content import decision_content
from release.queries import live_pack_of
from release.states import Stage
from tests.databases import as_owner
from tests.factories.signing import proof
from tests.factories.walked import AT, GOOD, colleague, make_lot, make_shop, release_by_sponsor
from tests.factories.world import make_world
from tests.faults.copied import copies_of
from tests.faults.racing import collide, think
from tests.faults.test_gate_races import MOST, TRIALS, WALKED_CONTROLS

FIRST, EACH = Decimal(4000), Decimal(600)
"""Of 4,942 bottles 942 are left: either 600 fits, both do not."""
LATER = AT + timedelta(days=7)
GUARD = ("decided and", "one_live_decision_per_stage")
"""What the database says to a second part: too much, or that the part has been decided."""
PART_TRIALS = max(TRIALS // 100, 1)
"""One trial took 300 ms on a quiet machine: two signatures, each with a challenge."""

pytestmark = pytest.mark.faults


def _release(by: Actor, seed: int) -> Any:
    """Read what the page shows, think, sign 600 bottles. Answers whether they were released."""
    rng = random.Random(seed)  # noqa: S311 - a repeatable race, no secret

    def attempt(lot_id: UUID) -> bool:
        with scope.opened(by):
            with transaction.atomic():
                lot = Lot.objects.select_related("product").get(pk=lot_id)
                shown = content_hash(decision_content(
                    lot, live_pack_of(lot), stage=Stage.SPONSOR, decision="release", quantity=EACH, part=1
                ))  # fmt: skip
                signing = Signing("release", EACH, proof(by, LATER, lot, shown), shown)
            think(rng)
            try:
                decide_rest(lot_id=lot_id, stage=Stage.SPONSOR, signing=signing, by=by, reason="", at=LATER)
            except Refused as refused:
                assert refused.code == "wrong-quantity", refused.sentence  # noqa: PT017 - else a defect of the race
                return False
            except IntegrityError as error:
                assert any(words in str(error) for words in GUARD)  # noqa: PT017
                return False
        return True

    return attempt


def _raced(database: str, trials: int) -> tuple[list[tuple[bool, bool]], list[Decimal]]:
    """What both answered, a lot; and the quantities that stand released of the lots with more than was made."""
    with transaction.atomic():
        shop = make_shop(make_world())
        lot = make_lot(shop, "KB-1", until="sponsor_review")
        release_by_sponsor(shop, lot, at=AT + timedelta(days=4), quantity=FIRST)
        second = colleague(shop.world, "deputy@alderpine.example", "Dora Lind", shop.world.alder, ["SQH"])
    keys = copies_of(lot, trials, name=database)
    answers = collide(_release(shop.world.head, 1), _release(second, 2), keys)
    released = as_owner(
        "SELECT sum(d.quantity) FROM release_disposition d WHERE d.stage = 'sponsor' AND d.revoked_at IS NULL "  # noqa: S608 - our own figure
        f"GROUP BY d.lot_id HAVING sum(d.quantity) > {GOOD}",
        name=database,
    )
    return answers, [quantity for (quantity,) in released]


def _drop(database: str) -> None:
    """The trigger that counts, and the key by which a part is decided once."""
    triggers = as_owner(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'release_disposition'::regclass "
        "AND tgname LIKE '%%never_more_than_made%%'",
        name=database,
    )
    assert len(triggers) == 1
    as_owner(f'DROP TRIGGER "{triggers[0][0]}" ON release_disposition', name=database)
    as_owner("DROP INDEX one_live_decision_per_stage", name=database)


_LOCKED, _CHECKED = TenantQuerySet.locked, parts_of_a_lot.rules.check_quantity


def _unlock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither gate nor lot is locked while somebody decides; both have read before either writes."""

    def looked(*given: Any, **named: Any) -> None:
        _CHECKED(*given, **named)
        think(random.Random())  # noqa: S311 - a race, no secret

    monkeypatch.setattr(gates, "_shut", lambda _ids: None)
    monkeypatch.setattr(
        TenantQuerySet,
        "locked",
        lambda rows, ids: rows.filter(pk__in=list(ids)) if rows.model is Lot else _LOCKED(rows, ids),
    )
    monkeypatch.setattr(parts_of_a_lot.rules, "check_quantity", looked)


def test_of_two_parts_that_do_not_both_fit_one_is_released(committed_database: str) -> None:
    answers, too_much = _raced(committed_database, PART_TRIALS)
    assert too_much == []
    assert all(a != b for a, b in answers)


def test_without_the_lock_the_database_still_counts(committed_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _unlock(monkeypatch)
    answers, too_much = _raced(committed_database, WALKED_CONTROLS)
    assert too_much == []
    assert all(a != b for a, b in answers)


def test_without_lock_and_count_more_is_released_than_was_made(
    committed_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _unlock(monkeypatch)
    _drop(committed_database)
    _, too_much = _raced(committed_database, WALKED_CONTROLS)
    assert len(too_much) >= WALKED_CONTROLS * MOST
    assert set(too_much) == {FIRST + 2 * EACH}
