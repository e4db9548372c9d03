"""The checker and the platform say the same about the same packs."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from evidence.context import rule_context
from evidence.kits import kit_for
from evidence.known_lots import lot_for_evidence
from evidence.models import Pack, RuleVerdict
from evidence.pack.format import Pack as StatedPack
from evidence.pack.kit import Kit
from evidence.pack.rules import Verdict, evaluate
from evidence.pack.rules.engine import plain
from evidence.queries import gaps
from kernel import scope
from lots.actions import place_hold
from tests.evidence.actions.test_scans import DEMANDED
from tests.evidence.actions.test_trends import SERIES, lock, propose, with_assays
from tests.evidence.actions.test_waivers import CLAUSE, today, waive
from tests.evidence.scene import SUBMITTED, Scene, pdf, stated
from tests.factories.pack_variants import variants
from tests.factories.packs import added, complete_pack, with_row
from tests.factories.walked import make_shop
from tests.factories.world import World
from tests.quality_events.reported import report

PACKS = 200
ROOT = Path(__file__).resolve().parents[2]
BARE = {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": sys.pycache_prefix or ""}
"""Nothing of Django's settings; compiled modules are found where this process puts them."""
SCANNED = "R128"
"""Asked where the agreement demands a clean scan: the manufacturer's machine has none of the platform's scanners."""
WAIVED, HELD = "R204", "R219"
OTHER = "MG2603-113"
"""Handed over before; held from the second situation on."""
CHECKS = """
import io, json, sys
from contextlib import redirect_stdout
from oversight_pack.command import main
answers = []
for kit in sys.argv[2:]:
    with redirect_stdout(io.StringIO()) as told:
        main(["check", *json.loads(sys.argv[1])[kit], "--kit", kit, "--json"])
    answers.append(json.loads(told.getvalue()))
print(json.dumps(answers))
"""
"""Several kits in one process: `{kit: files}`, then the kits in order."""


@pytest.fixture
def varied(world: World, settings: Any, tmp_path: Path) -> Scene:
    """The lot under an agreement that demands clean scans and lets R204 be waived.

    Another one of the same component lots was handed over before: its rice is of no approved supplier, and twenty
    assays were made of it.
    """
    settings.EVIDENCE_STORE = tmp_path / "evidence"
    settings.EVIDENCE_QUARANTINE = tmp_path / "quarantine"
    return Scene(make_shop(world, stated=[*DEMANDED, CLAUSE]))


def other_pack(scene: Scene) -> RuleVerdict:
    """What R204 says of it."""
    other = Scene(scene.shop, OTHER)
    said = with_row(stated(lot_number=OTHER), "batch_record.lots", {"number": "MG2603-114"}, number=OTHER)
    submitted = other.submit(with_assays(SERIES, of_a_broker(said)), reason="as measured").pack
    with scope.opened(scene.world.head):
        return RuleVerdict.objects.select_related("pack").get(pack=submitted, rule=WAIVED, outcome="fail")


def of_a_broker(pack: StatedPack) -> StatedPack:
    return with_row(pack, "materials.component_lots", {"component": "RICE-FL"}, supplier="Grain Brokers Inc.")


def of_a_held_lot() -> StatedPack:
    """A lot of which the reviewer holds a part went into it, on the day of the hold."""
    edge = {"kind": "blended", "parent": OTHER, "child": "MG2603-114", "happened_on": SUBMITTED.date().isoformat()}
    return added(complete_pack(), "materials.genealogy", **edge)


def situations(scene: Scene) -> Iterator[Kit]:
    """One after the other, and the kit of each: another lot, a hold, an event, locked limits, a waiver."""
    verdict = other_pack(scene)
    yield kit_of(scene)
    with scope.opened(scene.world.reviewer):
        place_hold(lot_id=verdict.pack.lot_id, by=scene.world.reviewer, reason="smell at opening", at=SUBMITTED)
    yield kit_of(scene)
    report(scene.shop, scene.lot, discovered_at=SUBMITTED, at=SUBMITTED)
    yield kit_of(scene)
    lock(scene, propose(scene))
    yield kit_of(scene)
    waive(scene, verdict, scope="product", valid_until=today() + timedelta(days=5))
    last = kit_of(scene)
    facts = last.facts
    assert all((facts.holds, facts.events, facts.limits, last.waived, last.used_elsewhere, facts.clean_scan_clause))
    yield last


def kit_of(scene: Scene) -> Kit:
    with scope.opened(scene.world.clerk):
        return kit_for(lot_for_evidence(scene.lot.pk), by=scene.world.clerk, at=SUBMITTED)


def checked(folder: Path, given: dict[str, list[str]]) -> list[dict[str, Any]]:
    """What `oversight-pack check --json` says with each kit of the packs given with it, in a process of its own."""
    command = [sys.executable, "-c", CHECKS, json.dumps(given), *given]
    ended = subprocess.run(command, cwd=folder, env=BARE, capture_output=True, text=True, check=False)
    assert ended.stderr == ""
    return list(json.loads(ended.stdout))


