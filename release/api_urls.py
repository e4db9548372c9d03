"""The API's routes of release."""

from django.urls import path

from release import api

urlpatterns = [
    path("lots/<uuid:lot_id>/gate/", api.GateOfLot.as_view(), name="lot-gate"),
    path("lots/<uuid:lot_id>/decisions/", api.DecisionsOfLot.as_view(), name="lot-decisions"),
]
