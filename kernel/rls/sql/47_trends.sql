-- Living packs with a result out of trend that no event answers yet. Nothing is locked here: who reports takes the
-- partnership first, as everybody does who numbers an event, and looks again.
CREATE OR REPLACE FUNCTION claim_packs_out_of_trend(most integer, until timestamptz)
RETURNS TABLE (partnership_id uuid, id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT p.partnership_id, p.id FROM evidence_ruleverdict v JOIN evidence_pack p ON p.id = v.pack_id
    WHERE app_is_system() AND v.rule = 'R318' AND v.outcome = 'needs_event'
      AND p.state NOT IN ('superseded', 'withdrawn') AND p.submitted_at <= (SELECT least(until, kernel_now()))
      AND NOT EXISTS (SELECT FROM evidence_verdictanswer a WHERE a.verdict_id = v.id)
    LIMIT most
$$;
