"""How many retests the agreement allows."""

import pytest

from agreements.terms import Terms, compiled
from kernel.errors import Refused
from quality_events.rules.oos import check_agreed

TWO = compiled("AG-4 v3", [("laboratory", "2.4", {"most_retests": 2})])


@pytest.mark.parametrize(("count", "terms"), [(2, TWO), (6, compiled("AG-4 v3", [])), (6, None)])
def test_as_many_as_the_clause_says_or_none_says(count: int, terms: Terms | None) -> None:
    check_agreed(count, terms)


def test_one_more_is_refused() -> None:
    with pytest.raises(Refused, match="at most 2 retests") as refusal:
        check_agreed(3, TWO)
    assert (refusal.value.clause, refusal.value.code) == ("AG-4 v3 cl. 2.4", "oos-declared")
