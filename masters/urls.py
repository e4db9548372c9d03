"""Routes of the approved baseline."""

from django.urls import path

from masters import views

app_name = "masters"
urlpatterns = [
    path("", views.product_list, name="list"),
    path("<uuid:product_id>/", views.product_page, name="product"),
]
