-- Signed versions whose next expiry warning is due: 90, 60, 30 days before the end and on the day, each once. A version
-- that another signed one follows without a day between is not told of.
CREATE OR REPLACE FUNCTION claim_expiring_versions(most integer, until timestamptz)
RETURNS TABLE (partnership_id uuid, id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT v.partnership_id, v.id
    FROM agreements_agreementversion v
    CROSS JOIN LATERAL (
        SELECT v.effective_until - (least(until, kernel_now()) AT TIME ZONE 'UTC')::date AS days
    ) left_over
    WHERE app_is_system() AND v.state = 'signed' AND left_over.days <= 90
      AND NOT EXISTS (
          SELECT 1 FROM agreements_agreementversion f
          WHERE f.agreement_id = v.agreement_id AND f.state = 'signed'
            AND f.effective_from > v.effective_from AND f.effective_from <= v.effective_until)
      AND NOT EXISTS (
          SELECT 1 FROM agreements_expirywarning w
          WHERE w.version_id = v.id
            AND w.days <= CASE WHEN left_over.days <= 0 THEN 0 WHEN left_over.days <= 30 THEN 30
                               WHEN left_over.days <= 60 THEN 60 ELSE 90 END)
    ORDER BY v.effective_until, v.id LIMIT most
    FOR NO KEY UPDATE OF v SKIP LOCKED
$$;
