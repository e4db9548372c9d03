"""Routes of the workspace's API."""

from django.urls import path

from workspace.api import Search, SimulationAnswer

urlpatterns = [
    path("search/", Search.as_view(), name="search-results"),
    path(
        "agreement-versions/<uuid:version_id>/simulation/",
        SimulationAnswer.as_view(),
        name="agreement-version-simulation",
    ),
]
