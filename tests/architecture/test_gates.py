"""Whoever writes a fact about lots opens the gates' block first (ADR 0004)."""

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import calls, in_room, of_apps, tree

FACTS = {
    "Hold", "Pack", "RuleVerdict", "ExceptionDecision", "VerdictAnswer", "QualityEvent", "EventLot", "Disposition",
}  # fmt: skip
WRITES = {"create", "bulk_create", "update", "delete", "save", "get_or_create", "update_or_create", "move"}
INSIDE: dict[str, str] = {
    "change_control/actions/comparing.py": "reads packs; the event that it reports opens the block",
    "evidence/actions/answers.py": "called inside the block of the event that answers",
    "evidence/actions/carrying.py": "called inside the block of `submit_pack`",
    "evidence/actions/checking.py": "called inside the block of `submit_pack`",
    "evidence/actions/handing.py": "called inside the blocks of `submit_pack` and of the review",
    "quality_events/actions/capa_planning.py": "writes corrective actions, which no gate asks for",
    "quality_events/actions/labels.py": "writes what was wrong with labels, which no gate asks for",
    "quality_events/actions/causes.py": "writes causes alone, which no gate asks for",
    "quality_events/actions/oos.py": "writes results; record_investigation opens the block",
    "quality_events/actions/informants.py": "writes who told what, which no gate asks for",
    "evidence/actions/questions.py": "moves questions alone; a decision that settles one has opened the block",
}
"""Parts of an action that a public verb has opened the block for."""


def writes_facts(module: ast.Module) -> bool:
    """Whether a module knows a fact's model and writes: `Hold.objects.create()`, `hold.save()`, `move(pack, …)`."""
    names = {alias.name for n in ast.walk(module) if isinstance(n, ast.ImportFrom) for alias in n.names}
    written = {name for name, _ in calls(module) if name.rpartition(".")[2] in WRITES}
    direct = {name.partition(".")[0] for name in written} & FACTS
    through_rows = bool(names & FACTS) and any(n == "move" or n.endswith(".save") for n in written)
    return bool(direct) or through_rows


def opens_the_block(module: ast.Module) -> bool:
    return any(name.rpartition(".")[2] in {"changing", "touch"} for name, _ in calls(module))


def _careless(path: Path) -> bool:
    return writes_facts(tree(path)) and not opens_the_block(tree(path))


def test_whoever_writes_facts_opens_the_block() -> None:
    careless = {str(path) for path in of_apps() if in_room(path, "actions", "receivers", "tasks") and _careless(path)}
    assert careless - set(INSIDE) == set()


def test_facts_are_written_in_actions_only() -> None:
    elsewhere = {
        str(path)
        for path in of_apps()
        if not in_room(path, "actions", "receivers", "tasks", "models", "migrations", "demo")
        and any(name.partition(".")[0] in FACTS and name.rpartition(".")[2] in WRITES for name, _ in calls(tree(path)))
    }
    assert elsewhere == set()


@pytest.mark.parametrize(
    ("source", "is_careless"),
    [
        ("from lots.models import Hold\ndef place():\n    Hold.objects.create(reason='x')", True),
        ("from lots.models import Hold\ndef place():\n    with changing([1]):\n        Hold.objects.create()", False),
        ("from evidence.models import Pack\ndef attest(pack):\n    move(pack, 'attest')", True),
        ("from evidence.models import Pack\ndef read():\n    return Pack.objects.first()", False),
        ("from quality_events.models import EventLot\ndef drop():\n    EventLot.objects.filter(pk=1).delete()", True),
    ],
)
def test_the_check_knows_a_careless_module(source: str, is_careless: bool) -> None:
    module = ast.parse(source)
    assert (writes_facts(module) and not opens_the_block(module)) is is_careless
