"""The API's routes of evidence."""

from django.urls import path

from evidence import api

urlpatterns = [
    path("lots/<uuid:lot_id>/packs/", api.LotPacks.as_view(), name="pack-list"),
    path("lots/<uuid:lot_id>/workbook/", api.LotWorkbook.as_view(), name="lot-workbook"),
    path("lots/<uuid:lot_id>/bundle/", api.LotBundle.as_view(), name="lot-bundle"),
    path("lots/<uuid:lot_id>/prefilled/", api.LotPrefilled.as_view(), name="lot-prefilled"),
    path("lots/<uuid:lot_id>/kit/", api.LotKit.as_view(), name="lot-kit"),
    path("lots/<uuid:lot_id>/certificates/", api.LotCertificates.as_view(), name="lot-certificates"),
    path("profiles/", api.ProfileList.as_view(), name="profile-list"),
    path("results/<uuid:draft_id>/confirm/", api.ResultConfirm.as_view(), name="result-confirm"),
    path("results/<uuid:draft_id>/discard/", api.ResultDiscard.as_view(), name="result-discard"),
    path("packs/<uuid:pack_id>/", api.PackDetail.as_view(), name="pack-detail"),
    path("packs/<uuid:pack_id>/content/", api.PackContent.as_view(), name="pack-content"),
    path("packs/<uuid:pack_id>/verdicts/", api.PackVerdicts.as_view(), name="pack-verdicts"),
    path("packs/<uuid:pack_id>/gaps/", api.PackGaps.as_view(), name="pack-gaps"),
    path("packs/<uuid:pack_id>/attest/", api.PackAttest.as_view(), name="pack-attest"),
    path("packs/<uuid:pack_id>/accept/", api.PackAccept.as_view(), name="pack-accept"),
    path("packs/<uuid:pack_id>/countersign/", api.PackCountersign.as_view(), name="pack-countersign"),
    path("packs/<uuid:pack_id>/return/", api.PackReturn.as_view(), name="pack-return"),
    path("packs/<uuid:pack_id>/withdraw/", api.PackWithdraw.as_view(), name="pack-withdraw"),
    path("verdicts/<int:verdict_id>/decide/", api.VerdictDecide.as_view(), name="verdict-decide"),
    path("packs/<uuid:pack_id>/samples/", api.PackSamples.as_view(), name="pack-samples"),
    path("sampled/<uuid:sample_item_id>/look/", api.SampledLook.as_view(), name="sampled-look"),
    path("packs/<uuid:pack_id>/questions/", api.PackQuestions.as_view(), name="pack-questions"),
    path("verdicts/<int:verdict_id>/ask/", api.VerdictAsk.as_view(), name="verdict-ask"),
    path("questions/<uuid:question_id>/", api.QuestionDetail.as_view(), name="question-detail"),
    path("questions/<uuid:question_id>/answer/", api.QuestionAnswer.as_view(), name="question-answer"),
    path("questions/<uuid:question_id>/ask-again/", api.QuestionAskAgain.as_view(), name="question-ask-again"),
    path("questions/<uuid:question_id>/settle/", api.QuestionSettle.as_view(), name="question-settle"),
    path("products/<uuid:product_id>/trends/", api.ProductLimits.as_view(), name="limits-list"),
    path("limits/<uuid:limits_id>/", api.LimitsDetail.as_view(), name="limits-detail"),
    path("limits/<uuid:limits_id>/withdraw/", api.LimitsWithdraw.as_view(), name="limits-withdraw"),
    path("waivers/", api.WaiverList.as_view(), name="waiver-list"),
    path("waivers/<uuid:waiver_id>/revoke/", api.WaiverRevoke.as_view(), name="waiver-revoke"),
    path("files/", api.FileUpload.as_view(), name="file-upload"),
    path("files/<uuid:file_id>/", api.FileDetail.as_view(), name="file-detail"),
    path("files/<uuid:file_id>/content/", api.FileContent.as_view(), name="file-content"),
    path("schemas/pack-1.json", api.PackSchema.as_view(), name="schema-pack"),
]
