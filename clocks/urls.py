"""Routes of explained deadlines, the inbox's verbs and undelivered mail."""

from django.urls import path

from clocks import views

app_name = "clocks"
urlpatterns = [
    path("<uuid:clock_id>/", views.explain, name="explain"),
    path("inbox/<uuid:item_id>/take/", views.take, name="take_item"),
    path("inbox/<uuid:item_id>/release/", views.release, name="release_item"),
    path("mail/", views.undelivered, name="undelivered"),
    path("mail/<uuid:message_id>/retry/", views.retry, name="retry_message"),
]
