"""The pages of the approved baseline, one module a noun."""

from masters.views.correcting import correct
from masters.views.entering import approve, approved, bring, draft_page, overview, withdraw, workbook
from masters.views.products import product_list, product_page
from masters.views.standing import standing, standing_file, standing_overview

__all__ = [
    "approve",
    "approved",
    "bring",
    "correct",
    "draft_page",
    "overview",
    "product_list",
    "product_page",
    "standing",
    "standing_file",
    "standing_overview",
    "withdraw",
    "workbook",
]
