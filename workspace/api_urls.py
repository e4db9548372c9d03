"""Routes of the workspace's API."""

from django.urls import path

from workspace import api
from workspace.outside.report_kinds import KINDS

urlpatterns = [
    path("search/", api.Search.as_view(), name="search-results"),
    path(
        "agreement-versions/<uuid:version_id>/simulation/",
        api.SimulationAnswer.as_view(),
        name="agreement-version-simulation",
    ),
    path(
        "master-versions/<uuid:master_version_id>/lots/",
        api.VersionLots.as_view(),
        name="master-version-lots",
    ),
    path("heads/", api.HeadList.as_view(), name="head-list"),
    path("heads/<uuid:head_id>/countersign/", api.Countersign.as_view(), name="head-countersign"),
    path("audit-requests/", api.AuditRequestList.as_view(), name="audit-request-list"),
    path("audit-requests/<uuid:request_id>/", api.AuditRequestDetail.as_view(), name="audit-request-detail"),
    path("audit-requests/<uuid:request_id>/answer/", api.AuditRequestAnswer.as_view(), name="audit-request-answer"),
    path("audit-requests/<uuid:request_id>/decline/", api.AuditRequestDecline.as_view(), name="audit-request-decline"),
    path("legal-holds/", api.LegalHoldList.as_view(), name="legal-hold-list"),
    path("legal-holds/<uuid:legal_hold_id>/", api.LegalHoldDetail.as_view(), name="legal-hold-detail"),
    path("packages/", api.PackageList.as_view(), name="package-list"),
    path("packages/<uuid:report_id>/", api.PackageDetail.as_view(), name="package-detail"),
    path("packages/<uuid:report_id>/file/", api.PackageFile.as_view(), name="package-file"),
    *(
        path(
            f"records/{of.code}/<uuid:{of.argument}>/", api.RecordExport.as_view(kind=of.code), name=f"{of.code}-record"
        )
        for of in KINDS.values()
    ),
]
