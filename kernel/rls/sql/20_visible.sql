-- The sets that the policies compare with. Read-only grants are in visible_, not in writable_.

CREATE OR REPLACE FUNCTION writable_partnerships() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(p.id), '{}')
    FROM parties_partnership p, (SELECT app_organisation() AS organisation, app_is_system() AS system,
        nullif(split_part(current_setting('app.context', true), '/', 3), '')::uuid AS partnership) asked
    WHERE (asked.system AND p.id = asked.partnership)
       OR (NOT asked.system AND (p.sponsor_id = asked.organisation OR p.cmo_id = asked.organisation))
$$;

CREATE OR REPLACE FUNCTION visible_partnerships() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT writable_partnerships() || coalesce(array_agg(g.partnership_id), '{}')
    FROM parties_auditorgrant g
    WHERE g.person_id = app_person() AND g.organisation_id = app_organisation() AND g.revoked_at IS NULL
      AND g.starts_at <= kernel_now() AND g.ends_at > kernel_now()
$$;

CREATE OR REPLACE FUNCTION visible_organisations() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT o.id), '{}') FROM (
        SELECT unnest(ARRAY[p.sponsor_id, p.cmo_id]) AS id
        FROM parties_partnership p WHERE p.id = ANY (visible_partnerships())
        UNION SELECT app_organisation()
        UNION SELECT m.organisation_id FROM parties_membership m
              WHERE m.person_id = app_person() AND m.ended_at IS NULL
        UNION SELECT g.organisation_id FROM parties_auditorgrant g
              WHERE g.partnership_id = ANY (writable_partnerships())
    ) o WHERE o.id IS NOT NULL
$$;

-- People whose names may be read: colleagues, the other side's people, auditors invited here, oneself, SYS.
CREATE OR REPLACE FUNCTION visible_people() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT m.person_id), '{}')
        || app_person() || '00000000-0000-7000-8000-000000000001'::uuid
    FROM parties_membership m WHERE m.organisation_id = ANY (visible_organisations())
$$;
