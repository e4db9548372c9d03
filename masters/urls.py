"""Routes of the approved baseline."""

from django.urls import path

from masters import standing_views, views

app_name = "masters"
urlpatterns = [
    path("", views.product_list, name="list"),
    path("standing/", standing_views.overview, name="standing_overview"),
    path("standing/<uuid:partnership_id>/<slug:kind>/", standing_views.standing, name="standing"),
    path("standing/<uuid:partnership_id>/<slug:kind>/file/", standing_views.standing_file, name="standing_file"),
    path("<uuid:product_id>/", views.product_page, name="product"),
]
