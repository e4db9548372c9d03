"""Drift: what a pack says otherwise than the baseline that its lot should have been made under (domain §C5). Pure.

`drifts(baseline, pack)` compares what is stated with what is approved. What is missing on either side is a gap, which
the rules of the pack show; it is no difference.
"""

from collections.abc import Iterator, Sequence

from change_control.drift import labeling, making, materials, testing
from change_control.drift.covering import covers
from change_control.drift.kinds import CITATIONS, TITLES, TRIGGERS, Drift, Kind
from change_control.drift.suppliers import HeldSupplier, of_suppliers
from evidence.pack.format import Pack
from evidence.pack.rules.context import Context
from masters.baseline import BaselineValues, LabelValue

__all__ = ["CITATIONS", "TITLES", "TRIGGERS", "Drift", "HeldSupplier", "Kind", "covers", "drifts"]


def drifts(
    baseline: BaselineValues,
    pack: Pack,
    *,
    label_of_packing: LabelValue | None = None,
    suppliers: Sequence[HeldSupplier] = (),
) -> list[Drift]:
    """Every difference once, in the order of the pack.

    `baseline`: frozen when the lot was started. `label_of_packing`: the label in force on the day of packing, where
    that is another one: a label that was approved meanwhile is approved. `suppliers`: every row that was ever held true
    of the pack's components; each lot of a component is compared with those known on the day of its use.
    """
    context = Context(pack=pack, baseline=baseline)
    return list(dict.fromkeys(_found(context, label_of_packing, suppliers)))


def _found(context: Context, label_of_packing: LabelValue | None, held: Sequence[HeldSupplier]) -> Iterator[Drift]:
    yield from making.of_record(context)
    yield from making.of_steps(context)
    yield from making.of_equipment(context)
    yield from making.of_control_points(context)
    yield from making.of_yields(context)
    yield from materials.of_components(context)
    yield from of_suppliers(context, held)
    yield from testing.of_results(context)
    yield from testing.of_identity_tests(context)
    yield from testing.of_sampling_plan(context)
    yield from labeling.of_label(context, label_of_packing)
    yield from labeling.of_facts(context, label_of_packing)
    yield from labeling.of_shelf_life(context)
