-- Who asks: app.context is "person/organisation/partnership", set by the database back-end right after BEGIN.

CREATE OR REPLACE FUNCTION kernel_now() RETURNS timestamptz
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT clock_timestamp() + shift FROM kernel_clock
$$;

CREATE OR REPLACE FUNCTION app_person() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT nullif(nullif(split_part(current_setting('app.context', true), '/', 1), ''), 'anonymous')::uuid
$$;

CREATE OR REPLACE FUNCTION app_is_anonymous() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(split_part(current_setting('app.context', true), '/', 1) = 'anonymous', false)
$$;

CREATE OR REPLACE FUNCTION app_is_system() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(app_person() = '00000000-0000-7000-8000-000000000001', false)
$$;

-- The acting organisation, only if the person really is a member of it today.
CREATE OR REPLACE FUNCTION app_organisation() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT asked.organisation
    FROM (SELECT nullif(split_part(current_setting('app.context', true), '/', 2), '')::uuid AS organisation) asked
    WHERE app_is_system() OR EXISTS (
        SELECT 1 FROM parties_membership m JOIN parties_person p ON p.id = m.person_id
        WHERE m.person_id = (SELECT app_person()) AND m.organisation_id = asked.organisation
          AND m.ended_at IS NULL AND p.is_active)
$$;
