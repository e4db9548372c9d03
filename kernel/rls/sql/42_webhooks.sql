-- The next messages to programs: only SYS may claim; locked until the transaction ends (ADR 0003).
CREATE OR REPLACE FUNCTION claim_deliveries(most integer, until timestamptz)
RETURNS TABLE (organisation_id uuid, id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT d.organisation_id, d.id FROM clocks_delivery d
    WHERE app_is_system() AND d.delivered_at IS NULL AND d.dead_at IS NULL
      AND d.next_try_at <= (SELECT least(until, kernel_now()))
    ORDER BY d.next_try_at, d.id LIMIT most
    FOR NO KEY UPDATE SKIP LOCKED
$$;
