"""What an event answers binds it in the database too: a missed specification is never declared away (trap T1)."""

from typing import Any

import pgtrigger

from evidence.pack.specified import IDENTIFIED, SPECIFIED
from kernel.triggers import OwnerTrigger


class NeverLessMissed(OwnerTrigger):
    """An event that answers a missed specification says so, unless its result was invalidated with proof."""

    when = pgtrigger.Before
    operation = pgtrigger.Update

    def __init__(self, *, name: str = "never_less_missed") -> None:
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        return f"""
            IF NEW.missed <> 'identity' AND NEW.state <> 'cancelled' AND EXISTS (
                SELECT 1 FROM evidence_verdictanswer a
                JOIN evidence_ruleverdict v ON v.id = a.verdict_id
                JOIN evidence_pack p ON p.id = v.pack_id
                JOIN lots_lot l ON l.id = p.lot_id
                WHERE a.event_id = NEW.id AND v.rule ~ '{SPECIFIED}'
                  AND (NEW.missed = 'none' OR v.rule ~ '{IDENTIFIED}' OR EXISTS (
                      SELECT 1 FROM masters_specificationtest t WHERE t.specification_id = l.specification_id
                      AND t.code = v.inputs ->> 'test' AND t.category = 'identity'))
                  AND NOT EXISTS (
                      SELECT 1 FROM quality_events_oostrack o WHERE o.event_id = NEW.id
                      AND o.state = 'invalidated' AND o.test = v.inputs ->> 'test')
            ) THEN
                RAISE EXCEPTION 'event % answers a missed specification', NEW.number
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'event_never_less_missed';
            END IF;
            RETURN NEW;
        """  # noqa: S608 - two constants of ours
