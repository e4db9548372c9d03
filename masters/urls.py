"""Routes of the approved baseline."""

from django.urls import path

from masters import views

app_name = "masters"
urlpatterns = [
    path("", views.product_list, name="list"),
    path("standing/", views.standing_overview, name="standing_overview"),
    path("standing/<uuid:partnership_id>/<slug:kind>/", views.standing, name="standing"),
    path("standing/<uuid:partnership_id>/<slug:kind>/file/", views.standing_file, name="standing_file"),
    path("new/", views.overview, name="entering_overview"),
    path("new/<uuid:partnership_id>/", views.bring, name="bring"),
    path("new/<uuid:partnership_id>/workbook/", views.workbook, name="workbook"),
    path("new/<uuid:partnership_id>/approved/", views.approved, name="approved"),
    path("drafts/<uuid:baseline_id>/", views.draft_page, name="draft"),
    path("drafts/<uuid:baseline_id>/approve/", views.approve, name="approve"),
    path("drafts/<uuid:baseline_id>/withdraw/", views.withdraw, name="withdraw"),
    path("versions/<uuid:master_version_id>/correct/", views.correct, name="correct"),
    path("<uuid:product_id>/", views.product_page, name="product"),
]
