"""What the API takes and answers about lots."""

from typing import Any

from rest_framework import serializers

from kernel.scope import Actor
from lots.models import Hold, Lot
from lots.states import LOT, Authority, LotState
from lots.wording import reasons


class PartyOfLot(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class ProductOfLot(serializers.Serializer):
    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()


class LotRow(serializers.Serializer):
    """A lot as the list shows it; quantities as text in `unit`, so that no figure is lost."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    product = ProductOfLot()
    sponsor = PartyOfLot()
    cmo = PartyOfLot()
    state = serializers.ChoiceField(LotState.choices)
    unit = serializers.CharField()
    quantity_planned = serializers.DecimalField(max_digits=14, decimal_places=3)
    quantity_good = serializers.DecimalField(max_digits=14, decimal_places=3, allow_null=True)
    made_on = serializers.DateField(allow_null=True)
    packed_on = serializers.DateField(allow_null=True)
    expires_on = serializers.DateField(allow_null=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)


class AvailableAction(serializers.Serializer):
    """A transition that this person may make now; one that needs a signature is made on the page."""

    verb = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the field’s name on the wire
    needs_reason = serializers.BooleanField(source="reason_needed")
    needs_signature = serializers.BooleanField()


class GateReason(serializers.Serializer):
    code = serializers.CharField()
    is_met = serializers.BooleanField()
    sentence = serializers.CharField()
    clause = serializers.CharField(allow_blank=True)
    needs = serializers.CharField(allow_blank=True)


class SettledGate(serializers.Serializer):
    """The verdict as it was settled at the last change; a shipment is decided by this row under lock."""

    is_open = serializers.BooleanField()
    open_quantity = serializers.DecimalField(max_digits=14, decimal_places=3)
    valid_until = serializers.DateTimeField(allow_null=True)
    settled_at = serializers.DateTimeField(allow_null=True)
    reasons = GateReason(many=True)


class LotShape(LotRow):
    available_actions = AvailableAction(many=True)
    gate = SettledGate()


class HoldShape(serializers.Serializer):
    id = serializers.UUIDField()
    organisation = PartyOfLot()
    authority = serializers.ListField(child=serializers.CharField(), help_text="The roles that may lift it.")
    review_on = serializers.DateField()
    event_number = serializers.CharField(allow_blank=True, help_text="The event that the platform placed it for.")
    reason = serializers.CharField()
    placed_at = serializers.DateTimeField()
    placed_by = serializers.CharField(source="placed_by.name")
    lifted_at = serializers.DateTimeField(allow_null=True)
    lift_reason = serializers.CharField(allow_blank=True)


class LotQuery(serializers.Serializer):
    """The filters of the list."""

    state = serializers.ChoiceField(LotState.choices, required=False)
    number = serializers.CharField(required=False, max_length=40, help_text="How the number begins.")
    product = serializers.UUIDField(required=False)


class Planned(serializers.Serializer):
    product = serializers.UUIDField()
    number = serializers.CharField(max_length=40, trim_whitespace=False)
    quantity = serializers.DecimalField(max_digits=14, decimal_places=3)
    site = serializers.UUIDField()
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class Reason(serializers.Serializer):
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class Held(Reason):
    """A hold is looked at again on a day of its own: in 30 days where none is given."""

    authority = serializers.ChoiceField(Authority.choices, default=Authority.QUALITY)
    review_on = serializers.DateField(required=False, allow_null=True, default=None)


class Kept(Reason):
    review_on = serializers.DateField()


class Completed(Reason):
    quantity_good = serializers.DecimalField(max_digits=14, decimal_places=3)
    made_on = serializers.DateField()
    packed_on = serializers.DateField()
    expires_on = serializers.DateField()


def lot_answer(lot: Lot, by: Actor) -> dict[str, Any]:
    """One lot with what may be done and why it may not ship."""
    return LotShape(_Detailed(lot, by)).data


class _Detailed:
    """A lot together with what depends on the reader."""

    def __init__(self, lot: Lot, by: Actor) -> None:
        self._lot = lot
        self.available_actions = LOT.available(lot, by)
        gate = lot.gate
        self.gate = {
            "is_open": gate.ok and gate.settled,
            "open_quantity": gate.open_qty,
            "valid_until": gate.valid_until,
            "settled_at": gate.settled_at,
            "reasons": reasons(lot),
        }

    def __getattr__(self, name: str) -> Any:
        return getattr(self._lot, name)


def hold_answer(hold: Hold) -> dict[str, Any]:
    return HoldShape(hold).data
