-- Shares of documents whose next expiry warning is due: 90, 60, 30 days before and on the day, each once.
CREATE OR REPLACE FUNCTION claim_expiring_shares(most integer, until timestamptz)
RETURNS TABLE (partnership_id uuid, id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT s.partnership_id, s.id
    FROM performance_passportshare s JOIN performance_passportdocument d ON d.id = s.document_id
    CROSS JOIN LATERAL (
        SELECT d.valid_until - (least(until, kernel_now()) AT TIME ZONE 'UTC')::date AS days
    ) left_over
    WHERE app_is_system() AND s.ended_at IS NULL AND d.ended_at IS NULL AND left_over.days <= 90
      AND CASE WHEN left_over.days <= 0 THEN 0 WHEN left_over.days <= 30 THEN 30
               WHEN left_over.days <= 60 THEN 60 ELSE 90 END < coalesce(s.warned_days, 1000)
    ORDER BY d.valid_until, s.id LIMIT most
    FOR NO KEY UPDATE OF s SKIP LOCKED
$$;

-- Documents that nobody is shown, whose owner's next warning is due.
CREATE OR REPLACE FUNCTION claim_expiring_documents(most integer, until timestamptz)
RETURNS TABLE (organisation_id uuid, id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT d.organisation_id, d.id
    FROM performance_passportdocument d
    CROSS JOIN LATERAL (
        SELECT d.valid_until - (least(until, kernel_now()) AT TIME ZONE 'UTC')::date AS days
    ) left_over
    WHERE app_is_system() AND d.ended_at IS NULL AND left_over.days <= 90
      AND NOT EXISTS (
          SELECT 1 FROM performance_passportshare s WHERE s.document_id = d.id AND s.ended_at IS NULL)
      AND CASE WHEN left_over.days <= 0 THEN 0 WHEN left_over.days <= 30 THEN 30
               WHEN left_over.days <= 60 THEN 60 ELSE 90 END < coalesce(d.warned_days, 1000)
    ORDER BY d.valid_until, d.id LIMIT most
    FOR NO KEY UPDATE OF d SKIP LOCKED
$$;
