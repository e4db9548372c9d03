-- Figures over all partnerships for /readyz: numbers only, and only for SYS.

CREATE OR REPLACE FUNCTION count_due_steps() RETURNS TABLE (waiting bigint, oldest_seconds double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT count(*), coalesce(extract(epoch FROM (SELECT kernel_now()) - min(s.at)), 0)::double precision
    FROM clocks_clockstep s
    WHERE app_is_system() AND s.fired_at IS NULL AND s.at <= (SELECT kernel_now())
$$;

CREATE OR REPLACE FUNCTION count_outbox()
RETURNS TABLE (unsent bigint, oldest_seconds double precision, dead bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT waiting.unsent, waiting.oldest, (SELECT count(*) FROM clocks_outboxmessage d
        WHERE app_is_system() AND d.dead_at IS NOT NULL)
    FROM (SELECT count(*) AS unsent,
                 coalesce(extract(epoch FROM (SELECT kernel_now()) - min(o.created_at)), 0)::double precision AS oldest
          FROM clocks_outboxmessage o
          WHERE app_is_system() AND o.sent_at IS NULL AND o.dead_at IS NULL) waiting
$$;
