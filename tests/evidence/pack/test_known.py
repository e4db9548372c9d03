from decimal import Decimal

from evidence.pack.known import prefilled
from tests.factories.packs import complete_pack, known_lot


def test_only_what_is_known_stands_in_a_prefilled_pack() -> None:
    pack = prefilled(known_lot())
    assert pack.header.lot_number == "MG2603-114"
    assert [step.component for step in pack.batch_record.steps if step.number == "40"] == ["SIO2", "MGST-V"]
    assert [step.performed_by for step in pack.batch_record.steps] == [None] * 11
    assert pack.materials.component_lots == ()
    assert pack.materials.consumption[0].target == Decimal("360.000")
    assert pack.materials.consumption[0].actual is None
    assert [row.limit.text if row.limit else None for row in pack.laboratory.results[4:6]] == [
        "≤0.5 [ppm]",
        "≤1.0 [ppm]",
    ]
    assert {row.value for row in pack.laboratory.results} == {None}
    assert (pack.packaging.label.version, pack.packaging.units.labels_per_unit) == ("5", 1)
    assert pack.quality_events.statement.has_events is None


def test_the_complete_pack_fills_every_known_row() -> None:
    known, complete = prefilled(known_lot()), complete_pack()
    assert [(s.number, s.component) for s in known.batch_record.steps] == [
        (s.number, s.component) for s in complete.batch_record.steps
    ]
    assert [(r.test, r.limit, r.unit) for r in known.laboratory.results] == [
        (r.test, r.limit, r.unit) for r in complete.laboratory.results
    ]
