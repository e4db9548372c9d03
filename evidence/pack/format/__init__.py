"""The models of pack-1: one module a category, one class a table, one field a column."""

from evidence.pack.format.batch_record import BatchRecord, ControlReading, Equipment, LotNumber, Step, Yield
from evidence.pack.format.distribution import Consignee, Distribution, ShipFrom
from evidence.pack.format.fields import Reading, Row
from evidence.pack.format.header import FORMAT, Header
from evidence.pack.format.laboratory import Laboratory, Sample, Sampling, SelectedTest, TestResult
from evidence.pack.format.materials import ComponentLot, Consumption, GenealogyEdge, IdentityTest, Materials
from evidence.pack.format.pack import Document, Pack, json_schema
from evidence.pack.format.packaging import (
    CodingCheck,
    Label,
    LabelRoll,
    LineClearance,
    PackagedUnits,
    Packaging,
    Repack,
)
from evidence.pack.format.quality_events import Event, QualityEvents, Statement

__all__ = [
    "FORMAT", "BatchRecord", "CodingCheck", "ComponentLot", "Consignee", "Consumption", "ControlReading",
    "Distribution", "Document", "Equipment", "Event", "GenealogyEdge", "Header", "IdentityTest", "Label",
    "LabelRoll", "Laboratory", "LineClearance", "LotNumber", "Materials", "Pack", "PackagedUnits",
    "Packaging",
    "QualityEvents", "Reading", "Repack", "Row", "Sample", "Sampling", "SelectedTest", "ShipFrom",
    "Statement",
    "Step", "TestResult", "Yield", "json_schema",
]  # fmt: skip
