-- Whoever stands before a pallet may ask whether its permit is live: what the sheet prints and its state, no more.
-- The token is the proof: 144 random bits out of the code on the sheet.
CREATE OR REPLACE FUNCTION find_ship_permit(wanted text)
RETURNS TABLE (lot_number text, quantity numeric, unit text, state text, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT l.number::text, p.quantity, p.unit::text,
        CASE WHEN p.state = 'live' AND p.expires_at <= (SELECT kernel_now()) THEN 'expired' ELSE p.state::text END,
        CASE WHEN p.state = 'live' AND p.expires_at <= (SELECT kernel_now()) THEN p.expires_at
             ELSE coalesce(p.spent_at, p.revoked_at, p.issued_at) END
    FROM release_shippermit p JOIN lots_lot l ON l.id = p.lot_id
    WHERE p.token = wanted
$$;
