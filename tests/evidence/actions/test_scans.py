"""Where the agreement demands a clean scan, what was not scanned is a gap, until a scanner has looked at it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from evidence import tasks
from evidence.kits import kit_for
from evidence.models import EvidenceFile, FileScan, Pack, RuleVerdict
from evidence.pack.rules import evaluate
from evidence.presentation.verdicts import shown
from evidence.queries import gaps, rule_counts, verdicts_of
from evidence.states import PackState, ScanVerdict
from kernel import scope
from kernel.clock import now
from release.queries import facts_of
from tests.evidence.clamd import Scanner, scanner
from tests.evidence.scene import SUBMITTED, Scene, files_of, stated
from tests.factories.agreed_clauses import clauses
from tests.factories.packs import with_row
from tests.factories.walked import Shop, make_shop
from tests.factories.world import World

RULE = "R128"
DEMANDED = [
    replace(clause, parameters=clause.parameters | {"clean_scan": True}) if clause.kind == "evidence" else clause
    for clause in clauses()
]


@pytest.fixture
def scene(world: World, settings: Any, tmp_path: Path) -> Scene:
    """The lot under an agreement whose clause 4.1 demands a clean scan of every document."""
    settings.EVIDENCE_STORE = tmp_path / "evidence"
    settings.EVIDENCE_QUARANTINE = tmp_path / "quarantine"
    return Scene(make_shop(world, stated=DEMANDED))


@pytest.fixture
def clamd(tmp_path: Path, settings: Any) -> Iterator[Scanner]:
    with scanner(tmp_path) as found:
        settings.CLAMD_ADDRESS = found.address
        yield found


def findings(scene: Scene, pack: Pack) -> list[tuple[str, str]]:
    with scope.opened(scene.world.reviewer):
        found = RuleVerdict.objects.filter(pack=pack, rule=RULE).order_by("id")
        return list(found.values_list("outcome", "sentence"))


def blocking(scene: Scene) -> int:
    with scope.opened(scene.world.reviewer):
        pack = facts_of([scene.lot.pk])[scene.lot.pk].pack
        assert pack is not None
        return pack.blocking


def test_scanned_and_clean_is_complete(scene: Scene, clamd: Scanner) -> None:
    pack = scene.submit(files=files_of()).pack
    assert pack.state == PackState.COMPLETE
    count = len(stated().documents)
    assert findings(scene, pack) == [
        ("pass", f"{count} documents scanned, no malware found, as QA-ALD-KEY-01 v2 cl. 4.1 demands.")
    ]
    assert len(clamd.streams) == count


def test_not_scanned_is_a_gap_with_clause_and_cure(scene: Scene) -> None:
    pack = scene.submit().pack
    assert pack.state == PackState.INCOMPLETE
    first = stated().documents[0].name
    said = findings(scene, pack)
    sentence = (
        f"{first} was not scanned for malware, and QA-ALD-KEY-01 v2 cl. 4.1 demands a clean scan of every document. "
        "No scanner has looked at it."
    )
    assert (len(said), said[0]) == (len(stated().documents), ("fail", sentence))
    with scope.opened(scene.world.clerk):
        gap = shown(verdicts_of(pack).filter(rule=RULE)[0])
        assert (gap.state, gap.may_be_waived) == ("failed", True)
        assert gap.cure.startswith("A document that was not scanned is scanned again by itself; ")
    assert blocking(scene) == len(said)


def test_without_the_clause_nothing_is_demanded(settings: Any, tmp_path: Path, shop: Shop) -> None:
    settings.EVIDENCE_STORE, settings.EVIDENCE_QUARANTINE = tmp_path / "evidence", tmp_path / "quarantine"
    free = Scene(shop)
    pack = free.submit().pack
    assert pack.state == PackState.COMPLETE
    assert findings(free, pack) == [("not_applicable", "The agreement demands no malware scan.")]


def test_the_gaps_close_when_the_scanner_has_looked(scene: Scene, clamd: Scanner, settings: Any) -> None:
    settings.CLAMD_MOST_BYTES = 10
    pack = scene.submit(files=files_of()).pack
    assert pack.state == PackState.INCOMPLETE
    settings.CLAMD_MOST_BYTES = 10**6
    with scope.opened(scene.world.clerk):
        files = list(EvidenceFile.objects.order_by("id"))
    for file in files[:-1]:
        assert tasks.scan_file(str(file.partnership_id), str(file.pk)) == ScanVerdict.CLEAN
    assert (scene.reloaded(pack).state, blocking(scene)) == (PackState.INCOMPLETE, 1)
    assert tasks.scan_file(str(files[-1].partnership_id), str(files[-1].pk)) == ScanVerdict.CLEAN
    assert (scene.reloaded(pack).state, blocking(scene)) == (PackState.COMPLETE, 0)
    with scope.opened(scene.world.reviewer):
        assert not gaps([pack.pk]).exists()
        item = shown(verdicts_of(pack).filter(rule=RULE)[0])
        assert item.state == "passed"
        assert item.sentence.endswith(f" Scanned since, on {now():%Y-%m-%d}: no malware found.")
        assert {count.is_scanned for count in rule_counts(pack) if count.rule == RULE} == {True}


def test_malware_found_later_stays_a_gap(scene: Scene, tmp_path: Path, settings: Any) -> None:
    pack = scene.submit().pack
    with scope.opened(scene.world.clerk):
        file = EvidenceFile.objects.order_by("id")[0]
    with scanner(tmp_path, reply=b"stream: Eicar-Test-Signature FOUND\0") as found:
        settings.CLAMD_ADDRESS = found.address
        assert tasks.scan_file(str(file.partnership_id), str(file.pk)) == ScanVerdict.INFECTED
    assert scene.reloaded(pack).state == PackState.INCOMPLETE
    assert blocking(scene) == len(stated().documents)
    changed = with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.09")
    again = scene.submit(changed, reason="once more").pack
    (said,) = [sentence for _, sentence in findings(scene, again) if "holds malware" in sentence]
    assert said == (
        f"{file.name} holds malware, and QA-ALD-KEY-01 v2 cl. 4.1 demands a clean scan of every document. "
        "Eicar-Test-Signature"
    )


def test_without_scanner_or_bytes_nothing_is_said(scene: Scene, settings: Any, tmp_path: Path) -> None:
    scene.submit()
    with scope.opened(scene.world.clerk):
        file = EvidenceFile.objects.order_by("id")[0]
    words = (str(file.partnership_id), str(file.pk))
    assert tasks.scan_file(*words) == ""
    settings.EVIDENCE_STORE = tmp_path / "elsewhere"
    assert tasks.scan_file(*words) == ""
    with scope.opened(scene.world.clerk):
        assert FileScan.objects.count() == 0


def test_the_sweep_pokes_for_what_no_scanner_has_decided(
    scene: Scene, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    poked: list[tuple[str, str]] = []
    monkeypatch.setattr(tasks.scan_file, "apply_async", lambda words, **_: poked.append(words))
    scene.submit(at=now())
    assert tasks.sweep_scans() == 0  # no scanner
    settings.CLAMD_ADDRESS = "127.0.0.1:9"
    assert tasks.sweep_scans() == len(poked) == len(stated().documents)
    assert tasks.scan_file(*poked[0]) == ScanVerdict.NOT_SCANNED
    assert tasks.sweep_scans() == len(stated().documents) - 1  # that one again in an hour
    settings.CLAMD_MOST_BYTES = 1
    assert tasks.sweep_scans() == 0


def test_the_offline_checker_leaves_the_scan_to_the_platform(scene: Scene) -> None:
    with scope.opened(scene.world.clerk):
        kit = kit_for(scene.lot, by=scene.world.clerk, at=SUBMITTED + timedelta(hours=1))
    (verdict,) = [found for found in evaluate(kit.context(stated()), "pack") if found.rule == RULE]
    assert (verdict.outcome, verdict.sentence) == (
        "not_applicable",
        "QA-ALD-KEY-01 v2 cl. 4.1 demands a malware scan: the platform does it when the pack arrives.",
    )
