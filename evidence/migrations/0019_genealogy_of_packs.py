"""What the packs on record say of materials becomes edges of the genealogy, one a pack and component lot (ADR 0030)."""

from django.db import migrations

EDGES = """
    WITH packs AS (
        SELECT p.id, p.lot_id, p.submitted_at, l.cmo_id, l.partnership_id, next.version AS next_version,
            next.submitted_at AS next_at
        FROM evidence_pack p JOIN lots_lot l ON l.id = p.lot_id LEFT JOIN LATERAL (
            SELECT q.version, q.submitted_at FROM evidence_pack q
            WHERE q.lot_id = p.lot_id AND q.version > p.version ORDER BY q.version LIMIT 1) next ON true
    )
    INSERT INTO lots_edge (id, organisation_id, partnership_id, parent_id, child_id, kind, quantity, unit, container,
        source, source_id, stated_at, ended_at, ended_because)
    SELECT gen_random_uuid(), p.cmo_id, p.partnership_id, c.component_lot_id, p.lot_id, 'consumption',
        CASE WHEN count(DISTINCT c.unit) = 1 THEN sum(c.quantity) END,
        CASE WHEN count(DISTINCT c.unit) = 1 THEN min(c.unit) ELSE '' END, '',
        'pack', p.id, p.submitted_at, p.next_at,
        CASE WHEN p.next_at IS NULL THEN '' ELSE 'version ' || p.next_version || ' of the pack says otherwise' END
    FROM packs p JOIN lots_consumption c ON c.pack_id = p.id
    GROUP BY p.id, p.lot_id, p.submitted_at, p.cmo_id, p.partnership_id, p.next_version, p.next_at, c.component_lot_id
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0018_pack_rows_cost_less"), ("lots", "0007_genealogy")]

    operations = [migrations.RunSQL(EDGES, migrations.RunSQL.noop)]
