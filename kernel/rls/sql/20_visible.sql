-- The sets that the policies compare with. Read-only grants are in visible_, not in writable_.
-- Every question stands in a sub-select: bare in a condition it would be asked once a row.

CREATE OR REPLACE FUNCTION writable_partnerships() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH asked AS MATERIALIZED (SELECT
        CASE WHEN NOT app_is_system() THEN app_organisation() END AS organisation,
        CASE WHEN app_is_system()
            THEN nullif(split_part(current_setting('app.context', true), '/', 3), '')::uuid END AS partnership)
    SELECT coalesce(array_agg(p.id), '{}') FROM parties_partnership p
    WHERE p.id = (SELECT partnership FROM asked)
       OR p.sponsor_id = (SELECT organisation FROM asked) OR p.cmo_id = (SELECT organisation FROM asked)
$$;

-- The asker's grants that run at this moment; a narrow one names lots, products or a period (ADR 0018).
CREATE OR REPLACE FUNCTION app_grants(narrow boolean) RETURNS SETOF parties_auditorgrant
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT g.* FROM parties_auditorgrant g
    WHERE g.person_id = (SELECT app_person()) AND g.organisation_id = (SELECT app_organisation())
      AND g.revoked_at IS NULL
      AND g.starts_at <= (SELECT kernel_now()) AND g.ends_at > (SELECT kernel_now())
      AND narrow = (g.lot_ids <> '{}' OR g.product_ids <> '{}' OR g.made_from IS NOT NULL OR g.made_until IS NOT NULL)
$$;

-- Partnerships that are seen whole: the own ones, and those of a grant without limits. Nothing else may be asked for
-- by a function that does not know of narrow grants.
CREATE OR REPLACE FUNCTION visible_partnerships() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT writable_partnerships() || coalesce(array_agg(g.partnership_id), '{}') FROM app_grants(false) g
$$;

-- Partnerships of which a narrow grant shows a part, and nothing more.
CREATE OR REPLACE FUNCTION visible_in_part() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT g.partnership_id), '{}') FROM app_grants(true) g
$$;

-- Whether any grant of the asker is narrow: only then is a row asked whether it stands inside.
CREATE OR REPLACE FUNCTION app_is_narrowed() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM app_grants(true))
$$;

-- Partnerships of which the asker sees at least something.
CREATE OR REPLACE FUNCTION visible_at_all() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT visible_partnerships() || visible_in_part()
$$;

CREATE OR REPLACE FUNCTION visible_organisations() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT o.id), '{}') FROM (
        SELECT unnest(ARRAY[p.sponsor_id, p.cmo_id]) AS id
        FROM parties_partnership p WHERE p.id = ANY ((SELECT visible_at_all())::uuid[])
        UNION ALL SELECT app_organisation()
        UNION ALL SELECT m.organisation_id FROM parties_membership m
              WHERE m.person_id = (SELECT app_person()) AND m.ended_at IS NULL
        UNION ALL SELECT g.organisation_id FROM parties_auditorgrant g
              WHERE g.partnership_id = ANY ((SELECT writable_partnerships())::uuid[])
    ) o WHERE o.id IS NOT NULL
$$;

-- People whose names may be read: colleagues, the other side's people, auditors invited here, oneself, SYS.
CREATE OR REPLACE FUNCTION visible_people() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT m.person_id), '{}')
        || app_person() || '00000000-0000-7000-8000-000000000001'::uuid
    FROM parties_membership m WHERE m.organisation_id = ANY ((SELECT visible_organisations())::uuid[])
$$;
