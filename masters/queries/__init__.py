"""Reads of the approved baseline."""

from masters.queries.baselines import Baseline, baseline_on, codes_of_tests_on
from masters.queries.standing import model_of, standing_facts, standing_rows, standing_values
from masters.queries.values import baseline_values
from masters.queries.versions import Chains, chain, chains_of, product, products

__all__ = [
    "Baseline",
    "Chains",
    "baseline_on",
    "baseline_values",
    "chain",
    "chains_of",
    "codes_of_tests_on",
    "model_of",
    "product",
    "products",
    "standing_facts",
    "standing_rows",
    "standing_values",
]
