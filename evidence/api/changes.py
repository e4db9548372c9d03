"""What differs between two versions, with the CMO's reason for each field."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.differences import changes_of, reasons_of
from evidence.models import Pack
from evidence.pack.comparison import LONGEST_NAME
from evidence.pack.explaining import reason_for


class ChangeReasonTaken(serializers.Serializer):
    """Why something differs from the last version. What is left blank is "every": `reason` alone explains all."""

    section = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    row = serializers.CharField(max_length=LONGEST_NAME, required=False, default="", allow_blank=True)
    field = serializers.CharField(max_length=64, required=False, default="", allow_blank=True)
    reason = serializers.CharField(max_length=2000)


class FieldChangeShape(serializers.Serializer):
    field = serializers.CharField()
    old = serializers.JSONField(allow_null=True)
    new = serializers.JSONField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)


class RowChangeShape(serializers.Serializer):
    """`row`: what a reason names it by; `position` in its own version, counted from 1."""

    section = serializers.CharField()
    kind = serializers.ChoiceField(["added", "removed", "changed"])
    row = serializers.CharField(allow_blank=True)
    position = serializers.IntegerField()
    fields = FieldChangeShape(many=True)  # type: ignore[assignment]  # the answer's own name


class PackChanges(APIView):
    @extend_schema(operation_id="packs_changes", responses=RowChangeShape(many=True))
    def get(self, _request: Request, pack_id: UUID) -> Response:
        """Every row that differs from the version before, old and new, with the reason; none for the first version."""
        pack = Pack.objects.get(pk=pack_id)
        reasons = reasons_of(pack)
        return Response(
            [
                {
                    "section": change.section,
                    "kind": change.kind,
                    "row": change.row,
                    "position": change.position,
                    "fields": [
                        {
                            "field": field.name,
                            "old": field.old,
                            "new": field.new,
                            "reason": reason_for(reasons, change, field.name),
                        }
                        for field in change.fields
                    ],
                }
                for change in changes_of(pack)
            ]
        )
