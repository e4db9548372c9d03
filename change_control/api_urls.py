"""The API's routes of change requests."""

from django.urls import path

from change_control import api

urlpatterns = [
    path("changes/", api.ChangeList.as_view(), name="change-list"),
    path("changes/<uuid:change_id>/", api.ChangeDetail.as_view(), name="change-detail"),
    path("changes/<uuid:change_id>/submit/", api.ChangeSubmit.as_view(), name="change-submit"),
    path("lots/<uuid:lot_id>/differences/", api.LotComparison.as_view(), name="lot-differences"),
    path("changes/<uuid:change_id>/withdraw/", api.ChangeWithdraw.as_view(), name="change-withdraw"),
]
