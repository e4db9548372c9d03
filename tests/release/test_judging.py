"""The rules of the release stage: kept with each decision to release, in one mind with the gate."""

import pytest

from kernel import scope
from kernel.errors import Refused
from lots.models import Lot, LotGate
from release.judging import release_verdicts
from release.models import Disposition
from release.queries import live_pack_of
from tests.factories.walked import Shop, release_by_cmo
from tests.quality_events.reported import NOON, approve, close, investigate, propose, report

STAGE = {"R126", "R127", "R501", "R503", "R504", "R505"}


def _outcomes(shop: Shop, lot: Lot) -> dict[str, str]:
    with scope.opened(shop.world.reviewer):
        return {v.rule: v.outcome for v in release_verdicts(lot, live_pack_of(lot))}


@pytest.mark.lot(until="released")
def test_every_decision_keeps_the_rules_that_it_rested_on(shop: Shop, lot: Lot) -> None:
    with scope.opened(shop.world.reviewer):
        rows = list(Disposition.objects.filter(lot=lot).order_by("decided_at"))
    assert [{verdict["rule"] for verdict in row.verdicts} for row in rows] == [STAGE] * 3
    kept = {verdict["rule"]: verdict for verdict in rows[-1].verdicts}
    assert (kept["R501"]["outcome"], kept["R503"]["outcome"]) == ("pass", "not_applicable")
    assert kept["R501"]["sentence"] == "No major or critical event is open on this lot."
    assert all(len(verdict["inputs_hash"]) == 64 for verdict in kept.values())


@pytest.mark.parametrize("classification", ["minor", "major", "critical"])
@pytest.mark.lot(until="released")
def test_gate_and_rule_are_of_one_mind_about_events(shop: Shop, classification: str, lot: Lot) -> None:

    def agreed() -> tuple[bool, bool]:
        with scope.opened(shop.world.clerk):
            reasons = LotGate.objects.get(lot_id=lot.pk).reasons
        is_shut = any(r["code"] == "event_open" and not r["is_met"] for r in reasons)
        return is_shut, _outcomes(shop, lot)["R501"] != "pass"

    assert agreed() == (False, False)
    event = report(shop, lot, classification=classification)
    assert agreed() == ((False, False) if classification == "minor" else (True, True))
    investigate(shop, event)
    propose(shop, event)
    approve(shop, event)
    assert agreed() == ((False, False) if classification == "minor" else (True, True))
    close(shop, event)
    assert agreed() == (False, False)


@pytest.mark.lot(until="pack_pending")
def test_what_the_sponsor_has_not_approved_stops_the_release(shop: Shop, lot: Lot) -> None:
    report(shop, lot, at=NOON)
    with pytest.raises(Refused):
        release_by_cmo(shop, lot)
    with scope.opened(shop.world.clerk):
        assert not Disposition.objects.filter(lot=lot).exists()
