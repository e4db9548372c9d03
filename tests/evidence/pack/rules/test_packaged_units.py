import pytest

from evidence.pack.format import Pack
from tests.evidence.pack.rules.contexts import context, outcome, problems
from tests.factories.packs import added, complete_pack, with_fields

REPACKS = "packaging.repacks"
UNITS = "packaging.units"
REPACK = {
    "number": "RP-1", "kind": "relabel", "lot": "MG2603-114-R1", "reason": "smeared code", "approved_by": "CHW",
    "approved_at": "2026-03-18 08:00", "started_at": "2026-03-18 09:00", "decision": "released", "decided_by": "CHW",
    "decided_at": "2026-03-18 15:00",
}  # fmt: skip


def _relabeled(**fields: object) -> Pack:
    pack = added(complete_pack(), "batch_record.lots", number="MG2603-114-R1", kind="packaged lot", parent="MG2603-114")
    return added(pack, REPACKS, **(REPACK | fields))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"approved_at": "2026-03-18 09:01"}, "Relabel RP-1 began before quality control approved it."),
        ({"approved_by": None}, "Relabel RP-1 lacks who approved it."),
        ({"lot": None}, "Relabel RP-1 lacks its own lot number."),
        (
            {"lot": "MG2603-114"},
            "Relabel RP-1 names MG2603-114 as its lot, which is not a lot of its own in the batch record.",
        ),
        (
            {"lot": "MG2603-999"},
            "Relabel RP-1 names MG2603-999 as its lot, which is not a lot of its own in the batch record.",
        ),
        ({"decision": None}, "Relabel RP-1 lacks its decision."),
        ({"decided_at": "2026-03-18 08:59"}, "Relabel RP-1 was decided before it began."),
    ],
)
def test_r421_fails(fields: dict[str, object], sentence: str) -> None:
    assert problems("R421", context(_relabeled(**fields))) == [("fail", f"{REPACKS}/1", sentence)]


def test_r421_passes_with_approval_lot_and_decision_of_its_own() -> None:
    assert outcome("R421", context()) == "not_applicable"
    assert outcome("R421", context(_relabeled())) == "pass"
    assert outcome("R421", context(_relabeled(approved_at="2026-03-18 09:00"))) == "pass"


@pytest.mark.parametrize(
    ("bulk_in", "expected"),
    [("597600", "pass"), ("600604", "needs_event"), ("600603", "pass"), (None, "fail"), ("0", "needs_event")],
)
def test_r422_units_balance_within_half_a_percent(bulk_in: str | None, expected: str) -> None:
    """600603 capsules are 5005.025 units; 25.025 missing are just under 0.5 % of them (25.025125)."""
    assert outcome("R422", context(with_fields(complete_pack(), UNITS, bulk_in=bulk_in))) == expected
