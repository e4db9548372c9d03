"""The shape of an EPCIS 2.0 event, as strict as GS1's JSON schema, and laxer in three places. Pure.

GS1 and OpenEPCIS publish as valid what that schema refuses: a persistent disposition on any event, measurements that
the vocabulary does not list, sensor reports without a type. They are read, because nothing here is decided by them.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StrictBool, StrictStr, ValidationInfo, field_validator, model_validator

from traceability.epcis import fields as f

Action = Literal["OBSERVE", "ADD", "DELETE"]


class QuantityShape(f.Closed):
    epc_class: f.Uri = Field(alias="epcClass")
    quantity: f.Number = f.left_out()
    uom: f.UnitCode = f.left_out()


class PlaceShape(f.Loose):
    id: f.Uri


class TransactionShape(f.Closed):
    type: f.TransactionType = f.left_out()
    transaction: f.Uri = Field(alias="bizTransaction")


class SourceShape(f.Closed):
    type: f.PartyType
    source: f.Uri


class DestinationShape(f.Closed):
    type: f.PartyType
    destination: f.Uri


def _each_once(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(values)) != len(values):
        f.refused("The same entry stands twice.")
    return values


Once = Annotated[tuple[f.Uri, ...], AfterValidator(_each_once)]
Dispositions = Annotated[tuple[f.DispositionWord, ...], Field(min_length=1), AfterValidator(_each_once)]


class PersistentShape(f.Closed):
    set: Dispositions = f.left_out()
    unset: Dispositions = f.left_out()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.set is None and self.unset is None:
            f.refused("A persistent disposition sets or unsets something.")
        return self


class ErrorShape(f.Extensible):
    declared_at: f.Moment = Field(alias="declarationTime")
    reason: f.ErrorReason = f.left_out()
    corrected_by: tuple[f.Uri, ...] = f.left_out("correctiveEventIDs")


class MetadataShape(f.Extensible):
    time: f.Moment = f.left_out()
    device: f.Uri = f.left_out("deviceID")
    device_metadata: f.Uri = f.left_out("deviceMetadata")
    raw: f.Uri = f.left_out("rawData")
    begins: f.Moment = f.left_out("startTime")
    ends: f.Moment = f.left_out("endTime")
    method: f.Uri = f.left_out("dataProcessingMethod")
    rules: f.Uri = f.left_out("bizRules")


class ReportShape(f.Extensible):
    type: StrictStr = f.left_out()
    exception: f.Alert = f.left_out()
    device: f.Uri = f.left_out("deviceID")
    device_metadata: f.Uri = f.left_out("deviceMetadata")
    raw: f.Uri = f.left_out("rawData")
    method: f.Uri = f.left_out("dataProcessingMethod")
    rules: f.Uri = f.left_out("bizRules")
    time: f.Moment = f.left_out()
    microorganism: f.Uri = f.left_out()
    substance: f.Uri = f.left_out("chemicalSubstance")
    reference_system: f.Uri = f.left_out("coordinateReferenceSystem")
    value: f.Number = f.left_out()
    component: f.Component = f.left_out()
    string: StrictStr = f.left_out("stringValue")
    boolean: StrictBool = f.left_out("booleanValue")
    hexadecimal: f.Hexadecimal = f.left_out("hexBinaryValue")
    uri: f.Uri = f.left_out("uriValue")
    least: f.Number = f.left_out("minValue")
    most: f.Number = f.left_out("maxValue")
    mean: f.Number = f.left_out("meanValue")
    deviation: f.Number = f.left_out("sDev")
    percentile: f.Number = f.left_out("percRank")
    percentile_value: f.Number = f.left_out("percValue")
    uom: StrictStr = f.left_out()


class SensorShape(f.Extensible):
    metadata: MetadataShape = f.left_out("sensorMetadata")
    reports: tuple[ReportShape, ...] = Field(alias="sensorReport", min_length=1)


class TimedShape(f.Loose):
    """What every event has, also one of somebody's own kind."""

    context: f.Context = f.left_out("@context")
    type: f.Uri
    event_time: f.Moment = Field(alias="eventTime")
    record_time: f.Moment = f.left_out("recordTime")
    offset: f.Offset = Field(alias="eventTimeZoneOffset")
    event_id: f.Uri = f.left_out("eventID")
    certification: f.Uris = f.left_out("certificationInfo")
    error: ErrorShape = f.left_out("errorDeclaration")


