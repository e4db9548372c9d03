"""Routes to be caught: one shows all, one tells that a row exists, one writes, one nobody can fill."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from lots.models import Lot
from tests.databases import as_owner


def all_lots(request: HttpRequest) -> HttpResponse:
    """Asks past the policies."""
    return HttpResponse(" ".join(number for (number,) in as_owner("SELECT number FROM lots_lot")))


def forbidding(request: HttpRequest, lot_id: object) -> HttpResponse:
    """403 says that there is such a lot."""
    status = 200 if Lot.objects.filter(pk=lot_id).exists() else 403
    return HttpResponse("", status=status)


def writing(request: HttpRequest, lot_id: object) -> HttpResponse:
    """Writes before it looks."""
    as_owner("INSERT INTO workspace_searchword (holder_id, word) VALUES (%s, 'poked')", [str(lot_id)])
    return HttpResponse("", status=404)


urlpatterns = [
    path("leaks/", all_lots, name="all_lots"),
    path("leaks/<uuid:lot_id>/", forbidding, name="forbidding"),
    path("writes/<uuid:lot_id>/", writing, name="writing"),
    path("unknown/<uuid:pallet_id>/", forbidding, name="unknown"),
    path("", include("oversight.urls")),
]
