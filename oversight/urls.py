"""The URL tree: every app under its own noun."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
]
