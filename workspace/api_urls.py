"""Routes of the workspace's API."""

from django.urls import path

from workspace.api import Countersign, HeadList, Search, SimulationAnswer

urlpatterns = [
    path("search/", Search.as_view(), name="search-results"),
    path(
        "agreement-versions/<uuid:version_id>/simulation/",
        SimulationAnswer.as_view(),
        name="agreement-version-simulation",
    ),
    path("heads/", HeadList.as_view(), name="head-list"),
    path("heads/<uuid:head_id>/countersign/", Countersign.as_view(), name="head-countersign"),
]
