"""Routes of explained deadlines, the inbox's verbs, undelivered mail and webhooks."""

from django.urls import path

from clocks.views import deadlines, waiting, webhooks

app_name = "clocks"
urlpatterns = [
    path("time/", deadlines.server_time, name="server_time"),
    path("<uuid:clock_id>/", deadlines.explain, name="explain"),
    path("<uuid:clock_id>/pause/", deadlines.pause, name="pause"),
    path("<uuid:clock_id>/resume/", deadlines.resume, name="resume"),
    path("inbox/<uuid:item_id>/take/", waiting.take, name="take_item"),
    path("inbox/<uuid:item_id>/release/", waiting.release, name="release_item"),
    path("mail/", waiting.undelivered, name="undelivered"),
    path("mail/<uuid:message_id>/retry/", waiting.retry, name="retry_message"),
    path("webhooks/", webhooks.listing, name="webhooks"),
    path("webhooks/add/", webhooks.add, name="add_webhook"),
    path("webhooks/<uuid:webhook_id>/", webhooks.one, name="webhook"),
    path("webhooks/<uuid:webhook_id>/ping/", webhooks.ping, name="ping_webhook"),
    path("webhooks/<uuid:webhook_id>/replay/", webhooks.replay, name="replay_webhook"),
    path("webhooks/<uuid:webhook_id>/enable/", webhooks.enable, name="enable_webhook"),
    path("webhooks/<uuid:webhook_id>/end/", webhooks.end, name="end_webhook"),
]
