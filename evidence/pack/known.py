"""What the platform already knows of a lot before its pack arrives: the source of a prefilled workbook."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evidence.pack import format as pack_format
from evidence.pack.format import Pack


@dataclass(frozen=True, slots=True)
class KnownComponent:
    """A component of the master record; `target` and `tolerance` are in `unit` (UCUM)."""

    code: str
    name: str
    material: str
    step: str
    target: Decimal
    unit: str
    tolerance: Decimal


@dataclass(frozen=True, slots=True)
class KnownStep:
    number: str
    instruction: str


@dataclass(frozen=True, slots=True)
class KnownYield:
    """A phase with its theoretical yield, and its limits in percent of it."""

    phase: str
    theoretical: Decimal
    unit: str
    lowest_percent: Decimal
    highest_percent: Decimal


@dataclass(frozen=True, slots=True)
class KnownControlPoint:
    name: str
    step: str
    unit: str
    lowest: Decimal | None
    highest: Decimal | None


@dataclass(frozen=True, slots=True)
class KnownTest:
    """A test of the specification; `limit` as written there, for example “NMT 0.5 ppm”."""

    code: str
    name: str
    stage: str
    method: str
    limit: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A file that is here already: the next pack names it and need not bring it."""

    name: str
    sha256: str
    category: str = "laboratory"


