"""What is agreed is fixed in the database too: no statement changes what signatures are bound to (21 CFR 11.70)."""

from typing import Any

import pgtrigger

from kernel.triggers import OwnerTrigger


class FixedOnceAgreed(OwnerTrigger):
    """The period of an agreed version stands still; of a signed one, everything does."""

    when = pgtrigger.Before
    operation = pgtrigger.Update

    def __init__(self, *, name: str = "fixed_once_agreed") -> None:
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        return """
            IF OLD.state = 'signed' AND NEW IS DISTINCT FROM OLD
               OR OLD.state <> 'draft' AND (NEW.agreement_id, NEW.version, NEW.effective_from, NEW.effective_until)
                  IS DISTINCT FROM (OLD.agreement_id, OLD.version, OLD.effective_from, OLD.effective_until) THEN
                RAISE EXCEPTION 'an agreed version of an agreement is not changed' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """


class OnlyInADraft(OwnerTrigger):
    """A clause enters, changes or leaves only while its version is a draft."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *, name: str = "only_in_a_draft") -> None:
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        return """
            IF EXISTS (SELECT 1 FROM agreements_agreementversion v
                       WHERE v.id IN (NEW.version_id, OLD.version_id) AND v.state <> 'draft') THEN
                RAISE EXCEPTION 'a clause of an agreed version is not changed' USING ERRCODE = 'check_violation';
            END IF;
            RETURN coalesce(NEW, OLD);
        """
