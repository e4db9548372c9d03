"""Routes of the pages that cross apps; the inbox is home."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from workspace.outside.report_kinds import KINDS, RECORDS, SHEETS
from workspace.views import (
    audit_requests,
    baseline,
    batch,
    dossier,
    heads,
    history,
    inbox,
    kit,
    reports,
    retention,
    room,
    search,
    simulation,
    verify,
    versions,
)

app_name = "workspace"


class TabConverter(StringConverter):
    """A tab of the dossier; any other word is no address."""

    regex = "|".join(name for name in dossier.TABS if name != "overview")


register_converter(TabConverter, "tab")
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("signing/", batch.batch, name="batch"),
    path("signing/sign/", batch.sign_chosen, name="sign_chosen"),
    path("room/", room.room, name="room"),
    path("room/requests/", audit_requests.audit_requests, name="audit_requests"),
    path("room/requests/<uuid:request_id>/", audit_requests.audit_request, name="audit_request"),
    path("room/requests/<uuid:request_id>/decline/", audit_requests.decline, name="decline_request"),
    path("room/requests/<uuid:request_id>/withdraw/", audit_requests.withdraw, name="withdraw_request"),
    path("room/<uuid:grant_id>/ask/", audit_requests.ask, name="ask_for"),
    path("room/<uuid:grant_id>/package/", room.package, name="audit_package"),
    path("records/<uuid:partnership_id>/", retention.records_of, name="records_of"),
    path("records/<uuid:partnership_id>/export/", retention.export_all, name="export_all"),
    path("records/<uuid:partnership_id>/hold/", retention.hold_all, name="hold_all"),
    path("records/<uuid:partnership_id>/dispose/", retention.dispose, name="dispose"),
    path("records/holds/<uuid:legal_hold_id>/", retention.legal_hold, name="legal_hold"),
    path("records/lists/<uuid:disposal_list_id>/", retention.disposal_list, name="disposal_list"),
    path("records/holds/<uuid:legal_hold_id>/lift/", retention.lift, name="lift_hold"),
    path("lots/<uuid:lot_id>/legal-hold/", retention.hold_lot, name="hold_lot"),
    path("heads/", heads.heads, name="heads"),
    path("heads/key/", heads.register, name="register_key"),
    path("heads/<int:number>/", heads.seal, name="seal"),
    path("search/save/", search.save, name="save_search"),
    path("search/<uuid:search_id>/forget/", search.forget, name="forget_search"),
    path("products/<uuid:product_id>/baseline/", baseline.baseline, name="baseline"),
    path("products/<uuid:product_id>/baseline/<slug:form>/", baseline.baseline_file, name="baseline_file"),
    path("products/versions/<uuid:master_version_id>/", versions.version, name="version"),
    path("products/versions/<uuid:master_version_id>/lots/<slug:form>/", versions.version_lots, name="version_lots"),
    path("products/versions/<uuid:master_version_id>/redline/", baseline.redline, name="version_redline"),
    path("verify/", verify.verify, name="verify"),
    path("lots/<uuid:lot_id>/", dossier.dossier, name="dossier"),
    path("lots/<uuid:lot_id>/<tab:tab>/", dossier.dossier, name="tab"),
    *(
        path(
            f"reports/{of.code}/<uuid:{of.argument}>/ask/",
            reports.request_report,
            {"kind": of.code},
            f"report_{of.code}",
        )
        for code, of in KINDS.items()
    ),
    *(
        path(f"history/{code}/<uuid:{KINDS[code].argument}>/", history.history, {"kind": code}, f"history_{code}")
        for code in (*RECORDS, *SHEETS)
    ),
    path("reports/<uuid:report_id>/", reports.report_progress, name="report_progress"),
    path("reports/<uuid:report_id>/file/", reports.download_report, name="download_report"),
    path("agreements/versions/<uuid:version_id>/simulation/", simulation.simulation, name="simulation"),
    path("_ui/", kit.kit, name="kit"),
    path("_ui/<slug:page>/", kit.kit, name="kit_page"),
]
