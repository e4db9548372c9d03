-- Files whose text nobody has tried to read yet, oldest first; what waited for a month is given up.
CREATE OR REPLACE FUNCTION find_unread_files(kinds text[], most integer)
RETURNS TABLE (partnership_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT f.partnership_id, f.id FROM evidence_evidencefile f
    WHERE app_is_system() AND f.uploaded_at > kernel_now() - interval '30 days' AND f.media_type = ANY (kinds)
      AND NOT EXISTS (SELECT FROM evidence_textreading r WHERE r.file_id = f.id)
    ORDER BY f.uploaded_at, f.id LIMIT most
$$;

-- Files that no scanner has decided about, oldest first: tried once an hour, at most 48 times, for a month.
CREATE OR REPLACE FUNCTION find_unscanned_files(largest bigint, most integer)
RETURNS TABLE (partnership_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT f.partnership_id, f.id FROM evidence_evidencefile f
    WHERE app_is_system() AND f.uploaded_at > kernel_now() - interval '30 days' AND f.size <= largest
      AND NOT EXISTS (SELECT FROM evidence_filescan s WHERE s.file_id = f.id
                      AND (s.verdict <> 'not_scanned' OR s.at > kernel_now() - interval '1 hour'))
      AND (SELECT count(*) FROM evidence_filescan s WHERE s.file_id = f.id) < 48
    ORDER BY f.uploaded_at, f.id LIMIT most
$$;
