"""The API's routes of release."""

from django.urls import path

from release.api import lots, overriding, verifying

urlpatterns = [
    path("verifications/", verifying.VerificationList.as_view(), name="verification-list"),
    path(
        "verifications/<uuid:verification_id>/accept/",
        verifying.VerificationAccept.as_view(),
        name="verification-accept",
    ),
    path(
        "verifications/<uuid:verification_id>/dispute/",
        verifying.VerificationDispute.as_view(),
        name="verification-dispute",
    ),
    path("overrides/", overriding.OverrideList.as_view(), name="override-list"),
    path("overrides/<uuid:override_id>/lift/", overriding.OverrideLift.as_view(), name="override-lift"),
    path("lots/<uuid:lot_id>/gate/", lots.GateOfLot.as_view(), name="lot-gate"),
    path("lots/<uuid:lot_id>/decisions/", lots.DecisionsOfLot.as_view(), name="lot-decisions"),
]
