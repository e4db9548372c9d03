"""Routes of quality events."""

from django.urls import include, path

from quality_events import views

app_name = "quality_events"
urlpatterns = [
    path("", views.event_list, name="list"),
    path("board/", views.event_board, name="board"),
    path("complaints/", include("quality_events.complaint_urls")),
    path("capa/", views.capa_list, name="capas"),
    path("capa/<uuid:capa_id>/", views.capa_page, name="capa"),
    path("capa/<uuid:capa_id>/plan/", views.plan_capa, name="capa_plan"),
    path("capa/<uuid:capa_id>/actions/", views.add_action, name="capa_add"),
    path("capa/<uuid:capa_id>/longer/", views.lengthen, name="capa_lengthen"),
    path("capa/<uuid:capa_id>/figures/", views.recompute, name="capa_recompute"),
    path("capa/<uuid:capa_id>/move/<slug:verb>/", views.move_capa, name="capa_move"),
    path("capa/<uuid:capa_id>/sign/<slug:verb>/", views.sign_capa, name="capa_sign"),
    path("capa/actions/<uuid:action_id>/drop/", views.drop_action, name="capa_drop"),
    path("capa/actions/<uuid:action_id>/day/", views.extend_action, name="capa_extend"),
    path("capa/actions/<uuid:action_id>/done/", views.do_action, name="capa_do"),
    path("<uuid:event_id>/capa/", views.propose_capa, name="capa_propose"),
    path("report/<uuid:lot_id>/", views.report, name="report"),
    path("<uuid:event_id>/", views.event_page, name="event"),
    path("<uuid:event_id>/investigation/", views.investigate, name="investigate"),
    path("<uuid:event_id>/class/", views.classify, name="classify"),
    path("<uuid:event_id>/class/consent/", views.consent, name="consent"),
    path("<uuid:event_id>/class/keep/", views.keep_class, name="keep_class"),
    path("<uuid:event_id>/whys/", views.whys, name="whys"),
    path("<uuid:event_id>/causes/", views.cause, name="cause"),
    path("<uuid:event_id>/causes/judge/", views.judge, name="judge"),
    path("<uuid:event_id>/interim/", views.interim, name="interim"),
    path("<uuid:event_id>/documents/", views.document, name="document"),
    path("<uuid:event_id>/informants/", views.informant, name="informant"),
    path("<uuid:event_id>/informants/<uuid:informant_id>/", views.sign_told, name="informant_sign"),
    path("<uuid:event_id>/informants/<uuid:informant_id>/withdraw/", views.withdraw, name="informant_withdraw"),
    path("<uuid:event_id>/oos/", views.initial, name="oos_initial"),
    path("<uuid:event_id>/oos/laboratory/", views.examine, name="oos_examine"),
    path("<uuid:event_id>/oos/retests/declared/", views.declare, name="oos_declare"),
    path("<uuid:event_id>/oos/retests/", views.retest, name="oos_retest"),
    path("<uuid:event_id>/oos/production/", views.production, name="oos_production"),
    path("<uuid:event_id>/oos/sign/<slug:verb>/", views.sign_oos, name="oos_sign"),
    path("<uuid:event_id>/scope/", views.scope, name="scope"),
    path("<uuid:event_id>/sign/<slug:verb>/", views.sign_step, name="sign"),
    path("<uuid:event_id>/question/", views.question, name="question"),
    path("<uuid:event_id>/cancel/", views.cancel, name="cancel"),
]
