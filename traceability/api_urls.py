"""The API's routes of consignees and shipments."""

from django.urls import path

from traceability import api

urlpatterns = [
    path("consignees/", api.ConsigneeList.as_view(), name="consignee-list"),
    path("epcis/capture", api.Capture.as_view(), name="epcis-capture"),
    path("epcis/capture/<uuid:capture_id>", api.CaptureDetail.as_view(), name="epcis-capture-detail"),
    path("epcis/events", api.EventList.as_view(), name="epcis-events"),
    path("lots/<uuid:lot_id>/epcis/", api.LotEvents.as_view(), name="lot-epcis"),
    path("networks/", api.NetworkImport.as_view(), name="network-import"),
    path("onward-shipments/", api.OnwardList.as_view(), name="onward-list"),
    path("feeds/", api.FeedList.as_view(), name="feed-list"),
    path("scopes/", api.ScopeList.as_view(), name="scope-list"),
    path("scopes/<uuid:run_id>/", api.ScopeDetail.as_view(), name="scope-detail"),
    path("lots/<uuid:lot_id>/shipments/", api.ShipmentList.as_view(), name="lot-shipments"),
    path("lots/<uuid:lot_id>/permits/", api.PermitList.as_view(), name="lot-permits"),
    path("permits/<uuid:permit_id>/", api.PermitStatus.as_view(), name="permit-status"),
    path("permits/<uuid:permit_id>/spend/", api.SpendPermit.as_view(), name="permit-spend"),
    path("permits/<uuid:permit_id>/revoke/", api.RevokePermit.as_view(), name="permit-revoke"),
    path("lots/<uuid:lot_id>/stock-counts/", api.StockCountList.as_view(), name="lot-stock-counts"),
]
