"""Routes of a lot's decisions; mounted under the lot."""

from django.urls import path

from release import views

app_name = "release"
urlpatterns = [
    path("verifications/", views.verifications, name="verifications"),
    path("verifications/<uuid:verification_id>/", views.verification, name="verification"),
    path("turned/", views.overrides, name="overrides"),
    path("turned/<uuid:override_id>/", views.override, name="override"),
    path("<uuid:lot_id>/decide/<slug:stage>/", views.choose, name="choose"),
    path("<uuid:lot_id>/decide/<slug:stage>/sign/", views.sign, name="sign"),
    path("<uuid:lot_id>/rest/<slug:stage>/", views.rest, name="rest"),
    path("<uuid:lot_id>/revoke/", views.revoke, name="revoke"),
]
