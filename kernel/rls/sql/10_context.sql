-- Who asks: app.context is "person/organisation/partnership", set by the database back-end right after BEGIN.
-- In PL/pgSQL, as the sets of 20_visible.sql: every table of every statement asks these, and in an SQL function each
-- call of another one starts the executor anew (a third slower, measured).

CREATE OR REPLACE FUNCTION kernel_now() RETURNS timestamptz
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT clock_timestamp() + shift FROM kernel_clock
$$;

CREATE OR REPLACE FUNCTION app_person() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$ BEGIN
    RETURN nullif(nullif(split_part(current_setting('app.context', true), '/', 1), ''), 'anonymous')::uuid;
END $$;

CREATE OR REPLACE FUNCTION app_is_anonymous() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$ BEGIN
    RETURN coalesce(split_part(current_setting('app.context', true), '/', 1) = 'anonymous', false);
END $$;

CREATE OR REPLACE FUNCTION app_is_system() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE who uuid := app_person();
BEGIN
    RETURN coalesce(who = '00000000-0000-7000-8000-000000000001', false);
END $$;

-- The acting organisation, only if the person really is a member of it today.
CREATE OR REPLACE FUNCTION app_organisation() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    asked uuid := nullif(split_part(current_setting('app.context', true), '/', 2), '')::uuid;
    who uuid := app_person();
BEGIN
    IF asked IS NULL OR app_is_system() THEN RETURN asked; END IF;
    RETURN (SELECT asked WHERE EXISTS (
        SELECT 1 FROM parties_membership m JOIN parties_person p ON p.id = m.person_id
        WHERE m.person_id = who AND m.organisation_id = asked AND m.ended_at IS NULL AND p.is_active));
END $$;
