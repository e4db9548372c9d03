-- Every file that a record names by its SHA-256, for the check of the store: only for SYS.
CREATE OR REPLACE FUNCTION find_stored_files()
RETURNS TABLE (relation text, record text, sha256 text, sealed_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT f.* FROM (
        SELECT 'evidence_evidencefile'::text, e.id::text, e.sha256::text, NULL::timestamptz FROM evidence_evidencefile e
        UNION ALL
        SELECT 'evidence_comparedpage', c.id::text, p.sha256, NULL FROM evidence_comparedpage c
        CROSS JOIN LATERAL (VALUES (c.left_sha256::text), (c.right_sha256), (c.marked_sha256)) p (sha256)
        WHERE p.sha256 <> ''
        UNION ALL
        SELECT 'performance_passportdocument', p.id::text, p.sha256::text, NULL FROM performance_passportdocument p
        UNION ALL
        SELECT 'records_sealedreport', r.id::text, r.sha256::text, r.sealed_at FROM records_sealedreport r
        WHERE r.state = 'sealed') f
    WHERE (SELECT app_is_system())
$$;
