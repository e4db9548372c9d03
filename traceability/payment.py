"""Shipping pays: the trigger takes the quantity from the gate row, spends the permit, or raises (ADR 0004, 0016).

Measured: locking the gate FOR SHARE let two shippers over-ship 599 of 600 lots; paying let through none.
"""

from typing import Any

import pgtrigger

from kernel.triggers import OwnerTrigger


class PayTheGate(OwnerTrigger):
    """BEFORE INSERT on shipments: an UPDATE pays, under the gate row's lock and the database's clock; one spends.

    The verdict as it was paid is written into the shipment by the trigger itself, so that its history alone proves it.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert
    declare = [("paid", "lots_lotgate%ROWTYPE")]

    def __init__(self) -> None:
        super().__init__(name="pay_the_gate")

    def get_func(self, model: Any) -> str:
        return """
            UPDATE lots_lotgate SET open_qty = open_qty - NEW.quantity
            WHERE lot_id = NEW.lot_id AND partnership_id = NEW.partnership_id
              AND ok AND settled AND open_qty >= NEW.quantity
              AND (valid_until IS NULL OR valid_until > kernel_now())
            RETURNING * INTO paid;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'the gate of lot % is shut or holds less than %', NEW.lot_id, NEW.quantity
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'gate_shut';
            END IF;
            UPDATE release_shippermit SET state = 'spent', spent_at = NEW.shipped_at
            WHERE id = NEW.permit_id AND partnership_id = NEW.partnership_id AND lot_id = NEW.lot_id
              AND consignee_id = NEW.consignee_id AND quantity = NEW.quantity AND state = 'live'
              AND expires_at > kernel_now();
            IF NOT FOUND THEN
                RAISE EXCEPTION 'no live permit for % of lot %', NEW.quantity, NEW.lot_id
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'permit_not_live';
            END IF;
            NEW.gate := jsonb_build_object(
                'ok', paid.ok, 'settled', paid.settled, 'revision', paid.version, 'valid_until', paid.valid_until,
                'settled_at', paid.settled_at, 'open_before', (paid.open_qty + NEW.quantity)::text,
                'open_after', paid.open_qty::text, 'route', paid.route, 'reasons', paid.reasons,
                'reasons_hash', encode(sha256(convert_to(paid.reasons::text, 'UTF8')), 'hex'),
                'paid_at', kernel_now());
            RETURN NEW;
        """
