-- Epochs of transaction numbers, and whether the cluster that we are in is theirs: what the sealer's window goes by.
CREATE OR REPLACE FUNCTION facts_of_epochs()
RETURNS TABLE (number integer, cluster text, started_at text, is_here boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT e.number, e.cluster, e.started_at::text, e.cluster = here.system_identifier::text
    FROM kernel_epoch e CROSS JOIN pg_control_system() here
    WHERE (SELECT app_is_system()) ORDER BY e.number
$$;
