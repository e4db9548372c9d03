"""The pack's format, for everybody who writes one."""

import hashlib
from functools import cache

from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.pack.canonical import canonical_json
from evidence.pack.format import json_schema


@cache
def schema_tag() -> str:
    """The ETag: the hash of what is served."""
    return f'"{hashlib.sha256(canonical_json(json_schema())).hexdigest()}"'


@method_decorator(cache_control(public=True, max_age=3600), name="get")
@method_decorator(condition(etag_func=lambda _request: schema_tag()), name="get")
class PackSchema(APIView):
    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(
        operation_id="schemas_pack",
        auth=[{}],  # type: ignore[list-item]  # OpenAPI's word for "no key needed"
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, _request: Request) -> Response:
        """JSON Schema (draft 2020-12) of pack-1: every field with its paragraph and unit. The address never changes."""
        return Response(json_schema())
