"""Permits stay within what the gate holds: the triggers that count and that keep the signed words (ADR 0016)."""

from typing import Any

import pgtrigger

from kernel.triggers import OwnerTrigger

CHANGES = ("state", "spent_at", "revoked_at", "revoked_reason")
"""Of a permit; all else was signed."""


class ReserveInTheGate(OwnerTrigger):
    """BEFORE INSERT on permits: under the gate row's lock the live ones never promise more than it holds."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert
    declare = [("held", "numeric"), ("promised", "numeric")]

    def __init__(self) -> None:
        super().__init__(name="reserve_in_the_gate")

    def get_func(self, model: Any) -> str:
        return """
            SELECT g.open_qty INTO held FROM lots_lotgate g
            WHERE g.lot_id = NEW.lot_id AND g.partnership_id = NEW.partnership_id AND g.ok AND g.settled
              AND (g.valid_until IS NULL OR g.valid_until > kernel_now())
            FOR NO KEY UPDATE;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'the gate of lot % is shut', NEW.lot_id
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'gate_shut';
            END IF;
            SELECT coalesce(sum(p.quantity), 0) INTO promised FROM release_shippermit p
            WHERE p.lot_id = NEW.lot_id AND p.state = 'live' AND p.expires_at > kernel_now();
            IF promised + NEW.quantity > held THEN
                RAISE EXCEPTION 'the gate of lot % holds %, of which % are promised', NEW.lot_id, held, promised
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'gate_promised';
            END IF;
            RETURN NEW;
        """


class WordsStay(OwnerTrigger):
    """BEFORE UPDATE on permits: it may be spent or revoked, and never says anything else."""

    when = pgtrigger.Before
    operation = pgtrigger.Update

    def __init__(self) -> None:
        super().__init__(name="words_stay")

    def get_func(self, model: Any) -> str:
        without = " ".join(f"- '{name}'" for name in CHANGES)
        return f"""
            IF to_jsonb(NEW) {without} <> to_jsonb(OLD) {without} OR OLD.state <> 'live' THEN
                RAISE EXCEPTION 'permit % is signed: it is spent or revoked once, never changed', OLD.id
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """
