-- Lots by number and products by code of one of the asker's own partnerships: what a narrow grant is limited to.
CREATE OR REPLACE FUNCTION find_lots_and_products(pair uuid, numbers text[], codes text[])
RETURNS TABLE (kind text, id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT 'lot', l.id, l.number::text FROM lots_lot l
    WHERE l.partnership_id = pair AND upper(l.number) = ANY (numbers)
      AND pair = ANY ((SELECT writable_partnerships())::uuid[])
    UNION ALL
    SELECT 'product', p.id, p.code::text FROM masters_product p
    WHERE p.partnership_id = pair AND upper(p.code) = ANY (codes)
      AND pair = ANY ((SELECT writable_partnerships())::uuid[])
$$;
