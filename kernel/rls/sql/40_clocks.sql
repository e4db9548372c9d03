-- The sweeps' batches: only SYS may claim, a claimed row stays locked until the batch's transaction ends.
-- `until` is the caller's kernel_now(): nothing is ever claimed before its moment, whatever the caller says.

-- A step and its clock are locked together, so that meeting or cancelling the clock waits for the batch or is seen by it.
CREATE OR REPLACE FUNCTION claim_clock_steps(most integer, until timestamptz)
RETURNS TABLE (partnership_id uuid, id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT s.partnership_id, s.id
    FROM clocks_clockstep s JOIN clocks_clock c ON c.id = s.clock_id
    WHERE app_is_system() AND s.fired_at IS NULL
      AND s.at <= (SELECT least(until, kernel_now()))
      AND (s.retry_at IS NULL OR s.retry_at <= until)
    ORDER BY s.at, s.id LIMIT most
    FOR NO KEY UPDATE OF s, c SKIP LOCKED
$$;

CREATE OR REPLACE FUNCTION claim_outbox(most integer, until timestamptz)
RETURNS TABLE (partnership_id uuid, id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT o.partnership_id, o.id FROM clocks_outboxmessage o
    WHERE app_is_system() AND o.sent_at IS NULL AND o.dead_at IS NULL
      AND o.next_try_at <= (SELECT least(until, kernel_now()))
    ORDER BY o.next_try_at, o.id LIMIT most
    FOR NO KEY UPDATE SKIP LOCKED
$$;
