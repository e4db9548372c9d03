"""A dossier is cut so that every row is printed once, in order, in parts of bearable length."""

from dataclasses import replace

import pytest

from tests.workspace.dossiers import BLOCKED, EMPTY
from workspace.outside.dossier_sections import LONGEST, Piece, parts, pieces

TITLES = [
    "Parties and sites",
    "Quality agreement",
    "Approved versions the lot was made to",
    "Evidence packs and their verdicts",
    "Exceptions and decisions",
    "Test results against specification",
    "Yield by phase",
    "Materials and their origin",
    "Label reconciliation",
    "Quality events",
    "Electronic signatures",
    "Shipments",
    "How long this record is kept",
    "Source documents",
    "Audit trail",
]


def piece(rows: int) -> Piece:
    return Piece("t", "T", "", range(rows))


def test_every_section_is_there_even_when_empty() -> None:
    assert [piece.title for piece in pieces(BLOCKED, {})] == TITLES
    assert [piece.title for piece in pieces(EMPTY, {})] == TITLES
    notes = {piece.title: piece.note for piece in pieces(EMPTY, {})}
    assert notes == dict.fromkeys(TITLES, "0 in all") | {"How long this record is kept": "1 in all"}


def test_a_short_dossier_is_one_part() -> None:
    assert len(parts(pieces(BLOCKED, {}))) == 1


@pytest.mark.parametrize(
    ("rows", "notes"),
    [
        (LONGEST, ["400 in all"]),
        (LONGEST + 1, ["1 to 400 of 401", "401 to 401 of 401"]),
        (1000, ["1 to 400 of 1000", "401 to 800 of 1000", "801 to 1000 of 1000"]),
    ],
)
def test_a_long_section_is_sliced_and_no_row_is_lost(rows: int, notes: list[str]) -> None:
    changes = tuple(replace(BLOCKED.history[0], reason=str(number)) for number in range(rows))
    sliced = [piece for piece in pieces(replace(EMPTY, history=changes), {}) if "Audit trail" in piece.title]
    assert [piece.note for piece in sliced] == notes
    assert [piece.title for piece in sliced[1:]] == ["Audit trail, continued"] * (len(notes) - 1)
    assert [row for piece in sliced for row in piece.rows] == list(changes)


def test_parts_are_filled_in_order_up_to_their_length() -> None:
    cut = parts([piece(100), piece(300), piece(1), piece(400), piece(0), piece(10)])
    assert [[len(one.rows) for one in part] for part in cut] == [[100, 300], [1], [400, 0], [10]]


def test_nothing_is_one_empty_part() -> None:
    assert parts([]) == [[]]
