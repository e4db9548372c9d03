from hypothesis import given
from hypothesis import strategies as st

from workspace.kit.redline import Piece, redline


def test_only_the_changed_words_are_marked() -> None:
    assert redline("within 48 hours of discovery", "within 24 hours of discovery") == [
        Piece("same", "within "),
        Piece("old", "48"),
        Piece("new", "24"),
        Piece("same", " hours of discovery"),
    ]


def test_the_same_wording_is_one_piece_and_nothing_is_none() -> None:
    assert redline("cl. 5.2", "cl. 5.2") == [Piece("same", "cl. 5.2")]
    assert redline("", "") == []
    assert redline("", "New clause.") == [Piece("new", "New clause.")]


@given(st.text(), st.text())
def test_both_wordings_can_be_read_back(old: str, new: str) -> None:
    pieces = redline(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "old") == new
