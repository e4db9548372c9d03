"""Slips of the hand: what was meant is among the numbers that are looked up, and they stay few."""

from string import ascii_uppercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace.asking import spellings

numbers = st.from_regex(r"[A-Z]{1,4}-?[0-9]{2,9}(-[0-9]{1,3})?", fullmatch=True).filter(lambda number: len(number) > 4)


def among(character: str) -> str:
    return next(letters for letters in (digits, ascii_uppercase, "-") if character in letters)


@given(number=numbers, data=st.data())
def test_one_slip_leads_back(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number) - 2))
    other = data.draw(st.sampled_from(among(number[place])))
    slips = {
        number[:place] + other + number[place + 1 :],
        number[:place] + number[place + 1 :],
        number[:place] + other + number[place:],
        number[:place] + number[place + 1] + number[place] + number[place + 2 :],
    }
    for slip in slips - {number}:
        assert number in spellings(slip) or len(slip) < 4 or slip.startswith("-"), slip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("KB2417", "KB-2417"), ("KB-24I7", "KB-2417"), ("kb-2417-O1", "KB-2417-01"), ("8B-7", "BB-7"), ("00-0", "A00-0")],
)
def test_a_dash_forgotten_and_letters_for_figures(typed: str, meant: str) -> None:
    assert meant in spellings(typed)


def test_they_stay_few_and_words_have_none() -> None:
    assert len(spellings("KB-1234567-0123456789-01")) < 800
    assert len(spellings("KX-1234567")) < 400
    for typed in ("magnesium", "KB", "K" * 30 + "1", "€-2417"):
        assert spellings(typed) == []
