"""The statement's wording has a date: who accepted an older one accepts the new one (21 CFR 11.10(j))."""

from datetime import timedelta

import pytest

from parties.accountability import IN_FORCE_SINCE, is_accepted, statement_hash

WORDING = "7c6da4fa14c1bf52ee77405f2ba7987aee338ce2704c85495d2acfaeb3a073e6"
"""Whoever changes a word gives `IN_FORCE_SINCE` the new wording's date, then this hash."""


def test_no_word_changes_without_a_new_date() -> None:
    assert (IN_FORCE_SINCE.date().isoformat(), statement_hash()) == ("2025-01-01", WORDING)


@pytest.mark.parametrize(("seconds", "accepted"), [(-1, False), (0, True), (1, True), (None, False)])
def test_what_was_accepted_before_the_wording_counts_no_more(seconds: int | None, accepted: bool) -> None:
    since = None if seconds is None else IN_FORCE_SINCE + timedelta(seconds=seconds)
    assert is_accepted(since) is accepted
