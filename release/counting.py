"""Decisions about a lot's quantity never exceed what there is: the trigger that counts (21 CFR 111.127(h), R602)."""

from typing import Any

import pgtrigger

from kernel.triggers import OwnerTrigger


class NeverMoreThanMade(OwnerTrigger):
    """BEFORE INSERT on dispositions: under the gate row's lock, a stage decides about no more than reached it."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert
    declare = [("most", "numeric"), ("decided", "numeric")]

    def __init__(self) -> None:
        super().__init__(name="never_more_than_made")

    def get_func(self, model: Any) -> str:
        return """
            IF NEW.part = 0 AND NEW.decision <> 'release' THEN
                RETURN NEW;  -- the whole lot
            END IF;
            PERFORM 1 FROM lots_lotgate g WHERE g.lot_id = NEW.lot_id FOR NO KEY UPDATE;
            IF NEW.stage = 'sponsor' THEN
                SELECT coalesce(sum(d.quantity), 0) INTO most FROM release_disposition d
                WHERE d.lot_id = NEW.lot_id AND d.stage = 'packaged_lot' AND d.decision = 'release'
                  AND d.revoked_at IS NULL;
            ELSE
                SELECT coalesce(l.quantity_good, 0) INTO most FROM lots_lot l WHERE l.id = NEW.lot_id;
            END IF;
            SELECT coalesce(sum(d.quantity), 0) INTO decided FROM release_disposition d
            WHERE d.lot_id = NEW.lot_id AND d.stage = NEW.stage AND d.revoked_at IS NULL;
            IF decided + NEW.quantity > most THEN
                RAISE EXCEPTION 'lot %: % decided and % more, of %', NEW.lot_id, decided, NEW.quantity, most
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'more_than_made';
            END IF;
            RETURN NEW;
        """
