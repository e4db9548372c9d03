"""The API under /api/v1/, one line an app: `path("lots/", include("lots.api_urls"))`.

How an app adds its routes:
- `<app>/api.py`: plain DRF views (`APIView`, generics, viewsets); scope, transaction, roll-back and the record
  of a refusal come from `parties.middleware`, so a view only reads `request.actor` (channel "api"), calls one
  query or one action, and lets `Refused` pass. Errors take their shape in `oversight.problems`.
- `<app>/api_urls.py`: its routes; names carry the app's noun ("lot-list", "lot-detail"), there is no namespace.
- a list says its order, `keyset = ("-created_at", "-id")`, and is paged by `KeysetPagination` (the default).
- `@extend_schema(operation_id=…)` on each method; problem answers are added to the schema by themselves.
"""

from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView

from oversight import schema  # noqa: F401 - registers the key's security scheme
from oversight.api import Me, Root

urlpatterns = [
    path("", Root.as_view(), name="api-root"),
    path("schema/", SpectacularJSONAPIView.as_view(), name="api-schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api-schema", template_name="api_docs.html"),
        name="api-docs",
    ),
    path("me/", Me.as_view(), name="api-me"),
    path("", include("lots.api_urls")),
    path("", include("evidence.api_urls")),
    path("", include("quality_events.api_urls")),
    path("", include("release.api_urls")),
    path("", include("traceability.api_urls")),
    path("", include("masters.api_urls")),
    path("", include("agreements.api_urls")),
    path("", include("change_control.api_urls")),
    path("", include("workspace.api_urls")),
]