def judged_here(scene: Scene, packs: Sequence[StatedPack]) -> list[list[dict[str, Any]]]:
    """What the platform says of each now."""
    with scope.opened(scene.world.clerk):
        lot = lot_for_evidence(scene.lot.pk)
        return [[as_told(v) for v in evaluate(rule_context(Pack(lot=lot), lot, pack), "pack")] for pack in packs]


def as_told(verdict: Verdict) -> dict[str, Any]:
    return {name: plain(getattr(verdict, name)) for name in Verdict.__slots__}


def test_two_hundred_packs_get_the_same_verdicts_at_both_ends(varied: Scene, tmp_path: Path) -> None:
    """A fifth of them in each situation, and one that uses what is held there but in the first; the last has a pack
    more, whose only new fault is waived."""
    packs = [*variants(PACKS), of_a_broker(complete_pack()), of_a_held_lot()]
    here: list[list[dict[str, Any]]] = []
    given: dict[str, list[str]] = {}
    for number, kit in enumerate(situations(varied)):
        mine = (*range(number, PACKS, 5), PACKS + 1, *([PACKS] if number == 4 else []))
        here += judged_here(varied, [packs[place] for place in mine])
        (tmp_path / f"kit-{number}.json").write_text(kit.model_dump_json())
        given[f"kit-{number}.json"] = [f"{place:03}.json" for place in mine]
    for place, pack in enumerate(packs):
        (tmp_path / f"{place:03}.json").write_text(pack.model_dump_json())
    answers = checked(tmp_path, given)
    told = [one["verdicts"] for answer in answers for one in answer["packs"]]
    assert [pair for pair in zip(compared(told), compared(here), strict=True) if pair[0] != pair[1]] == []
    assert of_scans(told) == {"not_applicable"}
    assert of_scans(here) == {"fail"}
    assert {gap["rule"] for gap in answers[0]["packs"][0]["gaps"]} == {"R215"}  # the other lot used of the same lots
    failing = [v for v in compared(here) if v["outcome"] in ("fail", "needs_event")]
    assert len({verdict["rule"] for verdict in failing}) > 40
    assert "R318" in {verdict["rule"] for verdict in compared(here) if is_said(verdict)}  # the locked limits
    for said in (told, here):
        assert of_held(said) == ["pass", "fail", "fail", "fail", "fail"]
    broker = answers[-1]["packs"][-1]
    assert (WAIVED, "fail") in {(v["rule"], v["outcome"]) for v in broker["verdicts"]}
    assert WAIVED not in {gap["rule"] for gap in broker["gaps"]}


def compared(said: list[list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """All verdicts in their order but those about the platform's scanners."""
    return (verdict for verdict in chain(*said) if verdict["rule"] != SCANNED)


def of_held(said: list[list[dict[str, Any]]]) -> list[str]:
    """What each situation says of the pack that uses the held lot."""
    used = [found for found in said if any(is_use(verdict) for verdict in found)]
    return [verdict["outcome"] for found in used for verdict in found if verdict["rule"] == HELD]


def is_use(verdict: dict[str, Any]) -> bool:
    """Whether it names the other lot as used: what was wrong with it, or that nothing was."""
    inputs = verdict["inputs"]
    return verdict["rule"] == HELD and (
        inputs.get("lot") == OTHER or OTHER in {lot for lot, _ in inputs.get("uses", ())}
    )


def is_said(verdict: dict[str, Any]) -> bool:
    return verdict["outcome"] != "not_applicable"


def of_scans(said: list[list[dict[str, Any]]]) -> set[str]:
    return {verdict["outcome"] for verdict in chain(*said) if verdict["rule"] == SCANNED}


@pytest.mark.parametrize(("number", "state"), [(0, "complete"), (7, "incomplete")])
def test_what_is_stored_is_what_the_checker_said(scene: Scene, tmp_path: Path, number: int, state: str) -> None:
    pack = list(variants(number + 1))[number]
    pack = pack.model_copy(update={"documents": tuple(d.model_copy(update={"sha256": None}) for d in pack.documents)})
    for document in pack.documents:
        (tmp_path / document.name).write_bytes(pdf(document.name))
    (tmp_path / "kit.json").write_text(kit_of(scene).model_dump_json())
    (tmp_path / "pack.json").write_text(pack.model_dump_json())
    ((told,),) = (answer["packs"] for answer in checked(tmp_path, {"kit.json": ["pack.json"]}))
    stored = scene.submit(pack).pack
    with scope.opened(scene.world.clerk):
        rows = RuleVerdict.objects.filter(pack=stored).order_by("id").values(*set(Verdict.__slots__) - {"version"})
        for verdict in told["verdicts"]:
            verdict.pop("version")
        assert told["verdicts"] == list(rows)
        assert len(told["gaps"]) == gaps([stored.pk]).count()
        assert (told["state"], told["content_hash"]) == (state, stored.content_hash)
        assert stored.state == state
