"""Certificates over the API: the dry run by default; stored only when the caller says so."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.actions.drafts import confirm_result, discard_result, import_certificate
from evidence.api.packs import remembering
from evidence.drafts import drafts_of
from evidence.imports import DryRun, dry_run
from evidence.models import DraftResult, MappingProfile
from evidence.pack.answering import Answer
from evidence.rules import check_certified, check_may_submit
from evidence.states import DraftState, Way
from evidence.uploads import check_arrived, examined
from kernel.clock import now
from lots.models import Lot
from parties.refusals import refusable

MOST_FACTS = 500


class CertificateTaken(serializers.Serializer):
    """`profile`: of a CSV or XLSX. `component` (item code) and `component_lot`: a supplier's certificate of that lot.

    Without `confirm` nothing is stored.
    """

    file = serializers.FileField()
    profile = serializers.UUIDField(required=False)
    component = serializers.CharField(max_length=64, required=False, default="", allow_blank=True)
    component_lot = serializers.CharField(max_length=64, required=False, default="", allow_blank=True)
    confirm = serializers.BooleanField(default=False)


class ReasonTaken(serializers.Serializer):
    reason = serializers.CharField(max_length=2000)


class DryRunRowShape(serializers.Serializer):
    """One row of a dry run: the result in the pack's own writing, and what it answers."""

    place = serializers.CharField()
    result = serializers.JSONField()
    line = serializers.CharField(allow_null=True)
    conforms = serializers.BooleanField(allow_null=True)
    sentence = serializers.CharField()


class FactShape(serializers.Serializer):
    """A field of the certificate that no result holds; a text above 500 characters is counted, not repeated."""

    name = serializers.CharField(source="label")
    text = serializers.CharField(allow_blank=True)


class DryRunShape(serializers.Serializer):
    """`facts`: what else a certificate in the CoA form says, its first 500 fields."""

    way = serializers.ChoiceField(Way.choices)
    remarks = serializers.ListField(child=serializers.CharField())
    rows = DryRunRowShape(many=True)
    facts = FactShape(many=True)


class DraftShape(serializers.Serializer):
    """A result ahead of its pack, with where it comes from."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(DraftState.choices)
    way = serializers.ChoiceField(Way.choices)
    file = serializers.UUIDField(source="file_id")
    sha256 = serializers.CharField(source="file.sha256")
    place = serializers.CharField()
    profile = serializers.CharField(allow_blank=True)
    component = serializers.CharField(allow_blank=True)
    component_lot = serializers.CharField(allow_blank=True)
    is_critical = serializers.BooleanField()
    certificate_number = serializers.CharField(allow_blank=True)
    certificate_date = serializers.DateField(allow_null=True)
    issued_by = serializers.CharField(allow_blank=True)
    issued_to = serializers.CharField(allow_blank=True)
    receiver = serializers.CharField(allow_blank=True)
    result = serializers.JSONField(source="data")
    entered_by = serializers.CharField(source="entered_by.name")
    entered_at = serializers.DateTimeField()
    confirmed_by = serializers.CharField(source="confirmed_by.name", allow_null=True, default=None)
    confirmed_at = serializers.DateTimeField(allow_null=True)


class LotCertificates(APIView):
    """Results that were read or typed ahead of the next pack; `POST` reads a certificate."""

    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="certificates_list", responses=DraftShape(many=True))
    def get(self, _request: Request, lot_id: UUID) -> Response:
        Lot.objects.only("id").get(pk=lot_id)
        return Response(DraftShape(drafts_of(lot_id), many=True).data)

    @extend_schema(
        operation_id="certificates_take",
        request=CertificateTaken,
        responses={200: DryRunShape, 201: DraftShape(many=True)},
    )
    def post(self, request: Request, lot_id: UUID) -> Response:
        """200 what it would store; with `confirm`, 201 what it stored; 422 every place that cannot be read."""
        lot = Lot.objects.get(pk=lot_id)
        given = CertificateTaken(data=request.data)
        given.is_valid(raise_exception=True)
        wanted, by = given.validated_data, request.actor
        own = MappingProfile.objects.filter(organisation_id=by.company_id)
        profile = own.get(pk=wanted["profile"]) if "profile" in wanted else None
        with remembering(request, lot):
            check_may_submit(by, lot)
            check_arrived(request._request)  # noqa: SLF001 - DRF's name for Django's request
            (file,) = examined([wanted["file"]])
            named = {name: wanted[name] for name in ("component", "component_lot")}
            if not wanted["confirm"]:
                certified = check_certified(lot, named["component_lot"], named["component"])
                run = dry_run(file, lot, profile, certified)
                return Response(_told(run))
            key = profile.pk if profile else None
            import_certificate(lot_id=lot.pk, file=file, profile_id=key, by=by, at=now(), **named)
        taken = drafts_of(lot_id).filter(file__sha256=file.sha256, component_lot=named["component_lot"])
        return Response(DraftShape(taken, many=True).data, status=201)


def _told(run: DryRun) -> dict[str, object]:
    facts = run.certificate.facts[:MOST_FACTS] if run.certificate else ()
    return {
        "way": run.way,
        "remarks": list(run.remarks),
        "rows": [_row(found) for found in run.answers],
        "facts": FactShape(facts, many=True).data,
    }


def _row(found: Answer) -> dict[str, object]:
    return {
        "place": found.place,
        "result": found.row.model_dump(mode="json", exclude_defaults=True, exclude={"number"}),
        "line": found.line.code if found.line else None,
        "conforms": found.conforms,
        "sentence": found.sentence,
    }


class ResultConfirm(APIView):
    @extend_schema(operation_id="results_confirm", request=None, responses=DraftShape)
    def post(self, request: Request, draft_id: UUID) -> Response:
        """A second person has compared the value with the document."""
        draft = DraftResult.objects.get(pk=draft_id)
        with refusable(request._request, None, draft):  # noqa: SLF001 - DRF's name for Django's request
            confirm_result(draft_id=draft.pk, by=request.actor, at=now())
        return Response(DraftShape(drafts_of(draft.lot_id).get(pk=draft.pk)).data)


class ResultDiscard(APIView):
    @extend_schema(operation_id="results_discard", request=ReasonTaken, responses=DraftShape)
    def post(self, request: Request, draft_id: UUID) -> Response:
        """The next pack does not take it."""
        draft = DraftResult.objects.get(pk=draft_id)
        given = ReasonTaken(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, draft):  # noqa: SLF001 - DRF's name for Django's request
            discard_result(draft_id=draft.pk, by=request.actor, at=now(), reason=given.validated_data["reason"])
        return Response(DraftShape(drafts_of(draft.lot_id).get(pk=draft.pk)).data)
