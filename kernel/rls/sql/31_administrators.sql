-- The people to be told at once when an account is locked (21 CFR 11.300(d)).
CREATE OR REPLACE FUNCTION find_administrators(subject uuid) RETURNS TABLE (person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT a.person_id
    FROM parties_membership m JOIN parties_membership a ON a.organisation_id = m.organisation_id
    JOIN parties_person p ON p.id = a.person_id
    WHERE m.person_id = subject AND m.ended_at IS NULL AND a.ended_at IS NULL AND 'ADM' = ANY (a.roles) AND p.is_active
      AND (app_is_anonymous() OR app_is_system() OR app_person() = subject)
$$;

-- How many companies bear a name, so that a second one is refused in words instead of by a constraint.
CREATE OR REPLACE FUNCTION count_companies(wanted text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT count(*) FROM parties_organisation o WHERE lower(o.name) = lower(wanted)
$$;
