-- Reports: which to make again after a crash, and whether a file is one that was sealed here.

-- Queued ones that no worker has begun, begun ones whose worker fell silent, failed ones with tries left.
CREATE OR REPLACE FUNCTION claim_reports(most integer, waiting interval, silent interval)
RETURNS TABLE (partnership_id uuid, id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.partnership_id, r.id FROM records_sealedreport r
    WHERE app_is_system() AND r.attempts < 3
      AND (r.state IN ('queued', 'failed') AND coalesce(r.tried_at, r.requested_at) < kernel_now() - waiting
           OR r.state = 'rendering' AND r.tried_at < kernel_now() - silent)
    ORDER BY r.requested_at, r.id LIMIT most FOR NO KEY UPDATE SKIP LOCKED
$$;

-- Anybody who holds a file, or a page with its number, may ask whether it was sealed here: kind, moment and hash of the
-- file, never whose it is. The number is the kind's prefix, as `workspace/outside/report_kinds.py` gives it (a test
-- compares the two), and the last twelve figures of the key: LD-….
CREATE OR REPLACE FUNCTION find_sealed_report(wanted text) RETURNS TABLE (kind text, sealed_at timestamptz, sha256 text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.kind::text, r.sealed_at, r.sha256::text FROM records_sealedreport r
    WHERE r.state = 'sealed' AND CASE
        WHEN wanted ~ '^[0-9a-f]{64}$' THEN r.sha256 = wanted
        WHEN wanted ~ '^[a-z]{2}-[0-9a-f]{12}$' THEN
            CASE
                WHEN r.kind LIKE '%\_trail' THEN 'at'
                WHEN r.kind = 'lot_dossier' THEN 'ld'
                WHEN r.kind = 'quality_event' THEN 'qe'
                WHEN r.kind = 'change_request' THEN 'cr'
                WHEN r.kind = 'agreement_version' THEN 'av'
                WHEN r.kind = 'scorecard' THEN 'sc'
                WHEN r.kind = 'recall_scope' THEN 'rs'
                WHEN r.kind = 'recall' THEN 'rl'
                WHEN r.kind = 'evidence_pack' THEN 'ep'
                WHEN r.kind = 'disposition' THEN 'ds'
                WHEN r.kind = 'ship_permit' THEN 'sp'
                WHEN r.kind = 'capa' THEN 'ca'
                WHEN r.kind = 'complaint' THEN 'cm'
                WHEN r.kind = 'returned_product' THEN 'rp'
                WHEN r.kind = 'product' THEN 'pr'
            END || '-' || right(replace(r.id::text, '-', ''), 12) = wanted
        ELSE false END
    LIMIT 1
$$;
