"""Routes of change requests."""

from django.urls import path

from change_control import views
from change_control.steps import STEPS

app_name = "change_control"
urlpatterns = [
    path("", views.change_list, name="list"),
    path("propose/", views.propose, name="propose"),
    path("board/", views.change_board, name="board"),
    path("calendar/", views.change_calendar, name="calendar"),
    path("<uuid:change_id>/content/<slug:master_kind>/", views.content, name="content"),
    path("<uuid:change_id>/impact/", views.lines, name="lines"),
    path("<uuid:change_id>/sign-off/", views.sign_off, name="sign_off"),
    path("<uuid:change_id>/lots/<uuid:lot_id>/", views.lot, name="lot"),
    path("<uuid:change_id>/", views.change_page, name="change"),
    path("<uuid:change_id>/revise/", views.revise, name="revise"),
    path("<uuid:change_id>/approve/", views.sign, {"verb": "approve"}, name="approve"),
    path("<uuid:change_id>/reject/", views.sign, {"verb": "reject"}, name="reject"),
    path("<uuid:change_id>/emergency/", views.emergency, name="declare_emergency"),
    path("<uuid:change_id>/conditions/", views.conditions, name="conditions"),
    *(
        path(
            f"<uuid:change_id>/{step.path}/",
            views.with_reason if step.asks else views.at_once,
            {"verb": verb},
            name=verb,
        )
        for verb, step in STEPS.items()
    ),
]
