"""Routes of consignees, shipments and the trace."""

from django.urls import path

from traceability import views

app_name = "traceability"
urlpatterns = [
    path("trace/", views.trace, name="trace"),
    path("trace/scope/", views.scope, name="scope"),
    path("trace/runs/", views.scope_runs, name="scope_runs"),
    path("trace/runs/keep/", views.keep_scope, name="keep_scope"),
    path("trace/runs/<uuid:run_id>/", views.scope_run, name="scope_run"),
    path("trace/scope/<str:form>/", views.scope_file, name="scope_file"),
    path("recalls/", views.recalls, name="recalls"),
    path("recalls/open/", views.open_recall, name="open_recall"),
    path("recalls/surprise/", views.surprise, name="surprise"),
    path("recalls/<uuid:recall_id>/", views.recall, name="recall"),
    path("recalls/<uuid:recall_id>/step/<slug:step>/", views.recall_step, name="recall_step"),
    path("recalls/<uuid:recall_id>/move/<slug:step>/", views.recall_move, name="recall_move"),
    path("recalls/<uuid:recall_id>/sign/<slug:step>/", views.sign_recall, name="sign_recall"),
    path("recalls/notices/<uuid:notice_id>/answer/", views.answer_account, name="answer_account"),
    path("recalls/notices/<uuid:notice_id>/check/", views.check_account, name="check_account"),
    path("shipments/", views.shipments, name="shipments"),
    path("consignees/", views.consignees, name="consignees"),
    path("consignees/add/", views.add, name="add_consignee"),
    path("import-records/", views.import_records, name="import_records"),
    path("onward/", views.onward, name="onward"),
    path("onward/add/", views.add_onward, name="add_onward"),
    path("feeds/", views.feeds, name="feeds"),
    path("feeds/add/", views.add_feed, name="add_feed"),
    path("lots/<uuid:lot_id>/ship/", views.ship, name="ship"),
    path("lots/<uuid:lot_id>/permit/", views.permit, name="permit"),
    path("permits/<uuid:permit_id>/", views.sheet, name="sheet"),
    path("permits/<uuid:permit_id>/revoke/", views.revoke, name="revoke_permit"),
    path("lots/<uuid:lot_id>/stock/", views.count, name="count"),
]
