"""The models of pack-1: one module a category, one class a table, one field a column."""

from evidence.pack.format.batch_record import (
    BatchRecord,
    ControlReading,
    Equipment,
    LotNumber,
    QualityDecision,
    Step,
    Yield,
)
from evidence.pack.format.distribution import Consignee, Distribution, ShipFrom
from evidence.pack.format.fields import Reading, Row
from evidence.pack.format.header import FORMAT, Header
from evidence.pack.format.laboratory import Laboratory, Sample, Sampling, SelectedTest, TestResult
from evidence.pack.format.materials import (
    CertificateResult,
    ComponentLot,
    Consumption,
    GenealogyEdge,
    IdentityTest,
    Materials,
)
from evidence.pack.format.pack import Document, Pack
from evidence.pack.format.packaging import (
    CodingCheck,
    Examination,
    Label,
    LabelFact,
    LabelRoll,
    LineClearance,
    PackagedUnits,
    Packaging,
    Repack,
)
from evidence.pack.format.quality_events import Event, QualityEvents, Statement
from evidence.pack.format.schema import json_schema

__all__ = [
    "FORMAT", "BatchRecord", "CertificateResult", "CodingCheck", "ComponentLot", "Consignee", "Consumption",
    "ControlReading", "Distribution", "Document", "Equipment", "Event", "Examination", "GenealogyEdge",
    "Header", "IdentityTest", "Label", "LabelFact", "LabelRoll", "Laboratory", "LineClearance", "LotNumber",
    "Materials", "Pack", "PackagedUnits", "Packaging", "QualityDecision", "QualityEvents", "Reading", "Repack",
    "Row", "Sample", "Sampling", "SelectedTest", "ShipFrom", "Statement", "Step", "TestResult", "Yield",
    "json_schema",
]  # fmt: skip
