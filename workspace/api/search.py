"""The search over the API: the same hits as on the page."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workspace.addresses import address
from workspace.forms import SearchForm
from workspace.queries.search import EXACT, Hit, search
from workspace.states import Kind


class SearchQuery(serializers.Serializer):
    """What is looked for, and what narrows it."""

    q = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(Kind.choices, required=False)
    holder = serializers.UUIDField(required=False, help_text="A partnership's id.")
    product = serializers.UUIDField(required=False)
    state = serializers.SlugField(max_length=24, required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False, help_text="The last day.")


class SearchHit(serializers.Serializer):
    kind = serializers.ChoiceField(Kind.choices)
    id = serializers.UUIDField(source="object_id")
    number = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    field = serializers.CharField(help_text="Where it stands: a field's name.")
    page = serializers.IntegerField(help_text="Page of a PDF, or row of a pack's section; 0 for neither.")
    text = serializers.CharField(help_text="The neighborhood of what was found.")
    is_exact = serializers.BooleanField(help_text="The very number that was asked for.")
    url = serializers.CharField()
    at = serializers.DateTimeField()


class SearchAnswer(serializers.Serializer):
    results = SearchHit(many=True)
    meant = serializers.DictField(child=serializers.CharField(), help_text="Word → what was looked for instead.")
    is_complete = serializers.BooleanField(help_text="False when time was up before the oldest were looked at.")


class Search(APIView):
    @extend_schema(operation_id="search", parameters=[SearchQuery], responses=SearchAnswer)
    def get(self, request: Request) -> Response:
        """Numbers first, then words, then what may have been meant; at most ten of a kind, fifty of one kind."""
        SearchQuery(data=request.query_params).is_valid(raise_exception=True)
        form = SearchForm(request.query_params)
        if not form.is_valid():
            raise ValidationError(form.errors.get_json_data())
        found = search(form.cleaned_data["q"], form.facets())
        results = SearchHit([_shape(hit) for hit in found.hits], many=True).data
        return Response({"results": results, "meant": found.meant, "is_complete": found.is_complete})


def _shape(hit: Hit) -> dict[str, Any]:
    names = ("kind", "object_id", "number", "title", "state", "page", "at")
    text = "".join(piece.text for piece in hit.pieces)
    answer = {name: getattr(hit, name) for name in names}
    return answer | {"field": hit.where, "text": text, "is_exact": hit.how == EXACT, "url": address(hit)}
