-- Which lots a lot went into, and which went into it (ADR 0030). A policy would silently cut a path that passes through
-- another customer's lot, so these walk past the policies from lots that the asker sees, and answer what he may see of
-- what they reach: keys, edges, and how many more there are.

-- Of these lots those that the asker sees. Also what a narrow grant shows.
CREATE OR REPLACE FUNCTION visible_nodes(nodes uuid[]) RETURNS TABLE (node_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH pairs AS MATERIALIZED (SELECT DISTINCT unnest(visible_partnerships()) AS id),
         asked AS MATERIALIZED (SELECT app_organisation() AS organisation, app_is_narrowed() AS is_narrowed)
    SELECT l.id FROM lots_lot l
    WHERE l.id = ANY (nodes) AND (l.partnership_id IN (SELECT p.id FROM pairs p)
        OR CASE WHEN (SELECT a.is_narrowed FROM asked a) THEN l.id = ANY ((SELECT granted_lots())::uuid[])
           ELSE false END)
    UNION ALL
    SELECT c.id FROM lots_componentlot c
    WHERE c.id = ANY (nodes) AND (c.organisation_id = (SELECT a.organisation FROM asked a)
        OR EXISTS (SELECT 1 FROM lots_disclosure d JOIN pairs p ON p.id = d.partnership_id
                   WHERE d.component_lot_id = c.id)
        OR CASE WHEN (SELECT a.is_narrowed FROM asked a) THEN c.id = ANY ((SELECT granted_component_lots())::uuid[])
           ELSE false END)
$$;

-- Every lot that these reach, themselves included; `known_at` is the moment whose records count, now where it is null.
-- UNION on the key alone: a circle ends by itself, and no depth or path is carried along (40 times slower on long
-- campaigns).
CREATE OR REPLACE FUNCTION inner_reached(seeds uuid[], is_forward boolean, known_at timestamptz)
RETURNS TABLE (node_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE reached (id) AS (
        SELECT s.node_id FROM visible_nodes(seeds) s
        UNION
        SELECT step.id FROM reached r CROSS JOIN LATERAL (
            SELECT e.child_id AS id FROM lots_edge e
            WHERE is_forward AND known_at IS NULL AND e.parent_id = r.id AND e.ended_at IS NULL
            UNION ALL
            SELECT e.parent_id FROM lots_edge e
            WHERE NOT is_forward AND known_at IS NULL AND e.child_id = r.id AND e.ended_at IS NULL
            UNION ALL
            SELECT e.child_id FROM lots_edge e
            WHERE is_forward AND known_at IS NOT NULL AND e.parent_id = r.id AND e.stated_at <= known_at
              AND (e.ended_at IS NULL OR e.ended_at > known_at)
            UNION ALL
            SELECT e.parent_id FROM lots_edge e
            WHERE NOT is_forward AND known_at IS NOT NULL AND e.child_id = r.id AND e.stated_at <= known_at
              AND (e.ended_at IS NULL OR e.ended_at > known_at)) step)
    SELECT r.id FROM reached r
$$;

-- The keys that the asker may see of what these lots reach.
CREATE OR REPLACE FUNCTION find_scope(seeds uuid[], is_forward boolean, known_at timestamptz)
RETURNS TABLE (node_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT v.node_id
    FROM visible_nodes(ARRAY(SELECT r.node_id FROM inner_reached(seeds, is_forward, known_at) r)) v
$$;

-- How many lots, lots of material and customers they reach altogether: what the asker sees less of is another's.
CREATE OR REPLACE FUNCTION count_scope(seeds uuid[], is_forward boolean, known_at timestamptz)
RETURNS TABLE (lots bigint, materials bigint, customers bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH reached AS MATERIALIZED (SELECT r.node_id FROM inner_reached(seeds, is_forward, known_at) r),
         packaged AS MATERIALIZED (SELECT l.id FROM reached r JOIN lots_lot l ON l.id = r.node_id)
    SELECT (SELECT count(*) FROM packaged),
           (SELECT count(*) FROM reached) - (SELECT count(*) FROM packaged),
           (SELECT count(DISTINCT s.consignee_id) FROM packaged p JOIN traceability_shipment s ON s.lot_id = p.id
            WHERE known_at IS NULL OR s.shipped_at <= known_at)
$$;

-- Of these lots of material those that more was taken from than they held, by whomever. Compared in the lot's own unit;
-- two percent are tolerance.
CREATE OR REPLACE FUNCTION inner_overdrawn(nodes uuid[]) RETURNS TABLE (node_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.id FROM lots_componentlot c
    WHERE c.id = ANY (nodes) AND c.quantity_received * 1.02 < (SELECT sum(e.quantity) FROM lots_edge e
        WHERE e.parent_id = c.id AND e.ended_at IS NULL AND e.unit = c.unit)
$$;

-- The same of lots that the asker sees: he is told that their uses can't all be true, not who used how much.
CREATE OR REPLACE FUNCTION find_overdrawn(nodes uuid[]) RETURNS TABLE (node_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT o.node_id FROM inner_overdrawn(ARRAY(SELECT v.node_id FROM visible_nodes(nodes) v)) o
$$;

-- The edges between what the asker sees, and those that lead from one of his lots to another through lots that he does
-- not see. Such a lot is a key made up for it, the same each time; how much of it went where is told to nobody else, but
-- what proof needs is: its unit, whether it has a number, whether more was taken from it than it held.
CREATE OR REPLACE FUNCTION find_scope_edges(seeds uuid[], is_forward boolean, known_at timestamptz)
RETURNS TABLE (edge_id uuid, parent_id uuid, child_id uuid, kind text, quantity numeric, unit text, container text,
               happened_on date, source text, source_id uuid, is_measured boolean, is_parent_hidden boolean,
               is_child_hidden boolean, parent_unit text, is_parent_unknown boolean, is_child_unknown boolean,
               is_parent_overdrawn boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE
    reached AS MATERIALIZED (SELECT r.node_id AS id FROM inner_reached(seeds, is_forward, known_at) r),
    seen AS MATERIALIZED (SELECT v.node_id AS id FROM visible_nodes(ARRAY(SELECT r.id FROM reached r)) v),
    hidden AS MATERIALIZED (SELECT r.id FROM reached r WHERE r.id NOT IN (SELECT s.id FROM seen s)),
    between (id) AS (  -- from his lots back towards the seeds, through what is hidden
        SELECT s.id FROM seen s WHERE EXISTS (SELECT 1 FROM hidden)
        UNION
        SELECT h.id FROM between b CROSS JOIN LATERAL (
            SELECT e.parent_id AS id FROM lots_edge e WHERE is_forward AND e.child_id = b.id
            UNION ALL
            SELECT e.child_id FROM lots_edge e WHERE NOT is_forward AND e.parent_id = b.id) step
        JOIN hidden h ON h.id = step.id),
    told AS MATERIALIZED (
        SELECT s.id, false AS is_hidden, '' AS unit, false AS is_unknown, false AS is_overdrawn FROM seen s
        UNION ALL
        SELECT b.id, true, coalesce(l.unit, c.unit), coalesce(l.number, c.number) = '',
               b.id IN (SELECT o.node_id FROM inner_overdrawn(ARRAY(SELECT x.id FROM hidden x)) o)
        FROM between b JOIN hidden h ON h.id = b.id
        LEFT JOIN lots_lot l ON l.id = b.id LEFT JOIN lots_componentlot c ON c.id = b.id)
    SELECT CASE WHEN p.is_hidden OR c.is_hidden THEN md5(e.id::text || app_organisation()::text)::uuid ELSE e.id END,
           CASE WHEN p.is_hidden THEN md5(e.parent_id::text || app_organisation()::text)::uuid ELSE e.parent_id END,
           CASE WHEN c.is_hidden THEN md5(e.child_id::text || app_organisation()::text)::uuid ELSE e.child_id END,
           e.kind::text, CASE WHEN NOT c.is_hidden THEN e.quantity END, e.unit::text,
           CASE WHEN NOT p.is_hidden AND NOT c.is_hidden THEN e.container::text ELSE '' END,
           CASE WHEN NOT c.is_hidden THEN e.happened_on END, e.source::text,
           CASE WHEN NOT c.is_hidden THEN e.source_id END, coalesce(e.quantity > 0, false), p.is_hidden, c.is_hidden,
           p.unit, p.is_unknown, c.is_unknown, p.is_overdrawn
    FROM told p CROSS JOIN LATERAL (
        SELECT x.* FROM lots_edge x WHERE known_at IS NULL AND x.parent_id = p.id AND x.ended_at IS NULL
        UNION ALL
        SELECT x.* FROM lots_edge x
        WHERE known_at IS NOT NULL AND x.parent_id = p.id AND x.stated_at <= known_at
          AND (x.ended_at IS NULL OR x.ended_at > known_at)) e
    JOIN told c ON c.id = e.child_id
$$;

-- The living uses of one piece of equipment, packaging line or label roll of this manufacturer, between two moments where
-- they are known: lots that the asker sees, and one row without a lot for each that he doesn't.
CREATE OR REPLACE FUNCTION find_usage(cmo uuid, wanted_kind text, wanted text[])
RETURNS TABLE (lot_id uuid, number text, begins_at timestamptz, ends_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH found AS MATERIALIZED (
        SELECT u.lot_id, u.number, u.begins_at, u.ends_at FROM lots_usage u
        JOIN parties_partnership p ON p.id = u.partnership_id AND p.cmo_id = cmo
        JOIN evidence_pack k ON k.id = u.pack_id AND k.state NOT IN ('superseded', 'withdrawn')
        WHERE u.kind = wanted_kind AND u.number = ANY (wanted)
          AND EXISTS (SELECT 1 FROM parties_partnership o WHERE o.cmo_id = cmo AND o.id = ANY ((SELECT visible_at_all())::uuid[])))
    SELECT v.node_id, f.number, CASE WHEN v.node_id IS NOT NULL THEN f.begins_at END,
           CASE WHEN v.node_id IS NOT NULL THEN f.ends_at END
    FROM found f LEFT JOIN visible_nodes(ARRAY(SELECT DISTINCT x.lot_id FROM found x)) v ON v.node_id = f.lot_id
$$;
