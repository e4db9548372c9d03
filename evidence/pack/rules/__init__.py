"""The rules a pack is held against: pure functions of frozen values, each with its paragraph and its cure.

R1xx–R4xx stand here; R5xx and R6xx are registered by `quality_events`, `release` and `traceability` when
those apps are loaded.
"""

from evidence.pack.rules import (
    allergens,
    averages,
    certificates,
    clearances,
    codes,
    component_lots,
    conformity_of_product,
    consumption,
    documents,
    equipment,
    examinations,
    genealogy,
    identity_tests,
    label_claims,
    label_counts,
    label_habits,
    labels,
    laboratories,
    lot_numbers,
    mass_balance,
    master_records,
    material_reviews,
    methods,
    monitoring,
    packaged_units,
    quality_decisions,
    reserve_samples,
    results,
    retests,
    sampling,
    scans,
    step_windows,
    steps,
    storage,
    suppliers,
    training,
    trends,
    yields,
)
from evidence.pack.rules.context import (
    Context,
    DispositionFact,
    EarlierCertificate,
    EarlierLots,
    EventFact,
    HoldFact,
    LabelRun,
    LockedLimits,
    ScanFact,
    ShipmentFact,
    Tolerances,
)
from evidence.pack.rules.engine import ENGINE_VERSION, Cure, Finding, Rule, Verdict, evaluate, rule, rules

__all__ = [
    "ENGINE_VERSION", "Context", "Cure", "DispositionFact", "EarlierCertificate", "EarlierLots", "EventFact",
    "Finding", "HoldFact", "LabelRun", "LockedLimits", "Rule", "ScanFact", "ShipmentFact", "Tolerances", "Verdict",
    "allergens", "averages", "certificates", "clearances", "codes", "component_lots", "conformity_of_product",
    "consumption", "documents", "equipment", "evaluate", "examinations", "genealogy", "identity_tests",
    "label_claims", "label_counts", "label_habits", "labels", "laboratories", "lot_numbers", "mass_balance",
    "master_records", "material_reviews", "methods", "monitoring", "packaged_units", "quality_decisions",
    "reserve_samples", "results", "retests", "rule", "rules", "sampling", "scans", "step_windows", "steps", "storage",
    "suppliers", "training", "trends", "yields",
]  # fmt: skip
