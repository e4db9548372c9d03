-- Packs that wait to be compared with their baseline. Nothing is locked here: who compares takes the partnership first,
-- as everybody does who numbers an event, and looks again.
CREATE OR REPLACE FUNCTION claim_packs_to_compare(most integer, until timestamptz)
RETURNS TABLE (partnership_id uuid, id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.partnership_id, c.pack_id FROM change_control_comparison c
    WHERE app_is_system() AND c.compared_at IS NULL AND c.asked_at <= (SELECT least(until, kernel_now()))
    ORDER BY c.asked_at LIMIT most
$$;
