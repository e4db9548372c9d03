"""Routes of the workspace's API."""

from django.urls import path

from workspace.api import Countersign, HeadList, RecordExport, Search, SimulationAnswer, VersionLots
from workspace.outside.report_kinds import KINDS

urlpatterns = [
    path("search/", Search.as_view(), name="search-results"),
    path(
        "agreement-versions/<uuid:version_id>/simulation/",
        SimulationAnswer.as_view(),
        name="agreement-version-simulation",
    ),
    path(
        "master-versions/<uuid:master_version_id>/lots/",
        VersionLots.as_view(),
        name="master-version-lots",
    ),
    path("heads/", HeadList.as_view(), name="head-list"),
    path("heads/<uuid:head_id>/countersign/", Countersign.as_view(), name="head-countersign"),
    *(
        path(f"records/{of.code}/<uuid:{of.argument}>/", RecordExport.as_view(kind=of.code), name=f"{of.code}-record")
        for of in KINDS.values()
    ),
]
