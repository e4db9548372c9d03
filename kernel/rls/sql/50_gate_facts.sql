-- What the release gate rests on, one JSON a lot, read past the actor's own scope so that every role settles
-- the same verdict (ADR 0004). Only lots of partnerships that the asker sees are answered.
-- Planned once a session: making a plan of it takes 6 to 20 ms, carrying it out 1 or 2.

CREATE OR REPLACE FUNCTION facts_of_lots(lots uuid[]) RETURNS TABLE (lot_id uuid, facts jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
    SELECT l.id, jsonb_build_object(
        'number', l.number, 'state', l.state, 'unit', l.unit, 'quantity_good', l.quantity_good::text,
        'expires_on', l.expires_on, 'sponsor_id', l.sponsor_id, 'cmo_id', l.cmo_id,
        'risk_tier', (SELECT p.risk_tier FROM masters_product p WHERE p.id = l.product_id),
        'agreement', (
            SELECT jsonb_build_object('id', v.id, 'number', a.number, 'version', v.version, 'state', v.state,
                'clauses', (SELECT jsonb_agg(jsonb_build_object('number', c.number, 'kind', c.kind,
                                'parameters', c.parameters) ORDER BY c.number)
                            FROM agreements_clause c WHERE c.version_id = v.id))
            FROM agreements_agreementversion v JOIN agreements_agreement a ON a.id = v.agreement_id
            WHERE v.id = l.agreement_version_id),
        'qualification', (
            SELECT jsonb_build_object('id', q.id, 'status', q.status, 'valid_until', q.valid_until)
            FROM parties_qualification q
            WHERE q.partnership_id = l.partnership_id AND q.valid_from <= (SELECT kernel_now()::date)
              AND q.valid_until > (SELECT kernel_now()::date)
            ORDER BY q.valid_from DESC, q.id DESC LIMIT 1),
        'pack', (
            SELECT jsonb_build_object('id', k.id, 'version', k.version, 'state', k.state,
                'blocking', (SELECT count(*) FROM evidence_ruleverdict r WHERE r.pack_id = k.id
                    AND r.severity IN ('X', 'B') AND (r.outcome = 'fail' OR (r.outcome = 'needs_event'
                        AND NOT EXISTS (SELECT 1 FROM evidence_verdictanswer w WHERE w.verdict_id = r.id)))
                    AND NOT (r.severity = 'B' AND EXISTS (SELECT 1 FROM evidence_rulewaiver x
                        WHERE x.partnership_id = l.partnership_id AND x.rule = r.rule AND x.state = 'standing'
                          AND (x.lot_id = l.id OR x.product_id = l.product_id)
                          AND x.valid_until >= (SELECT kernel_now()::date)))
                    AND NOT (r.rule = 'R128' AND coalesce('clean' = (SELECT s.verdict FROM evidence_filescan s
                        JOIN evidence_evidencefile f ON f.id = s.file_id
                        WHERE s.partnership_id = l.partnership_id AND f.partnership_id = l.partnership_id
                          AND f.sha256 = r.inputs->>'sha256' AND s.verdict <> 'not_scanned'
                        ORDER BY s.at DESC, s.id DESC LIMIT 1), false))),
                'waived_until', (SELECT min(last.until) FROM (
                    SELECT max(x.valid_until) AS until FROM evidence_ruleverdict r JOIN evidence_rulewaiver x
                        ON x.partnership_id = l.partnership_id AND x.rule = r.rule AND x.state = 'standing'
                          AND (x.lot_id = l.id OR x.product_id = l.product_id)
                          AND x.valid_until >= (SELECT kernel_now()::date)
                    WHERE r.pack_id = k.id AND r.severity = 'B' AND r.outcome IN ('fail', 'needs_event')
                    GROUP BY r.rule) last),
                'plan_drawn', (SELECT count(DISTINCT r.rule) = 2 AND bool_and(r.outcome = 'pass')
                    FROM evidence_ruleverdict r WHERE r.pack_id = k.id AND r.rule IN ('R301', 'R302')),
                'exceptions', (SELECT count(*) FROM evidence_ruleverdict r WHERE r.pack_id = k.id
                    AND r.severity = 'W' AND r.outcome IN ('fail', 'needs_event')),
                'undecided', (SELECT count(*) FROM evidence_ruleverdict r WHERE r.pack_id = k.id
                    AND r.severity = 'W' AND r.outcome IN ('fail', 'needs_event')
                    AND NOT EXISTS (SELECT 1 FROM evidence_exceptiondecision d
                                    WHERE d.verdict_id = r.id AND d.choice = 'accepted')))
            FROM evidence_pack k WHERE k.lot_id = l.id AND k.state NOT IN ('superseded', 'withdrawn')
            ORDER BY k.version DESC LIMIT 1),
        'events', coalesce((
            SELECT jsonb_agg(jsonb_build_object('id', e.id, 'number', e.number, 'classification', e.classification,
                'state', e.state, 'missed', e.missed, 'disposition', e.disposition,
                'needs_sponsor', e.needs_sponsor, 'clause', e.clause) ORDER BY e.number)
            FROM quality_events_eventlot h JOIN quality_events_qualityevent e ON e.id = h.event_id
            WHERE h.lot_id = l.id AND h.standing = 'included' AND e.state <> 'cancelled'), '[]'),
        'holds', coalesce((
            SELECT jsonb_agg(jsonb_build_object('id', h.id, 'organisation_id', h.organisation_id) ORDER BY h.placed_at)
            FROM lots_hold h WHERE h.lot_id = l.id AND h.lifted_at IS NULL), '[]'),
        'dispositions', coalesce((
            SELECT jsonb_agg(jsonb_build_object('id', d.id, 'stage', d.stage, 'decision', d.decision,
                'quantity', d.quantity::text, 'pack_id', d.pack_id, 'decided_by', d.decided_by_id,
                'part', d.part,
                'decided_for', (SELECT s.delegator_id FROM records_signature s WHERE s.id = d.signature_id)
                ) ORDER BY d.decided_at)
            FROM release_disposition d WHERE d.lot_id = l.id AND d.revoked_at IS NULL), '[]'),
        'shipped', coalesce((SELECT sum(s.quantity) FROM traceability_shipment s WHERE s.lot_id = l.id), 0)::text,
        'lots_since_change', (
            SELECT count(*) FROM lots_lot o
            WHERE changed.last_on IS NOT NULL  -- nobody asks how many without a change; all lots would be counted
              AND o.partnership_id = l.partnership_id AND o.product_id = l.product_id
              AND o.started_at < l.started_at AND o.started_at >= changed.last_on),
        'changed_on', changed.last_on,
        'market', (SELECT p.market FROM masters_product p WHERE p.id = l.product_id),
        'allergens', (SELECT b.allergens FROM masters_labelversion b WHERE b.id = l.label_version_id),
        'open_capas', coalesce((
            SELECT jsonb_agg(a.number ORDER BY a.number) FROM quality_events_capa a
            WHERE a.partnership_id = l.partnership_id
              AND a.state NOT IN ('effective', 'not_effective', 'not_demonstrable', 'cancelled')
              AND (EXISTS (SELECT 1 FROM masters_product o JOIN masters_product p ON p."group" = o."group"
                           WHERE o.id = a.product_id AND p.id = l.product_id)
                OR EXISTS (SELECT 1 FROM quality_events_capaevent w
                           JOIN quality_events_eventlot h ON h.event_id = w.event_id AND h.standing = 'included'
                           JOIN lots_lot m ON m.id = h.lot_id JOIN masters_product o ON o.id = m.product_id
                           JOIN masters_product p ON p."group" = o."group"
                           WHERE w.capa_id = a.id AND p.id = l.product_id)
                OR (a.product_id IS NULL  -- about no product: then about all of them
                    AND NOT EXISTS (SELECT 1 FROM quality_events_capaevent w WHERE w.capa_id = a.id)))), '[]'),
        'hand_offs', CASE WHEN EXISTS (  -- counted only where some version of the partnership asks for the share
                SELECT 1 FROM agreements_clause c WHERE c.partnership_id = l.partnership_id
                  AND c.kind = 'release_pattern' AND c.parameters->'conditions' ? 'minimum_on_time_percent')
            THEN (SELECT jsonb_build_array(count(*) FILTER (WHERE f.ended_at <= f.due_at), count(*))
                  FROM (SELECT DISTINCT ON (c.subject_id) c.due_at, c.ended_at FROM clocks_clock c
                        WHERE c.partnership_id = l.partnership_id AND c.rule = 'evidence.hand_off'
                          AND c.state <> 'cancelled' AND c.started_at >= kernel_now() - interval '365 days'
                        ORDER BY c.subject_id, c.started_at) f
                  WHERE f.ended_at IS NOT NULL OR f.due_at < kernel_now())
            ELSE '[0, 0]' END,
        'turned', coalesce((
            SELECT jsonb_agg(jsonb_build_object('id', o.id, 'cause', o.cause, 'classification', o.classification,
                'because', o.because) ORDER BY o.from_at, o.id)
            FROM release_patternoverride o
            WHERE o.partnership_id = l.partnership_id
              AND CASE WHEN packaged.id IS NULL
                  THEN o.lifted_at IS NULL
                    AND o.product_group = (SELECT p."group" FROM masters_product p WHERE p.id = l.product_id)
                  ELSE o.id = packaged.turned_by_id END), '[]')
    )
    FROM lots_lot l CROSS JOIN LATERAL (
        SELECT max(g.effective_on) AS last_on FROM change_control_changerequest g
        WHERE g.product_id = l.product_id AND g.state IN ('effective', 'post_review', 'closed')
        AND g.effective_on <= l.started_at::date) changed
    LEFT JOIN release_disposition packaged
        ON packaged.lot_id = l.id AND packaged.stage = 'packaged_lot' AND packaged.part = 0
        AND packaged.revoked_at IS NULL
    WHERE l.id = ANY (lots) AND (l.partnership_id = ANY ((SELECT visible_partnerships())::uuid[])
        OR CASE WHEN (SELECT app_is_narrowed()) THEN l.id = ANY ((SELECT granted_lots())::uuid[]) ELSE false END)
$$;

-- Gates whose verdict time may have changed: the sweep touches and resettles them.
CREATE OR REPLACE FUNCTION claim_stale_gates(most integer) RETURNS TABLE (partnership_id uuid, lot_id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT g.partnership_id, g.lot_id FROM lots_lotgate g
    WHERE g.ok AND g.valid_until <= kernel_now() AND app_is_system()
    ORDER BY g.lot_id LIMIT most FOR NO KEY UPDATE SKIP LOCKED
$$;

-- Settled gates in the order of their lots, page by page: each night all are compared with the facts.
CREATE OR REPLACE FUNCTION find_settled_gates(after uuid, most integer) RETURNS TABLE (partnership_id uuid, lot_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT g.partnership_id, g.lot_id FROM lots_lotgate g
    WHERE g.settled AND g.lot_id > after AND (SELECT app_is_system())
    ORDER BY g.lot_id LIMIT most
$$;
