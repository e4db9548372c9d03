"""K12: counted by hand, nothing to count, and the newest in words."""

from decimal import Decimal

from performance.readiness import ExerciseFact, readiness


def test_recall_readiness() -> None:
    good = ExerciseFact("MR-1", "/1/", True, (), Decimal("4.2"), Decimal("0.9981"), None)
    bad = ExerciseFact("MR-2", "/2/", False, ("too late",), Decimal(11), None, Decimal("0.5"))
    found = readiness([good, bad], lots=20)
    assert (found.code, found.numerator, found.denominator, found.value) == ("K12", 1, 2, 0.5)
    assert [(row.number, row.words, row.url) for row in found.behind] == [("MR-2", "too late", "/2/")]
    assert found.note == "MR-2: scope in 11 min, 50 % of the steps proven"
    assert readiness([good], lots=20).note == "MR-1: scope in 4.2 min, 99.8 % of the quantity located"
    assert found.interval is not None
    nothing = readiness([], lots=20)
    assert (nothing.value, nothing.interval, nothing.note) == (None, None, "no mock recall in the period")
    assert not nothing.is_sufficient
