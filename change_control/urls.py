"""Routes of change requests."""

from django.urls import path

from change_control import views

app_name = "change_control"
urlpatterns = [
    path("", views.change_list, name="list"),
    path("propose/", views.propose, name="propose"),
    path("<uuid:change_id>/", views.change_page, name="change"),
    path("<uuid:change_id>/revise/", views.revise, name="revise"),
    path("<uuid:change_id>/submit/", views.submit, name="submit"),
    path("<uuid:change_id>/approve/", views.sign, {"verb": "approve"}, name="approve"),
    path("<uuid:change_id>/reject/", views.sign, {"verb": "reject"}, name="reject"),
    path("<uuid:change_id>/ask-for-approval/", views.ask_for_approval, name="ask_for_approval"),
    path("<uuid:change_id>/make-effective/", views.make_effective, name="make_effective"),
    path("<uuid:change_id>/withdraw/", views.withdraw, name="withdraw"),
]
