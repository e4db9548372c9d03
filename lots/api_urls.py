"""The API's routes of lots."""

from django.urls import path

from lots import api

urlpatterns = [
    path("genealogy/", api.Genealogy.as_view(), name="genealogy"),
    path("lots/", api.LotList.as_view(), name="lot-list"),
    path("lots/<uuid:lot_id>/", api.LotDetail.as_view(), name="lot-detail"),
    path("lots/<uuid:lot_id>/start/", api.LotStart.as_view(), name="lot-start"),
    path("lots/<uuid:lot_id>/complete/", api.LotComplete.as_view(), name="lot-complete"),
    path("lots/<uuid:lot_id>/void/", api.LotVoid.as_view(), name="lot-void"),
    path("lots/<uuid:lot_id>/holds/", api.LotHolds.as_view(), name="lot-holds"),
    path("holds/<uuid:hold_id>/keep/", api.HoldKeep.as_view(), name="hold-keep"),
    path("holds/<uuid:hold_id>/lift/", api.HoldLift.as_view(), name="hold-lift"),
]
