-- What narrow grants show: the lots that they name or reach, and what belongs to these lots (ADR 0018). Each function
-- is a set of ids of one kind of record; `kernel/rls/narrowing.py` says which table is compared with which set.
-- They look past the policies, so each begins from the asker's own running grants and goes through lots alone.

-- Lots: all limits of a grant hold together. A period means when a lot was made, else begun; a planned one has no day.
CREATE OR REPLACE FUNCTION granted_lots() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT l.id), '{}')
    FROM app_grants(true) g JOIN lots_lot l ON l.partnership_id = g.partnership_id
    WHERE (g.lot_ids = '{}' OR l.id = ANY (g.lot_ids)) AND (g.product_ids = '{}' OR l.product_id = ANY (g.product_ids))
      AND (g.made_from IS NULL OR coalesce(l.made_on, (l.started_at AT TIME ZONE 'UTC')::date) >= g.made_from)
      AND (g.made_until IS NULL OR coalesce(l.made_on, (l.started_at AT TIME ZONE 'UTC')::date) <= g.made_until)
$$;

-- Products that are named by a grant: of these also what is not about one lot (changes).
CREATE OR REPLACE FUNCTION granted_named_products() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT p.id), '{}') FROM app_grants(true) g
    JOIN masters_product p ON p.partnership_id = g.partnership_id AND p.id = ANY (g.product_ids)
    WHERE g.lot_ids = '{}'
$$;

-- What the lots were made by: their products and the very versions that held for them.
CREATE OR REPLACE FUNCTION granted_masters() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT m.id) FILTER (WHERE m.id IS NOT NULL), '{}') || granted_named_products()
    FROM lots_lot l CROSS JOIN LATERAL unnest(ARRAY[
        l.product_id, l.master_record_id, l.specification_id, l.label_version_id, l.sampling_plan_id]) m (id)
    WHERE l.id = ANY ((SELECT granted_lots())::uuid[])
$$;

CREATE OR REPLACE FUNCTION granted_agreement_versions() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT l.agreement_version_id) FILTER (WHERE l.agreement_version_id IS NOT NULL), '{}')
    FROM lots_lot l WHERE l.id = ANY ((SELECT granted_lots())::uuid[])
$$;

CREATE OR REPLACE FUNCTION granted_agreements() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT v.agreement_id), '{}')
    FROM agreements_agreementversion v WHERE v.id = ANY ((SELECT granted_agreement_versions())::uuid[])
$$;

CREATE OR REPLACE FUNCTION granted_packs() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(p.id), '{}') FROM evidence_pack p WHERE p.lot_id = ANY ((SELECT granted_lots())::uuid[])
$$;

CREATE OR REPLACE FUNCTION granted_verdicts() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(v.id), '{}') FROM evidence_ruleverdict v
    WHERE v.pack_id = ANY ((SELECT granted_packs())::uuid[])
$$;

-- An event belongs to a lot that it names as hit; what it says of other lots stands in words, their rows stay hidden.
CREATE OR REPLACE FUNCTION granted_events() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT h.event_id), '{}') FROM quality_events_eventlot h
    WHERE h.lot_id = ANY ((SELECT granted_lots())::uuid[])
$$;

CREATE OR REPLACE FUNCTION granted_complaints() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT c.complaint_id), '{}') FROM quality_events_complaintlot c
    WHERE c.lot_id = ANY ((SELECT granted_lots())::uuid[])
$$;

CREATE OR REPLACE FUNCTION granted_capas() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT c.capa_id), '{}') FROM quality_events_capaevent c
    WHERE c.event_id = ANY ((SELECT granted_events())::uuid[])
$$;

CREATE OR REPLACE FUNCTION granted_component_lots() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT c.component_lot_id), '{}') FROM lots_consumption c
    WHERE c.lot_id = ANY ((SELECT granted_lots())::uuid[])
$$;

CREATE OR REPLACE FUNCTION granted_consignees() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT s.consignee_id), '{}') FROM traceability_shipment s
    WHERE s.lot_id = ANY ((SELECT granted_lots())::uuid[])
$$;

