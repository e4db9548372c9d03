-- Files whose text nobody has tried to read yet, oldest first; what waited for a month is given up.
CREATE OR REPLACE FUNCTION find_unread_files(kinds text[], most integer)
RETURNS TABLE (partnership_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT f.partnership_id, f.id FROM evidence_evidencefile f
    WHERE app_is_system() AND f.uploaded_at > kernel_now() - interval '30 days' AND f.media_type = ANY (kinds)
      AND NOT EXISTS (SELECT FROM evidence_textreading r WHERE r.file_id = f.id)
    ORDER BY f.uploaded_at, f.id LIMIT most
$$;
