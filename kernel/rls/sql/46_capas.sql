-- Corrective actions whose effectiveness is watched and was not computed for a day.
CREATE OR REPLACE FUNCTION claim_watched_capas(most integer, until timestamptz)
RETURNS TABLE (partnership_id uuid, id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.partnership_id, c.id FROM quality_events_capa c
    WHERE app_is_system() AND c.state = 'effectiveness_pending'
      AND (c.computed_at IS NULL OR c.computed_at <= (SELECT least(until, kernel_now())) - interval '1 day')
    ORDER BY c.computed_at NULLS FIRST, c.id LIMIT most
    FOR NO KEY UPDATE SKIP LOCKED
$$;
