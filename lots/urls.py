"""Routes of the list and of a lot's steps; the dossier itself crosses apps and stands in `workspace`."""

from django.urls import path

from lots import views

app_name = "lots"
urlpatterns = [
    path("", views.lots, name="list"),
    path("export.<slug:form>", views.export, name="export"),
    path("genealogy/", views.genealogy, name="genealogy"),
    path("plan/", views.plan, name="plan"),
    path("<uuid:lot_id>/start/", views.start, name="start"),
    path("<uuid:lot_id>/complete/", views.complete, name="complete"),
    path("<uuid:lot_id>/void/", views.void, name="void"),
    path("<uuid:lot_id>/hold/", views.place, name="hold"),
    path("holds/<uuid:hold_id>/keep/", views.keep, name="keep_hold"),
    path("holds/<uuid:hold_id>/lift/", views.lift, name="lift"),
]
