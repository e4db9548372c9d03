"""Routes of quality agreements."""

from django.urls import path

from agreements import views

app_name = "agreements"
urlpatterns = [
    path("", views.agreement_list, name="list"),
    path("new/", views.new_agreement, name="new"),
    path("<uuid:agreement_id>/", views.agreement_page, name="agreement"),
    path("<uuid:agreement_id>/new-version/", views.new_version, name="new_version"),
    path("<uuid:agreement_id>/redline/", views.redline, name="redline"),
    path("<uuid:agreement_id>/calls/", views.calls, name="calls"),
    path("<uuid:agreement_id>/calls/new/", views.new_call, name="new_call"),
    path("calls/<uuid:call_id>/", views.call, name="call"),
    path("calls/<uuid:call_id>/answer/", views.answer, name="answer"),
    path("calls/<uuid:call_id>/ask-again/", views.ask_again, name="ask_again"),
    path("calls/<uuid:call_id>/settle/", views.settle, name="settle"),
    path("calls/<uuid:call_id>/withdraw/", views.withdraw_call, name="withdraw_call"),
    path("versions/<uuid:version_id>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("versions/<uuid:version_id>/edit/", views.edit_version, name="edit"),
    path("versions/<uuid:version_id>/agree/", views.agree, name="agree"),
    path("versions/<uuid:version_id>/reopen/", views.reopen, name="reopen"),
    path("versions/<uuid:version_id>/withdraw/", views.withdraw, name="withdraw"),
    path("versions/<uuid:version_id>/sign/", views.sign, name="sign"),
]
