-- The search. Text operators are not leak-proof, so under a policy they would use no index (ADR 0003): these two look
-- past the policies, repeat the access question themselves, and give back keys that the policies are asked about again.

-- `asked`: number (capitals; "" for none), spellings[], phrases[], codes[], last, without[]; facets kind, holder,
-- product, state, since, until. how: 1 the very number, 2 begins so, 3 words, 4 a number spelled much like it,
-- 9 (key 0): time was up, older ones were not looked at. At most `most` a way, kind and year; newest first.
CREATE OR REPLACE FUNCTION find_documents(asked jsonb, most integer) RETURNS TABLE (id bigint, how smallint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = 'force_generic_plan' SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
    seen uuid[] := ARRAY(SELECT h FROM unnest(visible_partnerships() || app_organisation()) h
        WHERE h IS NOT NULL AND h = coalesce((asked->>'holder')::uuid, h));
    one_kind text := asked->>'kind';
    one_product uuid := asked->>'product';
    one_state text := asked->>'state';
    since timestamptz := coalesce((asked->>'since')::timestamptz, '-infinity');
    until timestamptz := coalesce((asked->>'until')::timestamptz, 'infinity');
    is_dated boolean := asked ? 'since' OR asked ? 'until';
    number text := upper(coalesce(asked->>'number', ''));
    wanted tsquery := ''::tsquery;
    whole tsquery;
    narrow tsquery;
    stem tsquery;
    part text;
    parts integer := 0;
    holders uuid[];
    shelves integer[];
    reach integer;
    begun timestamptz := clock_timestamp();
    on_shelves integer[] := '{}';
    place integer;
    hits bigint[];
    goes_on boolean;
    is_common boolean := false;
    is_cut boolean := false;
    given integer := 0;
    many integer;
BEGIN
    IF number <> '' THEN
        RETURN QUERY SELECT k.id, k.how FROM unnest(seen) h CROSS JOIN LATERAL (
            SELECT d.id, (CASE WHEN d.key = number THEN 1 ELSE 2 END)::smallint AS how
            FROM workspace_searchdocument d
            WHERE d.holder_id = h AND d.key <> '' AND d.key >= number AND d.key < number || U&'\+10FFFF'
              AND (one_kind IS NULL OR d.kind = one_kind) AND (one_product IS NULL OR d.product_id = one_product)
              AND (one_state IS NULL OR d.state = one_state) AND CASE WHEN is_dated THEN d.at >= since AND d.at < until ELSE true END
            ORDER BY d.key LIMIT most) k ORDER BY k.how LIMIT most * 3;
    END IF;
    IF number <> '' AND app_is_narrowed() THEN
        RETURN QUERY SELECT d.id, (CASE WHEN d.key = number THEN 1 ELSE 2 END)::smallint
            FROM workspace_searchdocument d
            WHERE d.object_id = ANY ((SELECT granted_found())::uuid[])
              AND d.holder_id = ANY ((SELECT visible_in_part())::uuid[])
              AND d.holder_id = coalesce((asked->>'holder')::uuid, d.holder_id)
              AND d.key >= number AND d.key < number || U&'\+10FFFF'
              AND (one_kind IS NULL OR d.kind = one_kind) AND (one_product IS NULL OR d.product_id = one_product)
              AND (one_state IS NULL OR d.state = one_state) AND d.at >= since AND d.at < until
            ORDER BY d.key LIMIT most;
    END IF;
    IF jsonb_array_length(asked->'spellings') > 0 THEN
        RETURN QUERY SELECT d.id, 4::smallint FROM workspace_searchdocument d
            WHERE d.key <> '' AND d.key = ANY (ARRAY(SELECT jsonb_array_elements_text(asked->'spellings')))
              AND array_position(seen, d.holder_id) IS NOT NULL  -- no key of an index: hundreds of numbers times all holders
              AND (one_kind IS NULL OR d.kind = one_kind) AND (one_product IS NULL OR d.product_id = one_product)
              AND (one_state IS NULL OR d.state = one_state) AND d.at >= since AND d.at < until
            LIMIT most;
    END IF;

    -- `wanted` with beginnings, `whole` without: the index reads every page of every word that begins so.
    FOR part IN SELECT jsonb_array_elements_text(asked->'phrases') LOOP
        wanted := wanted && phraseto_tsquery('english', part);
        parts := parts + 1;
    END LOOP;
    whole := wanted;
    FOR part IN SELECT jsonb_array_elements_text(asked->'codes') LOOP
        wanted := wanted && (quote_literal(part) || CASE WHEN length(part) > 2 THEN ':*' ELSE '' END)::tsquery;
        whole := whole && quote_literal(part)::tsquery;
        parts := parts + 1;
    END LOOP;
    stem := plainto_tsquery('english', coalesce(asked->>'last', ''));
    IF numnode(stem) > 0 THEN  -- a stop word has no stem
        wanted := wanted && (stem || (quote_literal(asked->>'last') || ':*')::tsquery);
        whole := whole && stem;
        parts := parts + 1;
    END IF;
    -- A narrow grant shows few things: they are asked one by one, by their own keys.
    IF app_is_narrowed() THEN
        RETURN QUERY SELECT d.id, 3::smallint FROM workspace_searchdocument d
            WHERE d.object_id = ANY ((SELECT granted_found())::uuid[])
              AND d.holder_id = ANY ((SELECT visible_in_part())::uuid[])
              AND d.holder_id = coalesce((asked->>'holder')::uuid, d.holder_id)
              AND numnode(wanted) > 0 AND d.tsv @@ wanted
              AND (one_kind IS NULL OR d.kind = one_kind) AND (one_product IS NULL OR d.product_id = one_product)
              AND (one_state IS NULL OR d.state = one_state) AND d.at >= since AND d.at < until
            ORDER BY d.at DESC LIMIT most;
    END IF;
    IF numnode(wanted) = 0 THEN RETURN; END IF;
    FOR part IN SELECT jsonb_array_elements_text(asked->'without') LOOP
        wanted := wanted && !! phraseto_tsquery('english', part);
        whole := whole && !! phraseto_tsquery('english', part);
    END LOOP;

    -- Which shelves there are, by hopping from one to the next in the index; small ones, then the newest year, first.
    SELECT array_agg(s.h ORDER BY s.shelf % 100 > 0, s.shelf % 100 DESC, s.shelf),
           array_agg(s.shelf ORDER BY s.shelf % 100 > 0, s.shelf % 100 DESC, s.shelf)
    INTO holders, shelves
    FROM (SELECT h, t.shelf FROM unnest(seen) h CROSS JOIN LATERAL (
        WITH RECURSIVE hop AS (
            (SELECT d.shelf FROM workspace_searchdocument d WHERE d.holder_id = h ORDER BY d.shelf LIMIT 1)
            UNION ALL
            SELECT (SELECT d.shelf FROM workspace_searchdocument d WHERE d.holder_id = h AND d.shelf > hop.shelf
                    ORDER BY d.shelf LIMIT 1)
            FROM hop WHERE hop.shelf IS NOT NULL)
        SELECT hop.shelf FROM hop WHERE hop.shelf IS NOT NULL) t) s
    WHERE (asked->'shelves') IS NULL OR (asked->'shelves') @> to_jsonb(s.shelf / 100);
    IF holders IS NULL THEN RETURN; END IF;

    -- The index of words is on holder and shelf as one text, so that the planner cannot take the other index for it; and
    -- days narrow by CASE, for the same reason: it knows none of the values and would guess wrongly.
    -- A common word is met among a shelf's newest; only where few were, and the shelf goes on, the index of words is
    -- asked, shelf by shelf, until time is up. So neither a common nor a rare word ever reads a whole table.
    reach := greatest(3000 / cardinality(holders), 60);
    FOR place IN 1 .. cardinality(holders) LOOP
        WITH newest AS MATERIALIZED (
            SELECT w.id, w.tsv, w.product_id, w.state FROM workspace_searchdocument w
            WHERE w.holder_id = holders[place] AND w.shelf = shelves[place] AND w.at >= since AND w.at < until
            ORDER BY w.at DESC LIMIT reach),
        met AS MATERIALIZED (
            SELECT n.id FROM newest n
            WHERE n.tsv @@ wanted AND (one_product IS NULL OR n.product_id = one_product)
              AND (one_state IS NULL OR n.state = one_state)
            LIMIT most)
        SELECT ARRAY(SELECT m.id FROM met m),
               CASE WHEN (SELECT count(*) FROM met) < 10 THEN (SELECT count(*) FROM newest) = reach ELSE false END
        INTO hits, goes_on;
        RETURN QUERY SELECT i, 3::smallint FROM unnest(hits) i;
        given := given + cardinality(hits);
        is_common := is_common OR cardinality(hits) >= 10;
        IF goes_on THEN on_shelves := on_shelves || place; END IF;
        IF place % 8 = 0 AND place < cardinality(holders)
            AND (given >= most * 6 OR clock_timestamp() > begun + interval '120 milliseconds') THEN
            is_cut := true;
            EXIT;
        END IF;
    END LOOP;

    -- A beginning is asked of the index alone, and only where it was common nowhere.
    narrow := CASE WHEN parts = 1 AND NOT is_common THEN wanted ELSE whole END;
    FOREACH place IN ARRAY on_shelves LOOP
        IF given >= most * 6 OR clock_timestamp() > begun + interval '120 milliseconds' THEN
            is_cut := true;
            EXIT;
        END IF;
        RETURN QUERY
            SELECT g.id, 3::smallint FROM workspace_searchdocument g
            WHERE g.holder_id::text || '/' || g.shelf::text = holders[place]::text || '/' || shelves[place]::text
              AND g.tsv @@ narrow AND CASE WHEN is_dated THEN g.at >= since AND g.at < until ELSE true END
              AND (one_product IS NULL OR g.product_id = one_product) AND (one_state IS NULL OR g.state = one_state)
            LIMIT most;
        GET DIAGNOSTICS many = ROW_COUNT;
        given := given + many;
    END LOOP;
    IF is_cut THEN RETURN QUERY SELECT 0::bigint, 9::smallint; END IF;
END
$$;

-- The nearest word that stands in a title which the asker may read, for each word that found nothing.
CREATE OR REPLACE FUNCTION find_spellings(typed text[]) RETURNS TABLE (word text, meant text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.word, (
        SELECT w.word FROM workspace_searchword w
        WHERE w.word % t.word AND similarity(w.word, t.word) >= 0.4
          AND w.holder_id = ANY (((SELECT visible_partnerships()) || (SELECT app_organisation()))::uuid[])
        ORDER BY similarity(w.word, t.word) DESC, w.word LIMIT 1)
    FROM unnest(typed) t (word)
    WHERE numnode(plainto_tsquery('english', t.word)) > 0
$$;
