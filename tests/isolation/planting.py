"""One word for every partnership and every company, written behind every text that is theirs, history included.

The words are planted by the tables' owner with the triggers off, so that no column and no new model is forgotten:
whatever leaks, from whichever column, carries its owner's word.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import CharField, Model, TextField
from psycopg2 import sql

from kernel.rls.policies import is_history, project_models
from tests.databases import owner_connection

MACHINE_READ = {
    "action", "address_family", "artwork_sha256", "content_sha256", "batch_unit", "topic",
    "topics", "sealed_secret", "request_hash", "binding", "category", "channel", "code",
    "component_code", "content_hash", "email", "engine_version", "gtin", "history_type", "holiday_region",
    "inputs_hash", "item_code", "key", "key_hash", "kind", "limit", "media_type", "outcome", "paragraph", "password",
    "pattern", "phase", "prefix", "role", "rule", "section", "severity", "sha256", "stage", "step", "subject_kind",
    "time_zone", "token_hash", "unit", "url", "leaf", "left_sha256", "right_sha256", "marked_sha256",
}  # fmt: skip
"""Columns that code compares: a word more would change what the pages do, not what they show."""
UNTOUCHED = {
    "records_signature": "signed texts are bound; they name the lot, whose number begins with the word",
    "parties_auditorgrant": "an auditor keeps seeing what the ended grant was for",
    "parties_partnership": "has no text",
    "clocks_heartbeat": "belongs to nobody",
    "records_seal": "made of the planted records, like all the following",
    "records_sealtree": "names nothing but ids and hashes",
    "records_treehead": "likewise",
    "records_dayhead": "likewise",
    "records_companykey": "likewise",
    "records_countersignature": "likewise",
    "traceability_capturedevent": "JSON as it came; it names the lot, whose number begins with the word",
    "workspace_searchdocument": "made again from the planted records",
    "workspace_searchword": "made again from the planted records",
}
SHORTEST = 24
"""A shorter column has no room for the word behind its text."""


def plant(database: str, words: dict[str, dict[str, str]]) -> list[str]:
    """Write the words ({"partnership": {id: word}, "open": {organisation id: word}, "own": likewise}).

    `open` is for what partners may see of a company, `own` for what is nobody else's. Returns the tables planted.
    """
    connection = owner_connection(database)
    planted = []
    try:
        with connection.cursor() as cursor:
            for model in project_models():
                columns = list(texts(model))
                if columns and plain(model) not in UNTOUCHED:
                    _plant(cursor, model, columns, words)
                    planted.append(model._meta.db_table)
    finally:
        connection.close()
    return planted


def plain(model: type[Model]) -> str:
    """The table of the model itself, also for its history."""
    subject: Any = model.instance_type if is_history(model) else model  # type: ignore[attr-defined]
    return str(subject._meta.db_table)


def texts(model: type[Model]) -> Iterator[Any]:
    """The columns that people write and read."""
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, CharField | TextField) and not field.choices
        has_room = field.max_length is None or field.max_length >= SHORTEST
        if is_text and has_room and field.name not in MACHINE_READ:
            yield field


def _plant(cursor: Any, model: type[Model], columns: list[Any], words: dict[str, dict[str, str]]) -> None:
    table = sql.Identifier(model._meta.db_table)
    cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table))
    owner, kind = _owner(model)
    for key, word in words[kind].items():
        sets = [
            sql.SQL("{c} = CASE WHEN {c} = '' THEN '' ELSE left({c}, {n}) || ' ' || {w} END").format(
                c=sql.Identifier(str(field.column)),
                n=sql.Literal((field.max_length or 10_000) - len(word) - 1),
                w=sql.Literal(word),
            )
            for field in columns
        ]
        query = sql.SQL("UPDATE {} t SET {} WHERE {} = {}").format(
            table, sql.SQL(", ").join(sets), sql.SQL(owner), sql.Literal(key)
        )
        cursor.execute(query)
    cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table))


_MEMBER = "(SELECT m.organisation_id FROM parties_membership m WHERE m.person_id = t.{} LIMIT 1)::text"
_DISCLOSED = (
    "(SELECT min(d.partnership_id::text) FROM lots_disclosure d WHERE d.component_lot_id = t.id HAVING count(*) = 1)"
)

_SHOWN = "(SELECT min(s.partnership_id::text) FROM performance_passportshare s WHERE s.document_id = t.id)"


def _owner(model: type[Model]) -> tuple[str, str]:
    """The expression that names whose row it is, and whose word that takes."""
    table = plain(model)
    special = {
        "parties_organisation": ("t.id::text", "open"),
        "parties_person": (_MEMBER.format("id"), "open"),
        "parties_site": ("t.organisation_id::text", "open"),
        "parties_membership": ("t.organisation_id::text", "open"),
        "parties_loginrecord": (_MEMBER.format("person_id"), "own"),
        "lots_componentlot": (_DISCLOSED, "partnership"),
        "performance_passportdocument": (_SHOWN, "partnership"),
    }
    names = {field.column for field in model._meta.concrete_fields}
    if table in special:
        return special[table]
    if "partnership_id" in names:
        return "t.partnership_id::text", "partnership"
    return "t.organisation_id::text", "own"
