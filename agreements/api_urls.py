"""The API's routes of quality agreements."""

from django.urls import path

from agreements import api

urlpatterns = [
    path("agreements/", api.AgreementList.as_view(), name="agreement-list"),
    path("agreements/<uuid:agreement_id>/", api.AgreementDetail.as_view(), name="agreement-detail"),
    path("agreement-versions/<uuid:version_id>/", api.VersionDetail.as_view(), name="agreement-version-detail"),
]
