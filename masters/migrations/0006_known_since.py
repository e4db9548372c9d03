"""Rows that are there already get their second time: since when they have been known, by what history says.

`ALTER … USING` changes no row by an UPDATE, so nothing is written in anybody's name.
"""

from django.db import migrations

VERSIONS = {
    "master_record": "masterrecord",
    "specification": "specification",
    "sampling_plan": "samplingplan",
    "label_version": "labelversion",
}
FACTS = (
    "approvedlaboratory", "approvedmethod", "approvedsupplier", "componentspecification", "qualifiedequipment",
    "trainedperson",
)
VALIDITY = """
    WITH v AS (
        SELECT t.*, lead(valid_from) OVER chain AS next_from, lead(approved_at) OVER chain AS next_at
        FROM masters_{table} t WINDOW chain AS (PARTITION BY product_id ORDER BY version)
    ), known AS (
        SELECT id, partnership_id, sponsor_id, product_id, valid_from, NULL::date AS valid_until,
            approved_at AS recorded_from, next_at AS recorded_until
        FROM v WHERE valid_until = next_from AND next_at > approved_at
        UNION ALL
        SELECT id, partnership_id, sponsor_id, product_id, valid_from, valid_until,
            CASE WHEN valid_until = next_from THEN greatest(approved_at, next_at) ELSE approved_at END, NULL
        FROM v
    )
    INSERT INTO masters_validity (id, partnership_id, sponsor_id, product_id, kind, {kind}_id, valid_from, valid_until,
        recorded_from, recorded_until)
    SELECT gen_random_uuid(), partnership_id, sponsor_id, product_id, '{kind}', id, valid_from, valid_until,
        recorded_from, recorded_until
    FROM known"""


def date_rows(apps, schema_editor):
    for table in VERSIONS.values():
        for each in (f"masters_{table}", f"masters_historical{table}"):
            schema_editor.execute(f"ALTER TABLE {each} ALTER recorded_from TYPE timestamptz USING approved_at")
    for table in FACTS:
        history = f"masters_historical{table}"
        schema_editor.execute(f"ALTER TABLE {history} ALTER recorded_from TYPE timestamptz USING history_date")
        schema_editor.execute(
            "CREATE FUNCTION pg_temp.known_since(uuid) RETURNS timestamptz LANGUAGE sql AS "
            f"'SELECT coalesce(max(history_date), clock_timestamp()) FROM {history} WHERE id = $1'"
        )
        schema_editor.execute(
            f"ALTER TABLE masters_{table} ALTER recorded_from TYPE timestamptz USING pg_temp.known_since(id)"
        )
        schema_editor.execute("DROP FUNCTION pg_temp.known_since(uuid)")
    for kind, table in VERSIONS.items():
        schema_editor.execute(VALIDITY.format(kind=kind, table=table))


class Migration(migrations.Migration):
    dependencies = [("masters", "0005_two_times")]

    operations = [migrations.RunPython(date_rows, migrations.RunPython.noop)]
