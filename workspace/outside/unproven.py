"""What a package holds beside the trail: rows that stand in no partnership's tree, as the open scope shows them.

Rows of the machinery have no history; a component lot, an edge into one, or a document of the passport is in its
owner's tree, not in the partnership's. They are listed and signed with the package, and not proven further
(docs/reference/trail-export.md).
"""

from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from django.db import connection

from kernel.rls.policies import is_history, project_models
from kernel.rows import AppendedRow

SHOWN = "shown/"
LEFT_OUT = {
    "clocks_outboxmessage": "mail on its way; what was told stands in clocks_notice",
    "records_sealtree": "stands in head.json",
    "records_treehead": "stands in leaves.txt",
}
_PAIR = "(SELECT unnest(ARRAY[p.sponsor_id, p.cmo_id]) FROM parties_partnership p WHERE p.id = %(pair)s)"
_DISCLOSED = "(SELECT d.component_lot_id FROM lots_disclosure d WHERE d.partnership_id = %(pair)s)"
OF_COMPANIES = {
    "lots_componentlot": (
        f"t.id IN {_DISCLOSED}", ()
    ),
    "lots_edge": (
        f"t.partnership_id IS NULL AND t.child_id IN {_DISCLOSED}", ()
    ),
    "parties_organisation": (f"t.id IN {_PAIR}", ("id", "name", "fda_registration", "address")),
    "parties_person": (
        f"t.id IN (SELECT m.person_id FROM parties_membership m WHERE m.organisation_id IN {_PAIR})",  # noqa: S608 - ours
        ("id", "name", "email"),
    ),
    "parties_site": (f"t.organisation_id IN {_PAIR}", ()),
    "performance_passportdocument": (
        "t.id IN (SELECT s.document_id FROM performance_passportshare s WHERE s.partnership_id = %(pair)s)", ()
    ),
}  # fmt: skip
"""Table → which of its rows have to do with the pair, and the columns where not all are meant for others."""


def shown(partnership_id: UUID) -> dict[str, Callable[[], BinaryIO]]:
    """`shown/<table>.ndjson`, a row a line."""
    wanted = dict.fromkeys(without_history(), ("t.partnership_id = %(pair)s", ())) | OF_COMPANIES
    return {
        f"{SHOWN}{table}.ndjson": partial(BytesIO, "".join(_rows(table, where, columns, partnership_id)).encode())
        for table, (where, columns) in sorted(wanted.items())
    }


def without_history() -> list[str]:
    """Tables of partnerships that are no part of the trail, of every model there is."""
    return [
        model._meta.db_table
        for model in project_models()
        if not is_history(model)
        and not hasattr(model, "history")
        and not issubclass(model, AppendedRow)
        and "partnership_id" in {field.column for field in model._meta.concrete_fields}
        and model._meta.db_table not in LEFT_OUT
    ]


def _rows(table: str, where: str, columns: tuple[str, ...], pair: UUID) -> Iterator[str]:
    what = (
        "to_jsonb(t)::text"
        if not columns
        else "jsonb_build_object(" + ", ".join(f"'{c}', t.{c}" for c in columns) + ")::text"
    )
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {what} FROM "{table}" t WHERE {where} ORDER BY 1', {"pair": pair})  # noqa: S608 - names of ours
        yield from (f"{row[0]}\n" for row in cursor.fetchall())
