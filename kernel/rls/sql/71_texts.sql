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

-- Artworks to be compared that no worker has ended, oldest first; what waited for a day is given up.
CREATE OR REPLACE FUNCTION find_unended_comparisons(most integer)
RETURNS TABLE (partnership_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.partnership_id, c.id FROM evidence_artworkcomparison c
    WHERE app_is_system() AND c.asked_at > kernel_now() - interval '1 day'
      AND c.asked_at < kernel_now() - interval '10 seconds'
      AND NOT EXISTS (SELECT FROM evidence_comparisonend e WHERE e.comparison_id = c.id)
    ORDER BY c.asked_at, c.id LIMIT most
$$;
