"""The rules' tolerances: the defaults, or what the agreement's clauses say instead."""

from datetime import timedelta
from decimal import Decimal

from agreements.terms import compiled
from evidence.context import agreed_tolerances
from evidence.pack.rules.context import Tolerances
from tests.factories.agreed_clauses import HEADINGS, clauses


def test_without_such_clauses_the_defaults_hold() -> None:
    assert agreed_tolerances(None) == Tolerances()
    assert agreed_tolerances(compiled("AG-4 v3", [(c.kind, c.number, c.parameters) for c in clauses()])) == Tolerances()


def test_what_clauses_say_holds_instead() -> None:
    terms = compiled("AG-4 v3", [(c.kind, c.number, c.parameters) for c in HEADINGS])
    assert agreed_tolerances(terms) == Tolerances(
        balance_percent=Decimal("0.50"), entry_delay=timedelta(hours=8), reserve_multiple=3, reserve_months=24
    )


def test_nothing_at_all_may_be_allowed() -> None:
    terms = compiled("AG-4 v3", [("materials", "2.3", {"balance_percent": "0"})])
    assert agreed_tolerances(terms).balance_percent == 0
