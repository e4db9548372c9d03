"""Shapes of change requests over the API."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from change_control.drift import TITLES
from change_control.impact import AREAS, BANDS, HIGHEST
from change_control.states import ChangePath, ChangeState, ChangeTrigger, ChangeWay, LotWay
from lots.api.shapes import AvailableAction
from masters.models import MasterKind


@extend_schema_field({"type": ["object", "null"]})
class VersionContent(serializers.JSONField):
    """Of its kind, as `masters/content.py` reads it."""


class ProductOfChange(serializers.Serializer):
    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()


class ChangeRow(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.CharField()
    partnership = serializers.UUIDField(source="partnership_id")
    product = ProductOfChange()
    title = serializers.CharField()
    trigger = serializers.ChoiceField(ChangeTrigger.choices)
    state = serializers.ChoiceField(ChangeState.choices)
    effective_on = serializers.DateField()
    proposed_at = serializers.DateTimeField()
    proposed_by = serializers.CharField(source="proposed_by.name")


class Line(serializers.Serializer):
    """A line of the impact list; factors from 1 to 5, the score is their product."""

    position = serializers.IntegerField()
    area = serializers.ChoiceField([(name, area.title) for name, area in AREAS.items()])
    facts = serializers.CharField(allow_blank=True)
    signer_roles = serializers.ListField(child=serializers.CharField())
    answer = serializers.CharField(allow_blank=True)
    severity = serializers.IntegerField(allow_null=True)
    probability = serializers.IntegerField(allow_null=True)
    detectability = serializers.IntegerField(allow_null=True)
    score = serializers.IntegerField(allow_null=True)
    band = serializers.ChoiceField([(band.name, band.title) for band in BANDS], source="band.name", default=None)
    signed_off_by = serializers.CharField(source="signed_off_by.name", default=None)
    signed_off_at = serializers.DateTimeField(allow_null=True)


class RunningLot(serializers.Serializer):
    """A lot that runs under the version that the change replaces, and what becomes of it."""

    lot = serializers.UUIDField(source="id")
    number = serializers.CharField()
    decision = serializers.ChoiceField(LotWay.choices, allow_null=True)
    reason = serializers.CharField(allow_blank=True)


class ChangeShape(ChangeRow):
    description = serializers.CharField()
    justification = serializers.CharField()
    impact = serializers.CharField()
    clause = serializers.CharField(allow_blank=True)
    path = serializers.ChoiceField(ChangePath.choices)
    way = serializers.ChoiceField(ChangeWay.choices, allow_blank=True)
    because = serializers.CharField(allow_blank=True, help_text="Why it goes this way, by the clause.")
    qualification_lots = serializers.IntegerField()
    conditions = serializers.CharField(allow_blank=True)
    event = serializers.UUIDField(source="event_id", allow_null=True)
    asked_on = serializers.DateField(allow_null=True)
    review_due_on = serializers.DateField(allow_null=True)
    kind = serializers.ChoiceField(MasterKind.choices, allow_blank=True)
    content = VersionContent(allow_null=True, help_text="What the version says that its approval makes.")
    based_on = serializers.UUIDField(allow_null=True)
    made_version = serializers.UUIDField(allow_null=True)
    run_out = serializers.CharField(allow_blank=True)
    run_out_lots = serializers.IntegerField(allow_null=True)
    first_lot = serializers.UUIDField(source="first_lot_id", allow_null=True)
    lines = Line(many=True)
    running_lots = RunningLot(many=True)
    available_actions = AvailableAction(many=True)


class Proposed(serializers.Serializer):
    """What a change request says."""

    product = serializers.UUIDField()
    title = serializers.CharField(max_length=200)
    trigger = serializers.ChoiceField(ChangeTrigger.choices)
    description = serializers.CharField(max_length=20_000)
    justification = serializers.CharField(max_length=20_000)
    impact = serializers.CharField(max_length=20_000)
    effective_on = serializers.DateField()
    also = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, max_length=50,
        help_text="Products of other sponsors that the same change touches: a request each, linked for the CMO.",
    )  # fmt: skip
    kind = serializers.ChoiceField(MasterKind.choices, required=False, allow_blank=True, default="")
    content = VersionContent(
        required=False, allow_null=True, default=None, help_text="The whole content of the new version, of its kind."
    )
    run_out = serializers.CharField(max_length=20_000, required=False, allow_blank=True, default="")
    run_out_lots = serializers.IntegerField(min_value=0, max_value=999, required=False, allow_null=True, default=None)
    first_lot = serializers.UUIDField(
        required=False, allow_null=True, default=None, source="first_lot_id", help_text="A planned lot of the product."
    )
    event = serializers.UUIDField(
        required=False,
        allow_null=True,
        default=None,
        help_text="The change breach that a retrospective request answers.",
    )


class ChangeQuery(serializers.Serializer):
    state = serializers.ChoiceField(ChangeState.choices, required=False)
    trigger = serializers.ChoiceField(ChangeTrigger.choices, required=False)
    path = serializers.ChoiceField(ChangePath.choices, required=False)
    way = serializers.ChoiceField(ChangeWay.choices, required=False)
    product_id = serializers.UUIDField(required=False)


class WithReason(serializers.Serializer):
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class Emergency(serializers.Serializer):
    """The lots made under a change before it is decided, and why it cannot wait."""

    lots = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=200)
    reason = serializers.CharField(max_length=2000)


class Conditions(serializers.Serializer):
    conditions = serializers.CharField(max_length=20_000, allow_blank=True)


class DifferenceRow(serializers.Serializer):
    """One difference between a pack and its baseline, with both values."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField([(kind.value, title) for kind, title in TITLES.items()])
    where = serializers.CharField()
    approved = serializers.CharField()
    found = serializers.CharField()
    citation = serializers.CharField()
    change = serializers.CharField(source="change.number", default="", help_text="The approved change that covers it.")


class ComparisonShape(serializers.Serializer):
    """The lot's newest pack against what was approved; `compared_at` null: none was compared yet."""

    pack = serializers.UUIDField(allow_null=True)
    compared_at = serializers.DateTimeField(allow_null=True)
    event = serializers.UUIDField(allow_null=True)
    differences = DifferenceRow(many=True)


class AnsweredLine(serializers.Serializer):
    position = serializers.IntegerField(min_value=1)
    answer = serializers.CharField(max_length=20_000)
    severity = serializers.IntegerField(min_value=1, max_value=HIGHEST)
    probability = serializers.IntegerField(min_value=1, max_value=HIGHEST)
    detectability = serializers.IntegerField(min_value=1, max_value=HIGHEST)


class Answers(serializers.Serializer):
    lines = AnsweredLine(many=True, allow_empty=False)


class SignedOff(serializers.Serializer):
    lines = serializers.ListField(child=serializers.IntegerField(min_value=1), min_length=1, max_length=50)


class LotDecided(serializers.Serializer):
    lot = serializers.UUIDField()
    decision = serializers.ChoiceField(LotWay.choices)
    reason = serializers.CharField(max_length=2000)
