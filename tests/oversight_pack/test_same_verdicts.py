"""The checker and the platform say the same about the same packs."""

import json
import subprocess
import sys
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from evidence.context import rule_context
from evidence.kits import kit_for
from evidence.known_lots import lot_for_evidence
from evidence.models import Pack, RuleVerdict
from evidence.pack.rules import Verdict, evaluate
from evidence.pack.rules.engine import plain
from evidence.queries import gaps
from kernel import scope
from tests.evidence.scene import SUBMITTED, Scene, pdf, stated
from tests.factories.pack_variants import variants
from tests.factories.packs import with_row

PACKS = 200
ROOT = Path(__file__).resolve().parents[2]
BARE = {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": sys.pycache_prefix or ""}
"""Nothing of Django's settings; compiled modules are found where this process puts them."""


@pytest.fixture
def busy(scene: Scene) -> Scene:
    """The lot, and another one of the same component lots whose pack was handed over before."""
    other = Scene(scene.shop, "MG2603-113")
    other.submit(
        with_row(stated(lot_number="MG2603-113"), "batch_record.lots", {"number": "MG2603-114"}, number="MG2603-113")
    )
    return scene


def checked(folder: Path, *files: str) -> dict[str, Any]:
    """What `oversight-pack check --json` says in a process of its own."""
    command = [sys.executable, "-m", "oversight_pack", "check", *files, "--kit", "kit.json", "--json"]
    ended = subprocess.run(command, cwd=folder, env=BARE, capture_output=True, text=True, check=False)
    assert ended.stderr == ""
    return dict(json.loads(ended.stdout))


def as_told(verdict: Verdict) -> dict[str, Any]:
    return {name: plain(getattr(verdict, name)) for name in Verdict.__slots__}


def test_two_hundred_packs_get_the_same_verdicts_at_both_ends(busy: Scene, tmp_path: Path) -> None:
    packs = list(variants(PACKS))
    with scope.opened(busy.world.clerk):
        lot = lot_for_evidence(busy.lot.pk)
        kit = kit_for(lot, by=busy.world.clerk, at=SUBMITTED)
        here = [[as_told(v) for v in evaluate(rule_context(Pack(lot=lot), lot, pack), "pack")] for pack in packs]
    (tmp_path / "kit.json").write_text(kit.model_dump_json())
    names = [f"{number:03}.json" for number in range(PACKS)]
    for name, pack in zip(names, packs, strict=True):
        (tmp_path / name).write_text(pack.model_dump_json())
    answer = checked(tmp_path, *names)
    told = [one["verdicts"] for one in answer["packs"]]
    assert [pair for pair in zip(chain(*told), chain(*here), strict=True) if pair[0] != pair[1]] == []
    assert {gap["rule"] for gap in answer["packs"][0]["gaps"]} == {"R215"}  # the other lot used of the same lots
    outcomes = {(v["rule"], v["outcome"]) for verdicts in here for v in verdicts}
    assert len({rule for rule, outcome in outcomes if outcome in ("fail", "needs_event")}) > 40


@pytest.mark.parametrize(("number", "state"), [(0, "complete"), (7, "incomplete")])
def test_what_is_stored_is_what_the_checker_said(scene: Scene, tmp_path: Path, number: int, state: str) -> None:
    pack = list(variants(number + 1))[number]
    pack = pack.model_copy(update={"documents": tuple(d.model_copy(update={"sha256": None}) for d in pack.documents)})
    for document in pack.documents:
        (tmp_path / document.name).write_bytes(pdf(document.name))
    with scope.opened(scene.world.clerk):
        kit = kit_for(lot_for_evidence(scene.lot.pk), by=scene.world.clerk, at=SUBMITTED)
    (tmp_path / "kit.json").write_text(kit.model_dump_json())
    (tmp_path / "pack.json").write_text(pack.model_dump_json())
    (told,) = checked(tmp_path, "pack.json")["packs"]
    stored = scene.submit(pack).pack
    with scope.opened(scene.world.clerk):
        rows = RuleVerdict.objects.filter(pack=stored).order_by("id").values(*set(Verdict.__slots__) - {"version"})
        for verdict in told["verdicts"]:
            verdict.pop("version")
        assert told["verdicts"] == list(rows)
        assert len(told["gaps"]) == gaps([stored.pk]).count()
        assert (told["state"], told["content_hash"]) == (state, stored.content_hash)
        assert stored.state == state
