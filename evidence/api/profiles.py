"""The profiles of columns over the API: a program names one by its id when it sends a table of results."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from evidence.models import MappingProfile


class ProfileShape(serializers.Serializer):
    """One version of the columns of a kind of document. What is read by it keeps it."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    version = serializers.IntegerField()
    columns = serializers.DictField()
    saved_by = serializers.CharField(source="saved_by.name")
    saved_at = serializers.DateTimeField()


class ProfileList(GenericAPIView):
    """The company's own profiles of columns, every version."""

    keyset = ("kind", "version")
    serializer_class = ProfileShape
    queryset = MappingProfile.objects.none()  # for the schema alone

    @extend_schema(operation_id="profiles_list", responses=ProfileShape(many=True))
    def get(self, request: Request) -> Response:
        own = MappingProfile.objects.filter(organisation_id=request.actor.company_id).select_related("saved_by")
        return self.get_paginated_response(ProfileShape(self.paginate_queryset(own), many=True).data)
