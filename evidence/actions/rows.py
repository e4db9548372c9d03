"""A pack's rows go into the database in one statement, whatever their number (docs/architecture.md)."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

from evidence.models import Pack, PackRow


def keep_rows(pack: Pack, rows: Iterable[tuple[str, int, dict[str, Any]]]) -> None:
    """Store (section, position, data) of every row; the history trigger writes along."""
    sections: list[str] = []
    positions: list[int] = []
    contents: list[str] = []
    for section, position, data in rows:
        sections.append(section)
        positions.append(position)
        contents.append(json.dumps(data, ensure_ascii=False))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {PackRow._meta.db_table} (partnership_id, sponsor_id, pack_id, section, position, data) "  # noqa: S608 - the model's own table
            "SELECT %s, %s, %s, r.section, r.position, r.data::jsonb "
            "FROM unnest(%s::text[], %s::int[], %s::text[]) AS r (section, position, data)",
            [pack.partnership_id, pack.sponsor_id, pack.pk, sections, positions, contents],
        )
