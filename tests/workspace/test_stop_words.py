"""The words that are not looked for are those that PostgreSQL keeps none of."""

import pytest
from django.db import connection

from workspace.asking import taken_apart
from workspace.marking import pattern, pieces
from workspace.stop_words import STOP_WORDS


@pytest.mark.usefixtures("db")
def test_they_are_postgresqls_own() -> None:
    words = [*sorted(STOP_WORDS), "magnesium", "theanine", "lot", "b"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w FROM unnest(%s::text[]) w WHERE cardinality(ts_lexize('english_stem', w)) = 0", [words]
        )
        assert {word for (word,) in cursor.fetchall()} == STOP_WORDS


def test_a_stop_word_is_neither_looked_for_nor_taken_for_a_beginning() -> None:
    for typed in ("the", "The", "was THE"):
        assert taken_apart(typed).terms == []
    asked = taken_apart("the magnesium was")
    assert (asked.phrases, asked.last) == (["magnesium"], "")
    assert taken_apart("the magnesium").last == "magnesium"
    assert taken_apart("thean").last == "thean"
    assert taken_apart('"lead and the arsenic"').phrases == ["lead and the arsenic"]


def test_of_a_phrase_its_stop_words_are_not_marked() -> None:
    shown = pieces("The blend and the lead of it", pattern(["lead and the blend"]))
    assert [piece.text for piece in shown if piece.is_met] == ["blend", "lead"]
    alone = pieces("The Who", pattern(["The"]))
    assert [piece.text for piece in alone if piece.is_met] == ["The"]
