"""How long a record is kept: trap T11, boundary by boundary."""

from datetime import date, timedelta

import pytest

from records.retention import Batch, LegalHoldFact, retention_of, years_after

DATED = Batch("A-1", expires_on=date(2028, 11, 30), distributed_on=date(2026, 3, 1))
UNDATED = Batch("B-2", distributed_on=date(2026, 3, 1))


def test_a_dated_batch_is_kept_a_year_past_its_date() -> None:
    found = retention_of([DATED])
    assert found.until == date(2029, 11, 30)
    assert found.sentence == "Kept until 30 Nov 2029: lot A-1 expires on 30 Nov 2028; 1 year past that."
    assert (found.is_over(date(2029, 11, 30)), found.is_over(date(2029, 12, 1))) == (False, True)


def test_one_without_a_date_two_years_past_its_distribution() -> None:
    assert retention_of([UNDATED]).until == date(2028, 3, 1)
    later = Batch("B-2", distributed_on=date(2026, 9, 9))
    assert retention_of([later]).until == date(2028, 9, 9)


def test_what_was_never_distributed_has_no_end() -> None:
    found = retention_of([Batch("C-3")])
    assert (found.until, found.is_over(date.max)) == (None, False)
    assert found.sentence.startswith("Kept without an end for now: lot C-3 bears no date and has not been distributed")


def test_of_no_batch_there_is_no_end() -> None:
    assert retention_of([]).sentence == "Kept without an end for now: no batch is associated with it yet."


@pytest.mark.parametrize(
    ("batches", "until"),
    [
        ([DATED, UNDATED], date(2029, 11, 30)),
        ([Batch("A-1", expires_on=date(2026, 1, 1)), UNDATED], date(2028, 3, 1)),
        ([DATED, Batch("C-3")], None),
    ],
)
def test_the_batch_that_is_kept_longest_decides(batches: list[Batch], until: date | None) -> None:
    found = retention_of(batches)
    assert found.until == until
    assert found.why[0].until == until


@pytest.mark.parametrize(("years", "until"), [(1, date(2028, 3, 1)), (2, date(2028, 3, 1)), (3, date(2029, 3, 1))])
def test_a_clause_lengthens_and_never_shortens(years: int, until: date) -> None:
    batch = Batch("B-2", distributed_on=date(2026, 3, 1), clause_years=years, clause="QA-1 v2 cl. 8.3")
    found = retention_of([batch])
    assert found.until == until
    assert "QA-1 v2 cl. 8.3" in {why.paragraph for why in found.why}
    dated = Batch("A-1", date(2028, 11, 30), date(2026, 3, 1), clause_years=years, clause="x")
    assert retention_of([dated]).until == date(2029, 11, 30)


def test_a_clause_without_a_distribution_says_nothing_yet() -> None:
    assert len(retention_of([Batch("C-3", clause_years=9, clause="x")]).why) == 1


@pytest.mark.parametrize(
    ("day", "until"),
    [(date(2023, 11, 30), date(2029, 11, 30)), (date(2023, 12, 1), date(2029, 12, 1)), (date(2020, 1, 1), None)],
)
def test_a_serious_adverse_event_keeps_six_years(day: date, until: date | None) -> None:
    found = retention_of([DATED], adverse_on=[day])
    assert found.until == (until or date(2029, 11, 30))
    assert "FD&C Act §761(e)" in {why.paragraph for why in found.why}


def test_holds_stack_and_have_no_end() -> None:
    holds = [LegalHoldFact("Alder", "claim of a customer", date(2026, 5, 1)), LegalHoldFact("Keystone", "x", date.max)]
    found = retention_of([DATED], holds=holds)
    assert (found.until, found.is_held, len(found.why)) == (None, True, 3)
    assert found.sentence == "Kept without an end for now: legal hold of Alder since 01 May 2026: claim of a customer"
    assert retention_of([DATED], holds=holds[1:]).is_held
    assert not retention_of([DATED]).is_held


def test_a_leap_day_ends_no_earlier() -> None:
    assert years_after(date(2028, 2, 29), 1) == date(2029, 3, 1)
    assert years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)
    assert years_after(date(2028, 2, 28), 1) - date(2028, 2, 28) == timedelta(days=366)
