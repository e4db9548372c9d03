"""Routes that ought to be caught: a view that shows all, one that tells that a row exists, one nobody can fill."""

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


urlpatterns = [
    path("leaks/", all_lots, name="all_lots"),
    path("leaks/<uuid:lot_id>/", forbidding, name="forbidding"),
    path("unknown/<uuid:pallet_id>/", forbidding, name="unknown"),
    path("", include("oversight.urls")),
]