@dataclass(frozen=True, slots=True)
class KnownCertificate:
    """A supplier's certificate that was read or typed ahead of the pack; `document` is its file's name."""

    component_lot: str
    component: str
    document: str
    results: tuple[pack_format.CertificateResult, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownLot:
    """Header facts, master record, specification and label of one lot, as the platform holds them."""

    agreement_number: str
    agreement_version: str
    product_code: str
    product_name: str
    master_record_number: str
    master_record_version: str
    batch_size: Decimal
    batch_size_unit: str
    lot_number: str
    site_name: str
    site_registration: str | None
    time_zone: str
    made_on: date | None = None
    packed_on: date | None = None
    expires_on: date | None = None
    quantity: Decimal | None = None
    quantity_unit: str | None = None
    steps: tuple[KnownStep, ...] = ()
    components: tuple[KnownComponent, ...] = ()
    yields: tuple[KnownYield, ...] = ()
    control_points: tuple[KnownControlPoint, ...] = ()
    tests: tuple[KnownTest, ...] = ()
    sampling_plan_number: str | None = None
    sampling_plan_version: str | None = None
    label_number: str | None = None
    label_version: str | None = None
    gtin: str | None = None
    market: str | None = None
    labels_per_unit: int | None = None
    unit_content: Decimal | None = None
    unit_content_unit: str | None = None
    results: tuple[pack_format.TestResult, ...] = ()
    """Results read from certificates or typed and confirmed ahead of the pack."""
    documents: tuple[KnownDocument, ...] = ()
    certificates: tuple[KnownCertificate, ...] = ()


def prefilled(known: KnownLot) -> Pack:
    """A pack that holds only what is known; everything the contract manufacturer must say is missing."""
    return Pack(
        header=_header(known),
        batch_record=_batch_record(known),
        materials=_materials(known),
        laboratory=_laboratory(known),
        packaging=_packaging(known),
        documents=tuple(
            pack_format.Document.model_validate(
                {"name": document.name, "category": document.category, "sha256": document.sha256}
            )
            for document in known.documents
        ),
    )


def _header(known: KnownLot) -> pack_format.Header:
    return pack_format.Header(
        format=pack_format.FORMAT,
        agreement_number=known.agreement_number,
        agreement_version=known.agreement_version,
        product_code=known.product_code,
        product_name=known.product_name,
        master_record_number=known.master_record_number,
        master_record_version=known.master_record_version,
        batch_size=known.batch_size,
        batch_size_unit=known.batch_size_unit,
        lot_number=known.lot_number,
        site_name=known.site_name,
        site_registration=known.site_registration,
        time_zone=known.time_zone,
        made_on=known.made_on,
        packed_on=known.packed_on,
        expires_on=known.expires_on,
        quantity=known.quantity,
        quantity_unit=known.quantity_unit,
    )


def _batch_record(known: KnownLot) -> pack_format.BatchRecord:
    return pack_format.BatchRecord(
        lots=(pack_format.LotNumber(number=known.lot_number, kind="batch"),),
        steps=tuple(
            pack_format.Step(number=step.number, instruction=step.instruction, component=code)
            for step in known.steps
            for code in _components_of(known, step)
        ),
        yields=tuple(
            pack_format.Yield(
                phase=phase.phase,
                theoretical=phase.theoretical,
                unit=phase.unit,
                lowest_percent=phase.lowest_percent,
                highest_percent=phase.highest_percent,
            )
            for phase in known.yields
        ),
        readings=tuple(
            pack_format.ControlReading(
                control_point=point.name,
                step=point.step,
                unit=point.unit,
                lowest=point.lowest,
                highest=point.highest,
            )
            for point in known.control_points
        ),
    )


def _components_of(known: KnownLot, step: KnownStep) -> tuple[str | None, ...]:
    """One row for each component of the step (111.260(j)(2)); one row without when it has none."""
    return tuple(component.code for component in known.components if component.step == step.number) or (None,)


def _materials(known: KnownLot) -> pack_format.Materials:
    names = {component.code: component.name for component in known.components}
    return pack_format.Materials(
        consumption=tuple(
            pack_format.Consumption(
                step=component.step,
                component=component.code,
                target=component.target,
                unit=component.unit,
                tolerance=component.tolerance,
            )
            for component in known.components
        ),
        component_lots=tuple(
            pack_format.ComponentLot(
                number=found.component_lot, component=found.component, name=names.get(found.component),
                certificate=found.document,
            )
            for found in known.certificates
        ),
        certificate_results=tuple(row for found in known.certificates for row in found.results),
    )  # fmt: skip


def _laboratory(known: KnownLot) -> pack_format.Laboratory:
    return pack_format.Laboratory(
        sampling=pack_format.Sampling(plan_number=known.sampling_plan_number, plan_version=known.sampling_plan_version),
        selected_tests=tuple(pack_format.SelectedTest(test=test.code) for test in known.tests),
        results=_results(known),
    )


def _results(known: KnownLot) -> tuple[pack_format.TestResult, ...]:
    """The specification's lines in its order, each with the results that answer it; then what it doesn't ask."""
    rows: list[dict[str, object]] = []
    left = list(known.results)
    for test in known.tests:
        line = _line(test)
        own = [result for result in left if (result.test, result.stage) == (test.code, test.stage)]
        left = [result for result in left if result not in own]
        rows += [{**line, **_given(result), "limit": test.limit} for result in own] or [line]
    rows += [_given(result) for result in left]
    return tuple(
        pack_format.TestResult.model_validate({**row, "number": str(position)})
        for position, row in enumerate(rows, start=1)
    )


def _line(test: KnownTest) -> dict[str, object]:
    return {
        "stage": test.stage,
        "test": test.code,
        "name": test.name,
        "method": test.method,
        "limit": test.limit,
        "unit": test.unit,
    }


def _given(result: pack_format.TestResult) -> dict[str, object]:
    """The fields that a result has; a value in words has no unit of the line's own."""
    given: dict[str, object] = {name: getattr(result, name) for name in result.model_fields_set}
    return {"unit": None, **given}


def _packaging(known: KnownLot) -> pack_format.Packaging:
    return pack_format.Packaging(
        label=pack_format.Label(
            number=known.label_number, version=known.label_version, market=known.market, gtin=known.gtin
        ),
        units=pack_format.PackagedUnits(
            labels_per_unit=known.labels_per_unit,
            unit_content=known.unit_content,
            bulk_unit=known.unit_content_unit,
        ),
    )
