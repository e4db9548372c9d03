"""Every trigger of ours compiles through one template (ADR 0002).

pgtrigger's own functions obey the session setting `pgtrigger.ignore`, which the application's role may set,
and run with the caller's rights. Ours ignore no setting and run as the owner with a fixed search path.
"""

from typing import Any

import pgtrigger
from pgtrigger import compiler

from kernel.states import StateTable


class OwnerTriggerSql(compiler.UpsertTriggerSql):
    """The installation template: SECURITY DEFINER, fixed search path, UTC, no way to ignore it."""

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}() RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC';

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class OwnerTrigger(pgtrigger.Trigger):
    """A pgtrigger trigger that installs through `OwnerTriggerSql`.

    `model` is the model's class; pgtrigger's own annotation calls it an instance, hence Any.
    """

    def compile(self, model: Any) -> compiler.Trigger:
        plain = super().compile(model)
        return compiler.Trigger(name=plain.name, sql=OwnerTriggerSql(**plain.sql.kwargs))


class LawfulStates(OwnerTrigger):
    """No statement, from wherever, can invent a state or a step that the table does not know."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.UpdateOf("state")  # type: ignore[no-untyped-call]

    def __init__(self, table: StateTable, *, name: str = "lawful_states") -> None:
        self.table = table
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        pairs = ", ".join(f"('{a}', '{b}')" for a, b in sorted(self.table.pairs()))
        return f"""
            IF TG_OP = 'INSERT' AND NEW.state <> '{self.table.initial}' THEN
                RAISE EXCEPTION '% starts as {self.table.initial}, not %', TG_TABLE_NAME, NEW.state
                    USING ERRCODE = 'check_violation';
            ELSIF TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN ({pairs}) THEN
                RAISE EXCEPTION '%: no way from % to %', TG_TABLE_NAME, OLD.state, NEW.state
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """


class Unchangeable(OwnerTrigger):
    """A row that is written once: signatures, verdicts, evidence (21 CFR 11.70, 111.605)."""

    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *, name: str = "unchangeable") -> None:
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        return """
            RAISE EXCEPTION '% is written once and never changed or deleted', TG_TABLE_NAME
                USING ERRCODE = 'check_violation';
        """


class Stamped(OwnerTrigger):
    """The transaction's number and the server's clock, by the database itself: what the sealer goes by (ADR 0014)."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert

    def __init__(self, *, name: str = "stamped") -> None:
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        return """
            NEW.txid := pg_current_xact_id();
            NEW.recorded_at := clock_timestamp();
            RETURN NEW;
        """
