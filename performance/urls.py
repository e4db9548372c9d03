"""Routes of partners."""

from django.urls import path

from performance import views

app_name = "performance"
urlpatterns = [
    path("", views.partners, name="partners"),
    path("<uuid:partnership_id>/", views.partner, name="partner"),
    path("<uuid:partnership_id>/qualify/", views.qualify, name="qualify"),
]
