"""Reads of the approved baseline."""

from masters.queries.baselines import Baseline, baseline_on, codes_of_tests_on
from masters.queries.drafts import (
    DRAFTS_ORDER,
    VERSION_MODELS,
    approved_content,
    begun_content,
    content_of_draft,
    draft,
    drafts,
    next_draft_number,
    products_of,
)
from masters.queries.standing import model_of, standing_facts, standing_rows, standing_values
from masters.queries.validities import (
    approved_on,
    in_force,
    laboratories_known,
    said_about,
    turning_days,
    version_of,
)
from masters.queries.values import VALUES, baseline_values, content_of_version, laboratory_value, product_value
from masters.queries.versions import Chains, chain, chains_of, product, product_choices, products

__all__ = [
    "DRAFTS_ORDER",
    "VALUES",
    "VERSION_MODELS",
    "Baseline",
    "Chains",
    "approved_content",
    "approved_on",
    "baseline_on",
    "baseline_values",
    "begun_content",
    "chain",
    "chains_of",
    "codes_of_tests_on",
    "content_of_draft",
    "content_of_version",
    "draft",
    "drafts",
    "in_force",
    "laboratories_known",
    "laboratory_value",
    "model_of",
    "next_draft_number",
    "product",
    "product_choices",
    "product_value",
    "products",
    "products_of",
    "said_about",
    "standing_facts",
    "standing_rows",
    "standing_values",
    "turning_days",
    "version_of",
]
