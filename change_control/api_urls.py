"""The API's routes of change requests."""

from django.urls import path

from change_control.api import impact, requests, steps

STEPS = {
    "submit": steps.ChangeSubmit,
    "classify": steps.ChangeClassify,
    "ask-for-approval": steps.ChangeAskForApproval,
    "send": steps.ChangeSend,
    "give-back": steps.ChangeGiveBack,
    "emergency": steps.ChangeEmergency,
    "conditions": steps.ChangeConditions,
    "lines": impact.ChangeLines,
    "sign-off": impact.ChangeSignOff,
    "lots": impact.ChangeLots,
    "implement": steps.ChangeImplement,
    "verify": steps.ChangeVerify,
    "make-effective": steps.ChangeMakeEffective,
    "review": steps.ChangeReview,
    "close": steps.ChangeClose,
    "withdraw": steps.ChangeWithdraw,
}

urlpatterns = [
    path("changes/", requests.ChangeList.as_view(), name="change-list"),
    path("changes/<uuid:change_id>/", requests.ChangeDetail.as_view(), name="change-detail"),
    path("lots/<uuid:lot_id>/differences/", requests.LotComparison.as_view(), name="lot-differences"),
    *(path(f"changes/<uuid:change_id>/{step}/", view.as_view(), name=f"change-{step}") for step, view in STEPS.items()),
]
