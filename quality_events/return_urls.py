"""Routes of returned product, below those of events."""

from django.urls import path

from quality_events.views import returns

urlpatterns = [
    path("", returns.return_list, name="returns"),
    path("new/", returns.came_back, name="receive_return"),
    path("<uuid:return_id>/", returns.return_page, name="return"),
    path("<uuid:return_id>/review/", returns.return_review, name="return_review"),
    path("<uuid:return_id>/concerns/", returns.return_concerns, name="return_concerns"),
    path("<uuid:return_id>/send-back/", returns.return_back, name="return_send_back"),
    path("<uuid:return_id>/destroyed/", returns.return_destroyed, name="return_destroyed"),
    path("<uuid:return_id>/sign/<slug:verb>/", returns.sign_return, name="sign_return"),
]
