"""Routes of evidence: a lot's evidence under the lot, packs and files under their own noun."""

from django.urls import path

from evidence import views

app_name = "evidence"
urlpatterns = [
    path("lots/<uuid:lot_id>/hand-over/", views.builder, name="builder"),
    path("lots/<uuid:lot_id>/hand-over/workbook/", views.blank, name="workbook"),
    path("lots/<uuid:lot_id>/hand-over/bundle/", views.blank_bundle, name="bundle"),
    path("lots/<uuid:lot_id>/hand-over/kit/", views.kit, name="kit"),
    path("lots/<uuid:lot_id>/hand-over/example/", views.example, name="example"),
    path("lots/<uuid:lot_id>/arrivals/", views.arrivals, name="arrivals"),
    path("evidence/arrivals/<uuid:arrival_id>/", views.arrival, name="arrival"),
    path("lots/<uuid:lot_id>/certificates/", views.certificates, name="certificates"),
    path("lots/<uuid:lot_id>/certificates/<uuid:file_id>/", views.type_result, name="type_result"),
    path("evidence/arrivals/<uuid:arrival_id>/results/", views.take_results, name="take_results"),
    path("evidence/arrivals/<uuid:arrival_id>/columns/", views.columns, name="columns"),
    path("evidence/results/<uuid:draft_id>/confirm/", views.confirm, name="confirm_result"),
    path("evidence/results/<uuid:draft_id>/discard/", views.discard, name="discard_result"),
    path("evidence/packs/<uuid:pack_id>/", views.pack_page, name="pack"),
    path("evidence/packs/<uuid:pack_id>/rules/<slug:rule>/", views.rule_page, name="rule"),
    path("evidence/packs/<uuid:pack_id>/data/", views.data_page, name="data"),
    path("evidence/packs/<uuid:pack_id>/data/<str:section>/", views.section_page, name="section"),
    path("evidence/packs/<uuid:pack_id>/documents/", views.documents_page, name="documents"),
    path("evidence/packs/<uuid:pack_id>/changes/", views.changes_page, name="changes"),
    path("evidence/packs/<uuid:pack_id>/review/", views.review, name="review"),
    path("evidence/packs/<uuid:pack_id>/attest/", views.attest, name="attest"),
    path("evidence/packs/<uuid:pack_id>/accept/", views.accept, name="accept"),
    path("evidence/packs/<uuid:pack_id>/countersign/", views.countersign, name="countersign"),
    path("evidence/packs/<uuid:pack_id>/return/", views.return_, name="return"),
    path("evidence/packs/<uuid:pack_id>/withdraw/", views.withdraw, name="withdraw"),
    path("evidence/verdicts/<int:verdict_id>/decide/", views.decide, name="decide"),
    path("evidence/packs/<uuid:pack_id>/samples/", views.samples, name="samples"),
    path("evidence/sampled/<uuid:sample_item_id>/look/", views.look, name="look"),
    path("evidence/verdicts/<int:verdict_id>/ask/", views.ask, name="ask"),
    path("evidence/questions/<uuid:question_id>/", views.question, name="question"),
    path("evidence/verdicts/<int:verdict_id>/waive/", views.waive, name="waive"),
    path("evidence/waivers/", views.waivers, name="waivers"),
    path("evidence/waivers/<uuid:waiver_id>/revoke/", views.revoke, name="revoke_waiver"),
    path("products/<uuid:product_id>/trends/", views.trends, name="trends"),
    path("products/<uuid:product_id>/trends/<str:test>/", views.trend, name="trend"),
    path("evidence/limits/<uuid:limits_id>/", views.limits, name="limits"),
    path("evidence/limits/<uuid:limits_id>/withdraw/", views.withdraw_proposal, name="withdraw_limits"),
    path("evidence/files/<uuid:file_id>/", views.download, name="file"),
    path("evidence/files/<uuid:file_id>/view/", views.view, name="view"),
]
