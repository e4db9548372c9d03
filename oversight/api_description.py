"""What the API's schema says of itself; apart from the settings, since nothing of it comes from the environment."""

from typing import Any

API_DESCRIPTION: dict[str, Any] = {
    "TITLE": "Oversight",
    "DESCRIPTION": "Contract-manufacturer oversight: lots, evidence packs, events, release, shipment.",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "EventKind": "quality_events.states.EventKind",
        "EventState": "quality_events.states.EventState",
        "CapaState": "quality_events.states.CapaState",
        "ComplaintState": "quality_events.states.ComplaintState",
        "AdverseReportState": "quality_events.states.AdverseReportState",
        "OosState": "quality_events.states.OosState",
        "OotState": "quality_events.states.OotState",
        "ReturnState": "quality_events.states.ReturnState",
        "TrendState": "evidence.states.TrendState",
        "LotState": "lots.states.LotState",
        "PackState": "evidence.states.PackState",
        "SampleOutcome": "evidence.states.SampleOutcome",
        "BaselineDraftState": "masters.states.DraftState",
        "CallKind": "agreements.calls.CALL_KINDS",
        "EventDispositionEnum": "quality_events.states.EventDisposition",
        "MissedEnum": "quality_events.states.Missed",
        "CallState": "agreements.states.CallState",
        "AgreementVersionState": "agreements.states.VersionState",
        "ChangeState": "change_control.states.ChangeState",
        "ChangeWay": "change_control.states.ChangeWay",
        "LotWay": "change_control.states.LotWay",
        "EdgeKind": "lots.states.EdgeKind",
        "CertificateWay": "evidence.states.Way",
        "MasterKind": "masters.models.MasterKind",
        "ScopeUse": "traceability.scoping.question.USES",
    },
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",  # from this server: the policy lets nothing in from another host
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "defaultModelsExpandDepth": 0, "docExpansion": "none"},
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "oversight.schema.describe_problems",
    ],
}
