"""Lists in the API: keyset pages, with the links to the neighbours."""

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

from kernel.keyset import BadCursorError, Page, page_of

DEFAULT_SIZE = 50
MOST = 200


class KeysetPagination(BasePagination):
    """`?after=`, `?before=`, `?limit=` (1–200). A view names its order: `keyset = ("-made_at", "-id")`."""

    page: Page[Any]
    address: str

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any]:
        order = getattr(view, "keyset", ("id",))
        after, before = request.query_params.get("after", ""), request.query_params.get("before", "")
        self.address = request.build_absolute_uri()
        try:
            self.page = page_of(queryset, order=order, after=after, before=before, size=_size(request))
        except BadCursorError as error:
            name = "after" if after else "before"
            raise ValidationError({name: "This cursor does not belong to this list."}) from error
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "next": self._link("after", self.page.after),
                "previous": self._link("before", self.page.before),
                "results": data,
            }
        )

    def _link(self, name: str, cursor: str) -> str | None:
        if not cursor:
            return None
        other = "before" if name == "after" else "after"
        return replace_query_param(remove_query_param(self.address, other), name, cursor)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_SIZE}
        described = (
            ("after", "Cursor from `next`: the rows that follow.", {"type": "string"}),
            ("before", "Cursor from `previous`: the rows that come first.", {"type": "string"}),
            ("limit", "Rows in one answer.", limit),
        )
        return [
            {"name": name, "in": "query", "required": False, "description": words, "schema": schema}
            for name, words, schema in described
        ]


def _size(request: Request) -> int:
    text = request.query_params.get("limit", str(DEFAULT_SIZE))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= MOST:
        raise ValidationError({"limit": f"Give a whole number from 1 to {MOST}."})
    return int(text)
