"""The rules a pack is held against: pure functions of frozen values, each with its paragraph and its cure.

R1xx–R4xx stand here; R5xx and R6xx are registered by `quality_events`, `release` and `traceability` when
those apps are loaded.
"""

from evidence.pack.rules import (
    clearances,
    codes,
    component_lots,
    consumption,
    genealogy,
    identity_tests,
    label_counts,
    labels,
    laboratories,
    lot_numbers,
    master_records,
    monitoring,
    packaged_units,
    reserve_samples,
    results,
    retests,
    sampling,
    steps,
    yields,
)
from evidence.pack.rules.context import Context, DispositionFact, EventFact, ShipmentFact, Tolerances
from evidence.pack.rules.engine import ENGINE_VERSION, Cure, Finding, Rule, Verdict, evaluate, rule, rules

__all__ = [
    "ENGINE_VERSION", "Context", "Cure", "DispositionFact", "EventFact", "Finding", "Rule", "ShipmentFact",
    "Tolerances", "Verdict", "clearances", "codes", "component_lots", "consumption", "evaluate", "genealogy",
    "identity_tests", "label_counts", "labels", "laboratories", "lot_numbers", "master_records", "monitoring",
    "packaged_units", "reserve_samples", "results", "retests", "rule", "rules", "sampling", "steps", "yields",
]  # fmt: skip
