"""What crosses apps, over the API."""

from workspace.api.audit_requests import (
    AuditRequestAnswer,
    AuditRequestDecline,
    AuditRequestDetail,
    AuditRequestList,
)
from workspace.api.heads import Countersign, HeadList
from workspace.api.legal_holds import LegalHoldDetail, LegalHoldList
from workspace.api.packages import PackageDetail, PackageFile, PackageList
from workspace.api.records import RecordExport
from workspace.api.search import Search
from workspace.api.simulation import SimulationAnswer
from workspace.api.versions import VersionLots

__all__ = [
    "AuditRequestAnswer",
    "AuditRequestDecline",
    "AuditRequestDetail",
    "AuditRequestList",
    "Countersign",
    "HeadList",
    "LegalHoldDetail",
    "LegalHoldList",
    "PackageDetail",
    "PackageFile",
    "PackageList",
    "RecordExport",
    "Search",
    "SimulationAnswer",
    "VersionLots",
]
