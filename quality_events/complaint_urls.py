"""Routes of complaints, below those of events."""

from django.urls import path

from quality_events.views import complaint_signing, complaints

urlpatterns = [
    path("", complaints.complaint_list, name="complaints"),
    path("new/", complaints.receive, name="receive_complaint"),
    path("<uuid:complaint_id>/", complaints.complaint_page, name="complaint"),
    path("<uuid:complaint_id>/receipt/", complaints.receipt, name="complaint_receipt"),
    path("<uuid:complaint_id>/label/", complaints.label, name="complaint_label"),
    path("<uuid:complaint_id>/screen/", complaints.screen, name="complaint_screen"),
    path("<uuid:complaint_id>/review/", complaints.review, name="complaint_review"),
    path("<uuid:complaint_id>/send-back/", complaints.return_to_review, name="complaint_send_back"),
    path("<uuid:complaint_id>/answer/", complaints.answer, name="complaint_answer"),
    path("<uuid:complaint_id>/information/", complaints.follow_up, name="complaint_information"),
    path("<uuid:complaint_id>/sign/<slug:verb>/", complaint_signing.sign_complaint, name="sign_complaint"),
    path("reports/<uuid:adverse_report_id>/", complaint_signing.submit, name="submit_adverse_report"),
]
