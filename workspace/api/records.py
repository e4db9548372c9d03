"""Any record with its trail and signatures as JSON: the machine copy that its PDF carries (21 CFR 11.10(b))."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from kernel.clock import now
from parties.models import Person
from workspace.actions import note_export
from workspace.actions.reports import access_words, grant_behind
from workspace.dossier_data import Printing
from workspace.outside.report_kinds import KINDS

NOT_PRINTED = ""
"""The number of a copy that no PDF carries."""


class RecordExport(APIView):
    """One kind of record; the kind stands in the address."""

    kind = ""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, **key: UUID) -> HttpResponse:
        """The same canonical JSON that the record's signed PDF carries, as of now; who exported it is noted."""
        by, at, of = request.actor, now(), KINDS[self.kind]
        record = of.record(*key.values())
        note_export(kind=self.kind, record=record, by=by, at=at)
        printing = Printing(
            number=NOT_PRINTED,
            printed_by=Person.objects.get(pk=by.person_id).name,
            organisation=by.organisation_name,
            access=access_words(by, grant_behind(by, record, at)),
            printed_at=at,
            version=settings.VERSION,
        )
        copy = of.compile(record, printing, at).copy
        return HttpResponse(copy.content, content_type=copy.media_type)
