-- The door: lockout by e-mail address (known or not, so that nothing is given away), keys, auditors.

-- People who are or were members of the acting organisation: their log-in records may be read there.
CREATE OR REPLACE FUNCTION visible_colleagues() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT m.person_id), '{}')
    FROM parties_membership m WHERE m.organisation_id = (SELECT app_organisation())
$$;

-- Failed attempts since the later of `since` and the last success, lock or unlock; when the standing lock began.
CREATE OR REPLACE FUNCTION facts_of_account(mail text, since timestamptz)
RETURNS TABLE (failures bigint, locked_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT (SELECT count(*) FROM parties_loginrecord f
            WHERE f.email = mail AND f.kind = 'failed' AND f.at >= since AND f.at > turn.at),
           CASE WHEN turn.kind = 'locked' THEN turn.at END
    FROM (SELECT '-infinity'::timestamptz AS at, '' AS kind UNION ALL
          SELECT r.at, r.kind FROM parties_loginrecord r
          WHERE r.email = mail AND r.kind IN ('login', 'locked', 'unlocked')
          ORDER BY at DESC LIMIT 1) turn
$$;

-- Whose key this is, only while key, membership and person are live. Nobody reads the hashes themselves.
CREATE OR REPLACE FUNCTION find_key(wanted_prefix text, wanted_hash text)
RETURNS TABLE (membership_id uuid, person_id uuid, organisation_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.id, m.person_id, m.organisation_id
    FROM parties_apikey k JOIN parties_membership m ON m.id = k.membership_id
    JOIN parties_person p ON p.id = m.person_id
    WHERE k.prefix = wanted_prefix AND k.key_hash = wanted_hash AND k.revoked_at IS NULL
      AND k.expires_at > kernel_now() AND m.ended_at IS NULL AND p.is_active
$$;

-- An auditor who may be granted a look, by e-mail address; only for somebody who acts for an organisation.
CREATE OR REPLACE FUNCTION find_auditor(mail text) RETURNS TABLE (person_id uuid, organisation_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.person_id, m.organisation_id
    FROM parties_membership m JOIN parties_person p ON p.id = m.person_id
    WHERE p.email = lower(mail) AND p.is_active AND m.ended_at IS NULL AND 'AUD' = ANY (m.roles)
      AND app_organisation() IS NOT NULL
    ORDER BY m.id LIMIT 1
$$;
