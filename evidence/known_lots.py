"""What the platform knows of a lot before its pack arrives: the source of the prefilled workbook."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from agreements.models import AgreementVersion
from evidence.drafts import certificates_for_pack, documents_for_pack, ready_drafts, results_for_pack
from evidence.pack.known import (
    KnownComponent,
    KnownControlPoint,
    KnownLot,
    KnownStep,
    KnownTest,
    KnownYield,
)
from evidence.pack.problems import NotReadable
from evidence.pack.units import read_unit
from kernel.errors import Refused
from lots.models import Lot
from masters.baseline import BaselineValues, MasterRecordValue, SpecificationValue
from masters.queries import baseline_values
from parties.models import Site

_PIECES = {"capsule": "{capsule}", "tablet": "{tablet}", "softgel": "{softgel}", "gummy": "{unit}"}


def known_lot(lot: Lot) -> KnownLot:
    """The lot's header facts and frozen baseline; a constant number of queries.

    Raises Refused for a lot that has not been started: it has no baseline yet.
    """
    known = known_from(lot, baseline_values(lot), agreement_of(lot), Site.objects.get(pk=lot.site_id))
    drafts = ready_drafts(lot.pk)
    return replace(
        known,
        results=results_for_pack(drafts),
        documents=documents_for_pack(drafts),
        certificates=certificates_for_pack(drafts),
    )


def agreement_of(lot: Lot) -> AgreementVersion | None:
    """The agreement version that the lot was started under."""
    return (
        AgreementVersion.objects.select_related("agreement")
        .filter(pk__in=[key for key in [lot.agreement_version_id] if key])
        .first()
    )


def known_from(lot: Lot, baseline: BaselineValues, agreement: AgreementVersion | None, site: Site) -> KnownLot:
    """The same from rows that were read already; no query."""
    record = baseline.master_record
    if record is None or agreement is None:
        raise Refused(
            f"{lot} has no approved master record and agreement yet. Start the lot first.", "21 CFR 111.255(b)"
        )
    plan, label, product = baseline.sampling_plan, baseline.label, baseline.product
    return KnownLot(
        agreement_number=agreement.agreement.number,
        agreement_version=str(agreement.version),
        product_code=product.code,
        product_name=product.name,
        master_record_number=record.number,
        master_record_version=str(record.version),
        batch_size=plain(record.batch_size),
        batch_size_unit=unit_code(record.batch_unit) or record.batch_unit,
        lot_number=lot.number,
        site_name=site.name,
        site_registration=site.fda_registration or None,
        time_zone=site.time_zone,
        made_on=lot.made_on,
        packed_on=lot.packed_on,
        expires_on=lot.expires_on,
        quantity=None if lot.quantity_good is None else plain(lot.quantity_good),
        quantity_unit=unit_code(lot.unit),
        steps=tuple(KnownStep(step.number, step.instruction) for step in record.steps),
        components=_components(record),
        yields=_yields(record),
        control_points=_control_points(record),
        tests=_tests(baseline.specification),
        sampling_plan_number=plan.number if plan else None,
        sampling_plan_version=str(plan.version) if plan else None,
        label_number=label.number if label else None,
        label_version=str(label.version) if label else None,
        gtin=label.gtin if label else product.gtin,
        market=product.market,
        labels_per_unit=label.labels_per_unit if label else None,
        unit_content=Decimal(product.count_per_unit),
        unit_content_unit=_PIECES.get(product.dosage_form.casefold(), "{unit}"),
    )


def unit_code(text: str) -> str | None:
    """The UCUM code of a unit of a master ("bottle", "kg"); None where the list has no such unit."""
    try:
        return read_unit(text)
    except NotReadable:
        return None


def plain(amount: Decimal) -> Decimal:
    """The amount without the zeros that the column's scale adds: 600000, not 600000.0000."""
    return Decimal(format(amount.normalize(), "f"))


def _components(record: MasterRecordValue) -> tuple[KnownComponent, ...]:
    return tuple(
        KnownComponent(c.code, c.name, c.kind, c.step, plain(c.target), c.unit, plain(c.tolerance))
        for c in record.components
    )


def _yields(record: MasterRecordValue) -> tuple[KnownYield, ...]:
    return tuple(
        KnownYield(y.phase, plain(y.theoretical), y.unit, plain(y.minimum_percent), plain(y.maximum_percent))
        for y in record.yields
    )


def _control_points(record: MasterRecordValue) -> tuple[KnownControlPoint, ...]:
    return tuple(
        KnownControlPoint(
            p.name, p.step, p.unit, None if p.lowest is None else plain(p.lowest),
            None if p.highest is None else plain(p.highest),
        )
        for p in record.control_points
    )  # fmt: skip


def _tests(specification: SpecificationValue | None) -> tuple[KnownTest, ...]:
    tests = specification.tests if specification else ()
    return tuple(KnownTest(t.code, t.name, t.stage, t.method, t.limit, t.unit or None) for t in tests)


def lot_for_evidence(lot_id: UUID) -> Lot:
    """A lot with what the evidence pages show of it; raises DoesNotExist for strangers."""
    return Lot.objects.select_related("product", "sponsor", "cmo", "site", "gate").get(pk=lot_id)
