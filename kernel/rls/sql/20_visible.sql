-- The sets that the policies compare with. Read-only grants are in visible_, not in writable_.
-- Every question stands in a sub-select: bare in a condition it would be asked once a row.

CREATE OR REPLACE FUNCTION writable_partnerships() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    organisation uuid;
    alone uuid;
BEGIN
    IF app_is_system() THEN
        alone := nullif(split_part(current_setting('app.context', true), '/', 3), '')::uuid;
        RETURN ARRAY(SELECT p.id FROM parties_partnership p WHERE p.id = alone);
    END IF;
    organisation := app_organisation();
    IF organisation IS NULL THEN RETURN '{}'; END IF;
    RETURN ARRAY(SELECT p.id FROM parties_partnership p WHERE p.sponsor_id = organisation OR p.cmo_id = organisation);
END $$;

-- The asker's grants that run at this moment; a narrow one names lots, products or a period (ADR 0018). NULL: both.
CREATE OR REPLACE FUNCTION app_grants(narrow boolean) RETURNS SETOF parties_auditorgrant
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    who uuid := app_person();
    organisation uuid := app_organisation();
    at timestamptz := kernel_now();
BEGIN
    IF organisation IS NULL THEN RETURN; END IF;
    RETURN QUERY SELECT g.* FROM parties_auditorgrant g
    WHERE g.person_id = who AND g.organisation_id = organisation
      AND g.revoked_at IS NULL AND g.starts_at <= at AND g.ends_at > at
      AND (narrow IS NULL OR narrow = (
        g.lot_ids <> '{}' OR g.product_ids <> '{}' OR g.made_from IS NOT NULL OR g.made_until IS NOT NULL));
END $$;

-- Partnerships that are seen whole: the own ones, and those of a grant without limits. Nothing else may be asked for
-- by a function that does not know of narrow grants.
CREATE OR REPLACE FUNCTION visible_partnerships() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$ BEGIN
    RETURN writable_partnerships() || ARRAY(SELECT g.partnership_id FROM app_grants(false) g);
END $$;

-- Partnerships of which a narrow grant shows a part, and nothing more.
CREATE OR REPLACE FUNCTION visible_in_part() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$ BEGIN
    RETURN ARRAY(SELECT DISTINCT g.partnership_id FROM app_grants(true) g);
END $$;

-- Whether any grant of the asker is narrow: only then is a row asked whether it stands inside.
CREATE OR REPLACE FUNCTION app_is_narrowed() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$ BEGIN
    RETURN EXISTS (SELECT 1 FROM app_grants(true));
END $$;

-- Partnerships of which the asker sees at least something.
CREATE OR REPLACE FUNCTION visible_at_all() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$ BEGIN
    RETURN writable_partnerships() || ARRAY(SELECT DISTINCT g.partnership_id FROM app_grants(NULL) g);
END $$;

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
