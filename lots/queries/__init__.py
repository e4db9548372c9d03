"""Reads about lots: one lot, a page of the list, what a lot may be planned for."""

from lots.queries.listing import LotFilters, LotPage, lot_page, page_of_lots, partners_of, rows_for
from lots.queries.lots import holds_of, listed, lot, next_clocks, numbered
from lots.queries.planning import plannable_products, sites_of_makers

__all__ = [
    "LotFilters",
    "LotPage",
    "holds_of",
    "listed",
    "lot",
    "lot_page",
    "next_clocks",
    "numbered",
    "page_of_lots",
    "partners_of",
    "plannable_products",
    "rows_for",
    "sites_of_makers",
]
