"""How a version comes into being, held by the database too (ADR 0029)."""

from typing import Any

import pgtrigger

from kernel.triggers import OwnerTrigger


class OnlyBySignature(OwnerTrigger):
    """The next version rests on the approval of a change request that covers its content; a correction, on its own.

    The first version of a product has no predecessor: it enters by a signed draft (`approve_baseline`).
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert

    def __init__(self, kind: str, *, name: str = "only_by_signature") -> None:
        self.kind = kind
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        table = model._meta.db_table
        return f"""
            IF NEW.corrects_id IS NULL AND NOT EXISTS (
                SELECT 1 FROM {table} v WHERE v.product_id = NEW.product_id) THEN
                RETURN NEW;
            END IF;
            IF NOT EXISTS (
                SELECT 1 FROM records_signature s
                WHERE s.id = NEW.signature_id AND s.partnership_id = NEW.partnership_id AND s.meaning = 'approved'
                  AND CASE WHEN NEW.corrects_id IS NOT NULL
                      THEN s.subject_kind = 'master_version' AND s.subject_id = NEW.corrects_id
                      ELSE s.subject_kind = 'change_request'
                        AND s.content::jsonb -> 'version' ->> 'kind' = '{self.kind}'
                        AND s.content::jsonb -> 'version' ->> 'product' = NEW.product_id::text
                        AND s.content::jsonb -> 'version' ->> 'sha256' = NEW.content_sha256 END) THEN
                RAISE EXCEPTION 'the next version of % is made by the approval of a change request', TG_TABLE_NAME
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """  # noqa: S608 - our own names


class SaysTheSame(OwnerTrigger):
    """What a version says never changes: only its end, in the world or in what is known, is written later."""

    when = pgtrigger.Before
    operation = pgtrigger.Update

    def __init__(self, *, name: str = "says_the_same") -> None:
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        return """
            IF to_jsonb(NEW) - '{valid_until,recorded_until}'::text[]
                <> to_jsonb(OLD) - '{valid_until,recorded_until}'::text[] THEN
                RAISE EXCEPTION '%: what a version says is not changed', TG_TABLE_NAME
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """


class WithItsVersion(OwnerTrigger):
    """A line is written with its version, in one transaction, and stays as it is."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def __init__(self, parent: str, *, name: str = "with_its_version") -> None:
        self.parent = parent
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        field = model._meta.get_field(self.parent)
        history = f"masters_historical{field.related_model._meta.model_name}"
        return f"""
            IF TG_OP <> 'INSERT' OR NOT EXISTS (
                SELECT 1 FROM {history} h WHERE h.id = NEW.{field.column} AND h.history_type = '+'
                  AND h.txid = pg_current_xact_id()) THEN
                RAISE EXCEPTION '%: a line is written with its version and never changed', TG_TABLE_NAME
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """  # noqa: S608 - our own names
