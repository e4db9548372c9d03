"""Routes of the inbox's verbs and of undelivered mail."""

from django.urls import path

from clocks import views

app_name = "clocks"
urlpatterns = [
    path("inbox/<uuid:item_id>/take/", views.take, name="take_item"),
    path("inbox/<uuid:item_id>/release/", views.release, name="release_item"),
    path("mail/", views.undelivered, name="undelivered"),
    path("mail/<uuid:message_id>/retry/", views.retry, name="retry_message"),
]
