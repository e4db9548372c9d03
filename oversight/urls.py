"""The URL tree: every app under its own noun."""

from django.urls import include, path

from oversight import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("clocks/", include("clocks.urls")),
    path("events/", include("quality_events.urls")),
    path("accounts/", include("allauth.urls")),
]
