"""The API's own pages: what there is, and who you are."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from parties.models import Person
from parties.queries import partnerships

_COMPANY: dict[str, Any] = {"id": serializers.UUIDField(), "name": serializers.CharField()}


class Root(APIView):
    """Where to begin."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="root",
        auth=[{}],  # type: ignore[list-item]  # OpenAPI: an empty requirement means without a key
        responses=inline_serializer("Root", {"schema": serializers.URLField(), "me": serializers.URLField()}),
    )
    def get(self, request: Request) -> Response:
        return Response({name: reverse(f"api-{name}", request=request) for name in ("schema", "me")})


class Me(APIView):
    """The person and the organisation that this key acts for."""

    @extend_schema(
        operation_id="me",
        responses=inline_serializer(
            "Me",
            {
                "id": serializers.UUIDField(),
                "name": serializers.CharField(),
                "email": serializers.EmailField(),
                "organisation": inline_serializer("Company", _COMPANY),
                "roles": serializers.ListField(child=serializers.CharField()),
                "partnerships": inline_serializer(
                    "PartnershipOfMine",
                    {
                        "id": serializers.UUIDField(),
                        "sponsor": inline_serializer("Sponsor", _COMPANY),
                        "cmo": inline_serializer("Cmo", _COMPANY),
                        "side": serializers.ChoiceField(["sponsor", "cmo", "auditor"]),
                    },
                    many=True,
                ),
            },
        ),
    )
    def get(self, request: Request) -> Response:
        actor = request.actor
        return Response(
            {
                "id": actor.person_id,
                "name": actor.name,
                "email": cast("Person", request.user).email,
                "organisation": {"id": actor.organisation_id, "name": actor.organisation_name},
                "roles": sorted(actor.roles),
                "partnerships": [_partnership(row, actor) for row in partnerships()],
            }
        )


def _partnership(row: Any, actor: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "sponsor": {"id": row.sponsor_id, "name": row.sponsor.name},
        "cmo": {"id": row.cmo_id, "name": row.cmo.name},
        "side": actor.side(row) or "auditor",
    }
