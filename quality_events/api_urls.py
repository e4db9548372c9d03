"""The API's routes of quality events."""

from django.urls import path, register_converter

from quality_events.api import (
    capa_work,
    capas,
    complaints,
    contributions,
    investigation,
    labels,
    returns,
    review,
    steps,
)
from quality_events.api import events as api
from quality_events.states import EVENT


class SignedVerb:
    """The verbs that a person signs."""

    regex = "|".join(sorted({t.verb for t in EVENT.transitions if t.meaning}))

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SignedVerb, "signed_verb")

urlpatterns = [
    path("events/", api.EventList.as_view(), name="event-list"),
    path("events/<uuid:event_id>/", api.EventDetail.as_view(), name="event-detail"),
    path("events/<uuid:event_id>/investigation/", investigation.EventInvestigation.as_view(), name="event-looked-into"),
    path("events/<uuid:event_id>/review/", review.EventReview.as_view(), name="event-review"),
    path("events/<uuid:event_id>/whys/", investigation.EventWhys.as_view(), name="event-whys"),
    path("events/<uuid:event_id>/causes/", investigation.EventCauses.as_view(), name="event-causes"),
    path("events/<uuid:event_id>/causes/<uuid:cause_id>/", investigation.EventCause.as_view(), name="event-cause"),
    path("events/<uuid:event_id>/interim/", investigation.EventInterim.as_view(), name="event-interim"),
    path("events/<uuid:event_id>/oos/", investigation.EventOos.as_view(), name="event-oos"),
    path("events/<uuid:event_id>/oos/retests/", investigation.EventRetest.as_view(), name="event-retest"),
    path("events/<uuid:event_id>/oot/", investigation.EventOot.as_view(), name="event-oot"),
    path("capas/", capas.CapaList.as_view(), name="capa-list"),
    path("capas/<uuid:capa_id>/", capas.CapaDetail.as_view(), name="capa-detail"),
    path("capas/<uuid:capa_id>/plan/", capa_work.CapaPlan.as_view(), name="capa-plan"),
    path("capas/<uuid:capa_id>/actions/", capa_work.CapaActions.as_view(), name="capa-actions"),
    path("capas/actions/<uuid:action_id>/done/", capa_work.CapaActionDone.as_view(), name="capa-action-done"),
    path("capas/actions/<uuid:action_id>/drop/", capa_work.CapaActionDropped.as_view(), name="capa-action-drop"),
    path("complaints/", complaints.ComplaintList.as_view(), name="complaint-list"),
    path("complaints/<uuid:complaint_id>/", complaints.ComplaintDetail.as_view(), name="complaint-detail"),
    path("complaints/<uuid:complaint_id>/receipt/", complaints.ComplaintReceipt.as_view(), name="complaint-receipt"),
    path("complaints/<uuid:complaint_id>/screen/", complaints.ComplaintScreen.as_view(), name="complaint-screen"),
    path("complaints/<uuid:complaint_id>/review/", complaints.ComplaintReview.as_view(), name="complaint-review"),
    path("complaints/<uuid:complaint_id>/reply/", complaints.ComplaintReply.as_view(), name="complaint-reply"),
    path(
        "complaints/<uuid:complaint_id>/follow-up/", complaints.ComplaintFollowUp.as_view(), name="complaint-follow-up"
    ),
    path("returns/", returns.ReturnList.as_view(), name="return-list"),
    path("returns/<uuid:return_id>/", returns.ReturnDetail.as_view(), name="return-detail"),
    path("returns/<uuid:return_id>/review/", returns.ReturnReview.as_view(), name="return-review"),
    path("returns/<uuid:return_id>/event/", returns.ReturnEvent.as_view(), name="return-event"),
    path("returns/<uuid:return_id>/send-back/", returns.ReturnSendBack.as_view(), name="return-send-back"),
    path("events/<uuid:event_id>/informants/", contributions.EventInformants.as_view(), name="event-informants"),
    path(
        "events/<uuid:event_id>/informants/<uuid:informant_id>/sign/",
        contributions.EventInformantSigning.as_view(),
        name="event-informant-sign",
    ),
    path(
        "events/<uuid:event_id>/informants/<uuid:informant_id>/withdraw/",
        contributions.EventInformantWithdraw.as_view(),
        name="event-informant-withdraw",
    ),
    path("events/<uuid:event_id>/documents/", contributions.EventDocuments.as_view(), name="event-documents"),
    path("events/<uuid:event_id>/label/", labels.EventLabel.as_view(), name="event-label"),
    path("events/<uuid:event_id>/label/hazard/", labels.EventLabelHazard.as_view(), name="event-label-hazard"),
    path(
        "events/<uuid:event_id>/label/destroyed/", labels.EventLabelDestruction.as_view(), name="event-label-destroyed"
    ),
    path("events/<uuid:event_id>/label/none-destroyed/", labels.EventLabelNone.as_view(), name="event-label-none"),
    path("events/<uuid:event_id>/lots/", steps.EventLots.as_view(), name="event-lots"),
    path("events/<uuid:event_id>/let-go/", steps.EventLetGo.as_view(), name="event-let-go"),
    path("events/<uuid:event_id>/keep-held/", steps.EventKeepHeld.as_view(), name="event-keep-held"),
    path("events/<uuid:event_id>/question/", steps.EventQuestion.as_view(), name="event-question"),
    path("events/<uuid:event_id>/cancel/", steps.EventCancel.as_view(), name="event-cancel"),
    path("events/<uuid:event_id>/reopen/", steps.EventReopen.as_view(), name="event-reopen"),
    path("events/<uuid:event_id>/class/keep/", steps.EventKeepClass.as_view(), name="event-class-keep"),
    path("events/<uuid:event_id>/class/consent/", steps.EventClassConsent.as_view(), name="event-class-consent"),
    path("events/<uuid:event_id>/class/", api.EventClass.as_view(), name="event-class"),
    path("events/<uuid:event_id>/scope/", api.EventScope.as_view(), name="event-scope"),
    path("events/<uuid:event_id>/<signed_verb:verb>/", api.EventSigning.as_view(), name="event-sign"),
]
