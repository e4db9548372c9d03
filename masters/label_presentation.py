"""What the product's page shows of its labels: the panel line by line, and what of it does not fit."""

from typing import Any

from masters.baseline import ComponentValue, LabelFactValue
from masters.models import LabelVersion, MasterRecord
from masters.queries import Chains
from masters.supplement_facts import daily_value, problems


def label_panels(chains: Chains) -> list[dict[str, Any]]:
    """Each label with its Supplement Facts, judged against the newest formula; no query beside those of the chains."""
    formula = _formula(chains.master_records[0]) if chains.master_records else []
    return [_panel(version, formula) for version in chains.labels]


def _panel(version: LabelVersion, formula: list[ComponentValue]) -> dict[str, Any]:
    rows = list(version.facts.all())
    facts = [LabelFactValue(row.name, row.amount, row.unit, row.nutrient_class, row.test) for row in rows]
    return {
        "version": version,
        "lines": [(row, daily_value(fact)) for row, fact in zip(rows, facts, strict=True)],
        "problems": problems(facts, formula),
    }


def _formula(record: MasterRecord) -> list[ComponentValue]:
    return [
        ComponentValue(row.code, row.name, row.kind, row.target, row.unit, row.tolerance, row.step)
        for row in record.components.all()
    ]
