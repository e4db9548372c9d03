"""Triggers that keep what is found true in the transaction of the change, a whole statement at a time (ADR 0010)."""

from typing import Any

import pgtrigger
from django.apps import apps

from kernel.triggers import OwnerTrigger
from workspace.models.sources import SOURCES, Source
from workspace.states import BY_YEAR, SHELVES

COLUMNS = (
    "holder_id", "kind", "shelf", "object_id", "opens_id", "field", "page", "key", "title", "body", "state",
    "product_id", "at", "tsv",
)  # fmt: skip
_KEPT = ("shelf", "opens_id", "key", "title", "body", "state", "product_id", "at", "tsv")
MOST_CHARACTERS = 200_000
"""Of one page or field: PostgreSQL's text vectors end at 1 MB."""


def vector(words: str) -> str:
    """SQL: English stems of the words, and every figure, number or code with a digit to the letter.

    PostgreSQL's parser takes “KB-2417” apart into “kb” and “-2417”: it could not be found by how it begins.
    """
    return rf"""to_tsvector('english', {words}) || array_to_tsvector(ARRAY(SELECT lower(m[1])
        FROM regexp_matches({words}, '{_CODE}', 'g') m WHERE length(m[1]) < 60))"""


_CODE = "((?:[[:alnum:]]+[-./_])*[[:alnum:]]*[0-9][[:alnum:]]*(?:[-./_][[:alnum:]]+)*)"
"""Only what has a digit is taken out at all: most words have none."""


def rows_of(source: Source, select: str) -> str:
    """SELECT in the order of `COLUMNS`, from a source's SELECT."""
    kind = str(source.kind)
    year = " + greatest(extract(year FROM s.at)::integer - 2000, 0)" if source.kind in BY_YEAR else ""
    words = "s.words" if "AS words" in select else _ALL_WORDS
    return f"""SELECT s.holder_id, '{kind}', {SHELVES[kind]}{year}, s.object_id, s.opens_id, s.field, s.page, s.key,
        s.title, s.body, s.state, s.product_id, s.at, {vector("v.words")}
        FROM ({select}) s CROSS JOIN LATERAL (SELECT left({words}, {MOST_CHARACTERS}) AS words) v"""


_ALL_WORDS = "concat_ws(' ', s.title, (SELECT string_agg(b.value, ' ') FROM jsonb_each_text(s.body) b))"


def insert(source: Source, select: str) -> str:
    """One statement: what the SELECT gives is added."""
    return f"""INSERT INTO workspace_searchdocument AS d ({", ".join(COLUMNS)})
        {rows_of(source, select)}"""


def upsert(source: Source, select: str) -> str:
    """One statement: what the SELECT gives stands in the table afterwards; rows that say so already are left alone."""
    kept = ", ".join(f"{c} = EXCLUDED.{c}" for c in _KEPT)
    old, new = (", ".join(f"{row}.{c}" for c in _KEPT) for row in ("d", "EXCLUDED"))
    return f"""{insert(source, select)}
        ON CONFLICT (object_id, holder_id, kind, field, page) DO UPDATE SET {kept}
        WHERE ({old}) IS DISTINCT FROM ({new})"""


def words_of(rows: str) -> str:
    """One statement: the words of these documents' titles that their holder does not know yet."""
    return f"""INSERT INTO workspace_searchword (holder_id, word)
        SELECT DISTINCT t.holder_id, w.word
        FROM (SELECT DISTINCT n.holder_id, n.title FROM {rows} n
              WHERE n.title <> '' AND n.field NOT IN ('page', 'scan')) t
        CROSS JOIN LATERAL regexp_split_to_table(lower(t.title), '[^[:alpha:]]+') w (word)
        WHERE length(w.word) BETWEEN 4 AND 60 AND NOT EXISTS (
            SELECT 1 FROM workspace_searchword k WHERE k.holder_id = t.holder_id AND k.word = w.word)"""


class TellTheSearch(OwnerTrigger):
    """After a statement: its rows, as the source words them, stand in the search's table."""

    level = pgtrigger.Statement
    when = pgtrigger.After
    referencing = pgtrigger.Referencing(new="changed")  # type: ignore[no-untyped-call]

    def __init__(self, source: Source, operation: Any, name: str) -> None:
        self.source = source
        super().__init__(name=name, operation=operation)

    def get_func(self, model: Any) -> str:
        is_new = self.source.is_always_new and str(self.operation) == str(pgtrigger.Insert)
        told = (insert if is_new else upsert)(self.source, self.source.over(model._meta.db_table))
        return f"""
            {told};
            RETURN NULL;
        """


class KeepTheWords(OwnerTrigger):
    """After documents are written: the words of their titles, for those who will mistype them."""

    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="changed")  # type: ignore[no-untyped-call]

    def __init__(self) -> None:
        super().__init__(name="keep_the_words")

    def get_func(self, model: Any) -> str:
        return f"""
            {words_of("changed")};
            RETURN NULL;
        """


def watch() -> None:
    """Register the triggers on the tables of the apps below, which know nothing of a search."""
    tables = {model._meta.db_table: model for model in apps.get_models()}
    for source in SOURCES:
        for table, operation, name in (
            (source.main, pgtrigger.Insert, "search_insert"),
            (source.main, pgtrigger.Update, "search_update"),
            *((other, pgtrigger.Update, f"search_{source.kind}") for other in source.others),
        ):
            pgtrigger.register(TellTheSearch(source, operation, name))(tables[table])
    pgtrigger.register(KeepTheWords())(tables["workspace_searchdocument"])
