"""The API's routes of quality agreements."""

from django.urls import path

from agreements import api

urlpatterns = [
    path("agreements/", api.AgreementList.as_view(), name="agreement-list"),
    path("agreements/<uuid:agreement_id>/", api.AgreementDetail.as_view(), name="agreement-detail"),
    path("agreements/<uuid:agreement_id>/calls/", api.CallList.as_view(), name="call-list"),
    path("calls/<uuid:call_id>/", api.CallDetail.as_view(), name="call-detail"),
    path("calls/<uuid:call_id>/answer/", api.CallAnswer.as_view(), name="call-answer"),
    path("calls/<uuid:call_id>/ask-again/", api.CallStep.as_view(step="ask-again"), name="call-ask-again"),
    path("calls/<uuid:call_id>/settle/", api.CallStep.as_view(step="settle"), name="call-settle"),
    path("calls/<uuid:call_id>/withdraw/", api.CallStep.as_view(step="withdraw"), name="call-withdraw"),
    path("agreement-versions/<uuid:version_id>/", api.VersionDetail.as_view(), name="agreement-version-detail"),
]