class EventShape(f.Extensible):
    """What the events of the standard have in common."""

    context: f.Context = f.left_out("@context")
    type: StrictStr
    event_time: f.Moment = Field(alias="eventTime")
    record_time: f.Moment = f.left_out("recordTime")
    offset: f.Offset = Field(alias="eventTimeZoneOffset")
    event_id: f.Uri = f.left_out("eventID")
    certification: f.Uris = f.left_out("certificationInfo")
    error: ErrorShape = f.left_out("errorDeclaration")
    step: f.BusinessStep = f.left_out("bizStep")
    disposition: f.DispositionWord = f.left_out()
    persistent: PersistentShape = f.left_out("persistentDisposition")
    read_point: PlaceShape = f.left_out("readPoint")
    location: PlaceShape = f.left_out("bizLocation")
    transactions: tuple[TransactionShape, ...] = f.left_out("bizTransactionList")
    sources: tuple[SourceShape, ...] = f.left_out("sourceList")
    destinations: tuple[DestinationShape, ...] = f.left_out("destinationList")
    sensors: tuple[SensorShape, ...] = f.left_out("sensorElementList")


class ObjectShape(EventShape):
    action: Action
    epcs: Once = f.left_out("epcList")
    quantities: tuple[QuantityShape, ...] = f.left_out("quantityList")
    ilmd: dict[f.Uri, Any] = f.left_out()

    @field_validator("ilmd")
    @classmethod
    def _only_of_new_goods(cls, value: Any, info: ValidationInfo) -> Any:
        if info.data.get("action", "ADD") != "ADD":
            f.refused("Master data of a lot (ilmd) is stated when it comes to be: only with the action ADD.")
        return value

    @model_validator(mode="after")
    def _is_about_something(self) -> Self:
        if self.epcs is None and not self.quantities and not (self.sensors and self.read_point):
            f.refused("Give epcList, a quantityList, or sensorElementList with readPoint.")
        return self


class PackedShape(EventShape):
    """An aggregation: children are put into a parent, seen in it, or taken out."""

    action: Action
    parent: f.Uri = f.left_out("parentID")
    children: tuple[f.Uri, ...] = f.left_out("childEPCs")
    quantities: tuple[QuantityShape, ...] = f.left_out("childQuantityList")

    @model_validator(mode="after")
    def _names_children(self) -> Self:
        if self.action != "DELETE" and not self.children and not self.quantities:
            f.refused("Give childEPCs or childQuantityList; only a DELETE may go without.")
        return self


class AssociationShape(PackedShape):
    parent: f.Uri = Field(alias="parentID")


class TransactionEventShape(EventShape):
    action: Action
    transactions: tuple[TransactionShape, ...] = Field(alias="bizTransactionList", min_length=1)
    parent: f.Uri = f.left_out("parentID")
    epcs: tuple[f.Uri, ...] = f.left_out("epcList")
    quantities: tuple[QuantityShape, ...] = f.left_out("quantityList")

    @model_validator(mode="after")
    def _is_about_something(self) -> Self:
        if self.action != "DELETE" and self.epcs is None and not self.quantities:
            f.refused("Give epcList or quantityList; only a DELETE may go without.")
        return self


class TransformationShape(EventShape):
    input_epcs: Once = f.left_out("inputEPCList")
    inputs: tuple[QuantityShape, ...] = f.left_out("inputQuantityList")
    output_epcs: Once = f.left_out("outputEPCList")
    outputs: tuple[QuantityShape, ...] = f.left_out("outputQuantityList")
    transformation: f.Uri = f.left_out("transformationID")
    ilmd: dict[f.Uri, Any] = f.left_out()

    @model_validator(mode="after")
    def _makes_something_of_something(self) -> Self:
        taken, made = self.input_epcs or self.inputs, self.output_epcs or self.outputs
        if not (taken and made) and not ((taken or made) and self.transformation):
            f.refused("Give inputs and outputs, or a transformationID that joins this event to others of the process.")
        return self


SHAPES: dict[str, type[EventShape]] = {
    "ObjectEvent": ObjectShape,
    "AggregationEvent": PackedShape,
    "AssociationEvent": AssociationShape,
    "TransactionEvent": TransactionEventShape,
    "TransformationEvent": TransformationShape,
}
