"""Every error of the API has one shape, says why, leaves nothing behind and is recorded (RFC 9457)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404
from django.test import Client, override_settings
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import scope
from kernel.clock import now
from kernel.errors import Forbidden, Refused, Stale
from kernel.history import acting
from oversight import urls
from oversight.problems import problem
from parties.actions import make_key
from parties.models import Site
from records.models import Refusal
from tests.factories.world import LONG_AGO, World

KEYS = {"type", "title", "status", "detail", "clause", "code", "errors"}
HOSTILE = Path(__file__).resolve().parents[3] / "shared/data/hostile/jsontestsuite"


class Line(serializers.Serializer):
    quantity = serializers.IntegerField(min_value=1)


class Order(serializers.Serializer):
    name = serializers.CharField(max_length=20)
    lines = Line(many=True)


class Failing(APIView):
    """Renames a site, then fails in the way that the body asks for."""

    def post(self, request: Request) -> Response:
        with acting(by=request.actor, reason="half done", at=LONG_AGO):
            Site.objects.update(name="Half done")
        kind = request.data["fail"]
        if kind == "refused":
            raise Refused("Lot KB-1 is on hold.", "clause 5.2", code="on-hold")
        if kind == "forbidden":
            raise Forbidden("Your role does not allow you to ship goods.", "21 CFR 11.10(g)")
        if kind == "stale":
            raise Stale("It has changed.")
        if kind == "absent":
            raise Http404
        if kind == "no row":
            Site.objects.get(name="nothing")
        if kind == "busy":
            raise Throttled(wait=7)
        if kind == "defect":
            raise ZeroDivisionError
        return Response({"site": Site.objects.get().name})


class Ordering(APIView):
    def post(self, request: Request) -> Response:
        order = Order(data=request.data)
        order.is_valid(raise_exception=True)
        return Response(order.validated_data)


class Routes:
    """The real routes and two that fail on purpose."""

    urlpatterns = [
        path("api/v1/failing/", Failing.as_view(), name="failing"),
        path("api/v1/ordering/", Ordering.as_view(), name="ordering"),
        *urls.urlpatterns,
    ]
    handler400, handler403 = urls.handler400, urls.handler403
    handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def client(world: World) -> Any:
    at = now()
    made = make_key(
        email="clerk@keystone.example",
        organisation_name="Keystone Blending Co.",
        label="test",
        expires_at=at + timedelta(days=1),
        by=scope.system(),
        at=at,
    )
    with override_settings(ROOT_URLCONF=Routes):
        yield Client(headers={"authorization": f"Key {made.text}"}, raise_request_exception=False)


def _fail(client: Client, kind: str) -> Any:
    return client.post("/api/v1/failing/", {"fail": kind}, content_type="application/json")


@pytest.mark.parametrize(
    ("kind", "status", "code", "detail", "clause"),
    [
        ("refused", 409, "on-hold", "Lot KB-1 is on hold.", "clause 5.2"),
        ("forbidden", 403, "forbidden", "Your role does not allow you to ship goods.", "21 CFR 11.10(g)"),
        ("stale", 409, "stale", "It has changed.", ""),
        ("absent", 404, "not-found", "There is no such thing here, or it is not yours to see.", ""),
        ("no row", 404, "not-found", "There is no such thing here, or it is not yours to see.", ""),
        ("busy", 429, "throttled", "Too many requests. Nothing was done. Ask again in 7 seconds.", ""),
        ("defect", 500, "internal-server-error", "Something went wrong on our side. Nothing was changed.", ""),
    ],
)
def test_the_shape(client: Client, kind: str, status: int, code: str, detail: str, clause: str) -> None:
    answer = _fail(client, kind)
    body = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert set(body) == KEYS
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
    assert (body["detail"], body["clause"], body["errors"]) == (detail, clause, [])
    assert body["type"] == f"urn:oversight:problem:{code}"


@pytest.mark.parametrize("kind", ["refused", "forbidden", "stale", "defect"])
def test_a_refused_or_broken_request_leaves_nothing(client: Client, world: World, kind: str) -> None:
    _fail(client, kind)
    with scope.opened(world.clerk):
        assert Site.objects.get().name == "Keystone Plant 1"
    assert _fail(client, "nothing").json() == {"site": "Half done"}


def test_a_refusal_is_recorded_after_the_rollback(client: Client, world: World) -> None:
    _fail(client, "refused")
    with scope.opened(world.clerk):
        refusal = Refusal.objects.get()
    assert (refusal.action, refusal.sentence, refusal.clause) == ("failing", "Lot KB-1 is on hold.", "clause 5.2")
    assert (refusal.person_id, refusal.organisation_id) == (world.clerk.person_id, world.keystone.pk)


def test_each_wrong_field_is_named(client: Client) -> None:
    body = {"name": "x" * 21, "lines": [{"quantity": 1}, {"quantity": 0}, {}]}
    answer = client.post("/api/v1/ordering/", body, content_type="application/json").json()
    assert (answer["status"], answer["code"], answer["detail"]) == (400, "invalid", "3 fields need another value.")
    assert [error["pointer"] for error in answer["errors"]] == ["/name", "/lines/1/quantity", "/lines/2/quantity"]
    assert answer["errors"][1]["sentence"] == "Ensure this value is greater than or equal to 1."


@pytest.mark.parametrize(
    ("method", "address", "content_type", "status"),
    [
        ("get", "/api/v1/nowhere/", "application/json", 404),
        ("get", "/api/nowhere", "application/json", 404),
        ("delete", "/api/v1/me/", "application/json", 405),
        ("post", "/api/v1/ordering/", "text/plain", 415),
        ("post", "/api/v1/ordering/", "application/xml", 415),
    ],
)
def test_http_errors_have_the_same_shape(
    client: Client, method: str, address: str, content_type: str, status: int
) -> None:
    answer = client.generic(method.upper(), address, "x", content_type=content_type)
    assert answer.status_code == status
    assert set(answer.json()) == KEYS
    assert answer["Content-Type"] == "application/problem+json"


def test_without_a_key_it_says_how_to_come_in(client: Client) -> None:
    answer = Client().get("/api/v1/me/")
    assert (answer.status_code, answer.json()["code"]) == (401, "not-authenticated")
    assert answer["WWW-Authenticate"] == 'Key realm="Oversight"'


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100)
def test_too_large_a_body(client: Client) -> None:
    answer = client.post("/api/v1/ordering/", {"name": "x" * 200}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "request-entity-too-large")


def test_hostile_json_is_read_or_refused(client: Client) -> None:
    """JSONTestSuite: y_ is read (and then lacks fields), n_ is refused with 400, i_ either; never a 500."""
    if not HOSTILE.exists():
        pytest.skip("../shared/data/hostile is not beside the repo")
    seen = 0
    for file in sorted(HOSTILE.rglob("*.json")):
        answer = client.generic("POST", "/api/v1/ordering/", file.read_bytes(), content_type="application/json")
        assert answer.status_code == 400, file.name
        body = answer.json()
        assert set(body) == KEYS
        if file.name.startswith("y_"):
            assert body["code"] == "invalid", file.name
        if file.name.startswith("n_") and file.stat().st_size:  # no body at all means no fields
            assert body["code"] == "parse-error", file.name
        seen += 1
    assert seen > 100


def test_half_a_character_is_refused(client: Client) -> None:
    answer = client.generic("POST", "/api/v1/ordering/", b'{"name": "\\ud800"}', content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "parse-error")
    assert answer.json()["detail"] == "The JSON holds half a character (a lone surrogate)."


def test_the_schema_describes_problems_and_keys(world: World) -> None:
    answer = Client().get("/api/v1/schema/")
    schema = answer.json()
    assert answer.status_code == 200
    assert schema["openapi"] == "3.1.1"
    assert schema["components"]["securitySchemes"]["key"]["name"] == "Authorization"
    assert set(schema["components"]["schemas"]["Problem"]["required"]) == KEYS
    me = schema["paths"]["/api/v1/me/"]["get"]
    assert me["responses"]["401"]["content"]["application/problem+json"]["schema"] == {
        "$ref": "#/components/schemas/Problem"
    }
    assert me["security"] == [{"key": []}]


def test_the_schema_is_made_without_complaints() -> None:
    assert "/api/v1/" in SchemaGenerator().get_schema(request=None, public=True)["paths"]


def test_the_root_says_where_to_begin(world: World) -> None:
    assert Client().get("/api/v1/").json() == {
        "schema": "http://testserver/api/v1/schema/",
        "me": "http://testserver/api/v1/me/",
    }


def test_a_status_words_itself() -> None:
    assert problem(413)["title"] == "Request Entity Too Large"
    assert problem(409, "No.", code="wrong-state")["type"] == "urn:oversight:problem:wrong-state"