-- Files: documents and sources of the packs, with what a certificate has attached; proofs of events, complaints and
-- corrective actions; what was handed over in answer to the asker's own requests.
CREATE OR REPLACE FUNCTION granted_files() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH own AS MATERIALIZED (
        SELECT d.file_id AS id FROM evidence_packdocument d WHERE d.pack_id = ANY ((SELECT granted_packs())::uuid[])
        UNION SELECT p.source_id FROM evidence_pack p WHERE p.id = ANY ((SELECT granted_packs())::uuid[])
        UNION SELECT r.file_id FROM evidence_draftresult r WHERE r.lot_id = ANY ((SELECT granted_lots())::uuid[])
        UNION SELECT d.file_id FROM quality_events_eventdocument d
              WHERE d.event_id = ANY ((SELECT granted_events())::uuid[])
        UNION SELECT c.label_id FROM quality_events_complaint c
              WHERE c.id = ANY ((SELECT granted_complaints())::uuid[])
        UNION SELECT unnest(ARRAY[a.document_id, a.label_id]) FROM quality_events_adversereport a
              WHERE a.complaint_id = ANY ((SELECT granted_complaints())::uuid[])
        UNION SELECT a.evidence_id FROM quality_events_capaaction a
              WHERE a.capa_id = ANY ((SELECT granted_capas())::uuid[])
        UNION SELECT r.certificate_id FROM quality_events_returnedproduct r
              WHERE r.lot_id = ANY ((SELECT granted_lots())::uuid[])
        UNION SELECT q.file_id FROM workspace_auditrequest q
              WHERE q.asked_by_id = (SELECT app_person()) AND q.partnership_id = ANY ((SELECT visible_in_part())::uuid[]))
    SELECT coalesce(array_agg(DISTINCT f.id) FILTER (WHERE f.id IS NOT NULL), '{}') FROM (
        SELECT id FROM own
        UNION ALL SELECT a.file_id FROM evidence_fileattachment a WHERE a.certificate_id IN (SELECT id FROM own)) f
$$;

-- Every record that a signature, a clock, a refused attempt or a found document may be about.
CREATE OR REPLACE FUNCTION granted_records() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH lots AS MATERIALIZED (SELECT granted_lots() AS ids), events AS MATERIALIZED (SELECT granted_events() AS ids),
         packs AS MATERIALIZED (SELECT granted_packs() AS ids)
    SELECT (SELECT ids FROM lots) || (SELECT ids FROM packs) || (SELECT ids FROM events)
        || granted_masters() || granted_agreement_versions() || granted_complaints() || granted_capas()
        || ARRAY(SELECT h.id FROM lots_hold h WHERE h.lot_id = ANY ((SELECT ids FROM lots)::uuid[]))
        || ARRAY(SELECT v.id FROM release_verification v WHERE v.lot_id = ANY ((SELECT ids FROM lots)::uuid[]))
        || ARRAY(SELECT d.id FROM release_disposition d WHERE d.lot_id = ANY ((SELECT ids FROM lots)::uuid[]))
        || ARRAY(SELECT w.id FROM evidence_rulewaiver w WHERE w.lot_id = ANY ((SELECT ids FROM lots)::uuid[]))
        || ARRAY(SELECT r.id FROM quality_events_returnedproduct r
                 WHERE r.lot_id = ANY ((SELECT ids FROM lots)::uuid[]))
        || ARRAY(SELECT q.id FROM evidence_verdictquestion q WHERE q.pack_id = ANY ((SELECT ids FROM packs)::uuid[]))
        || ARRAY(SELECT c.id FROM quality_events_classchange c WHERE c.event_id = ANY ((SELECT ids FROM events)::uuid[]))
        || ARRAY(SELECT i.id FROM quality_events_informant i WHERE i.event_id = ANY ((SELECT ids FROM events)::uuid[]))
        || ARRAY(SELECT o.id FROM quality_events_oostrack o WHERE o.event_id = ANY ((SELECT ids FROM events)::uuid[]))
        || ARRAY(SELECT o.id FROM quality_events_oottrack o WHERE o.event_id = ANY ((SELECT ids FROM events)::uuid[]))
$$;

-- What the search may find: of each kind the keys that `workspace_searchdocument.object_id` holds.
CREATE OR REPLACE FUNCTION granted_found() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH records AS MATERIALIZED (SELECT granted_records() AS ids)
    SELECT (SELECT ids FROM records) || granted_files() || granted_agreements() || granted_component_lots()
        || granted_consignees()
        || ARRAY(SELECT s.id FROM records_signature s WHERE s.subject_id = ANY ((SELECT ids FROM records)::uuid[])
                 AND s.partnership_id = ANY ((SELECT visible_in_part())::uuid[]))
        || ARRAY(SELECT s.id FROM traceability_shipment s WHERE s.lot_id = ANY ((SELECT granted_lots())::uuid[]))
        || ARRAY(SELECT c.id FROM change_control_changerequest c
                 WHERE c.product_id = ANY ((SELECT granted_named_products())::uuid[]))
$$;
