"""The approved baseline and the signed agreement of Alder & Pine at Keystone, made through the real actions.

The figures are those of `tests.factories.packs.complete_pack`: magnesium glycinate, 120 capsules a bottle.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from agreements.actions import ClauseDraft, acknowledge, agree, draft_agreement, sign
from agreements.content import version_content
from agreements.models import AgreementVersion
from agreements.queries import version as agreement_version
from kernel import scope
from kernel.scope import Actor
from masters import actions
from masters.baseline import (
    ComponentValue,
    ControlPointValue,
    LabelFactValue,
    LabelValue,
    LaboratoryValue,
    MasterRecordValue,
    ProductValue,
    SamplingPlanValue,
    SpecificationValue,
    StepValue,
    TestValue,
    YieldValue,
)
from masters.models import Product
from masters.queries import Baseline, baseline_on
from masters.standing import KINDS
from parties.models import Partnership
from records.content import content_hash
from tests.factories import known_lots
from tests.factories.agreed_clauses import clauses
from tests.factories.signing import proof
from tests.factories.standing import STANDING
from tests.factories.world import LONG_AGO, World

GROUP = "minerals"
VALID_FROM = date(2025, 9, 1)
CATEGORIES = {
    "ID-MG": "identity", "ASSAY-MG": "strength", "APP": "physical", "DISINT": "physical", "LEAD": "contaminant",
    "ARSENIC": "contaminant", "CADMIUM": "contaminant", "MERCURY": "contaminant", "TAMC": "microbiology",
    "TYMC": "microbiology", "ECOLI": "microbiology", "SALM": "microbiology",
}  # fmt: skip


def product_value(**changed: object) -> ProductValue:
    known = known_lots.known_lot()
    values = {
        "code": known.product_code, "name": known.product_name, "group": GROUP, "dosage_form": "capsule",
        "shelf_life_months": 24, "gtin": known_lots.GTIN, "count_per_unit": 120,
    }  # fmt: skip
    return ProductValue(**(values | changed))  # type: ignore[arg-type]


def master_record_value(*, version: int | None = 3) -> MasterRecordValue:
    """MMR-0417 for 600 000 capsules."""
    known = known_lots.known_lot()
    return MasterRecordValue(
        number=known.master_record_number,
        version=version,
        batch_size=known.batch_size,
        batch_unit=known.batch_size_unit,
        components=tuple(
            ComponentValue(c.code, c.name, c.material, c.target, c.unit, c.tolerance, c.step) for c in known.components
        ),
        steps=tuple(StepValue(s.number, s.instruction) for s in known.steps),
        yields=tuple(
            YieldValue(y.phase, y.theoretical, y.unit, y.lowest_percent, y.highest_percent) for y in known.yields
        ),
        control_points=tuple(
            ControlPointValue(p.name, p.step, p.unit, p.lowest, p.highest) for p in known.control_points
        ),
        in_force_from=VALID_FROM,
    )


def specification_value(*, version: int | None = 4) -> SpecificationValue:
    tests = known_lots.TESTS
    return SpecificationValue(
        number="SPEC-0417",
        version=version,
        tests=tuple(TestValue(t.code, t.name, CATEGORIES[t.code], t.method, t.limit, t.unit or "") for t in tests),
    )


def sampling_plan_value(*, version: int | None = 2) -> SamplingPlanValue:
    return SamplingPlanValue(
        number="SP-007",
        version=version,
        basis="Statistical basis SP-007: 3 positions a run, every lot, from 38 conforming lots of 2023 to 2025.",
        tests=tuple(t.code for t in known_lots.TESTS),
        packaged_units=20,
    )


def label_value(*, version: int | None = 5) -> LabelValue:
    return LabelValue(
        number="LBL-MG120",
        version=version,
        gtin=known_lots.GTIN,
        tolerance_labels=10,
        tolerance_percent=Decimal("0.500"),
        artwork_sha256="5d1f0e5b2f3b8c1f6d0c0b7c7ad1a2e94f6b6d3c25b2a9e9a0b8a8c1d4e7f601",
        shelf_life_basis="Stability study ST-2024-07",
        shelf_life_supported_months=24,
        facts=(
            LabelFactValue("Magnesium", Decimal(120), "mg/{capsule}", "I", "ASSAY-MG"),
            LabelFactValue("Rice flour"),
        ),
    )


LABORATORIES = (
    LaboratoryValue(
        name="Summit Analytical Laboratory",
        methods=("QC-101", "QC-114", "QC-120", "USP-2040", "USP-2232", "USP-2021", "USP-2022"),
        accreditation="ISO/IEC 17025, certificate 3384.01",
        accredited_until=date(2028, 6, 30),
    ),
    LaboratoryValue(name="Keystone QC Laboratory", methods=("QC-031", "QC-101", "QC-114")),
)


def make_product(
    world: World, *, partnership: Partnership | None = None, by: Actor | None = None, **changed: object
) -> Product:
    """The product alone, without any approved version."""
    by = by or world.cmo_qa
    with scope.opened(by):
        return actions.add_product(
            partnership_id=(partnership or world.alder_keystone).pk,
            content=product_value(**changed),
            by=by,
            reason="taken over from paper",
            at=LONG_AGO,
        )


def make_baseline(
    world: World,
    *,
    partnership: Partnership | None = None,
    valid_from: date = VALID_FROM,
    by: Actor | None = None,
    **changed: object,
) -> Baseline:
    """Product, master record v3, specification v4, sampling plan v2, label v5 and two laboratories, approved.

    `changed` are fields of the product; `Baseline.master_record.product` is the product.
    """
    partnership, by = partnership or world.alder_keystone, by or world.cmo_qa
    product = make_product(world, partnership=partnership, by=by, **changed)
    with scope.opened(by):
        given = {"product_id": product.pk, "valid_from": valid_from, "by": by, "reason": "taken over", "at": LONG_AGO}
        actions.approve_master_record(content=master_record_value(), **given)
        actions.approve_specification(content=specification_value(), **given)
        actions.approve_sampling_plan(content=sampling_plan_value(), **given)
        actions.approve_label(content=label_value(), **given)
        for laboratory in LABORATORIES:
            actions.approve_laboratory(
                partnership_id=partnership.pk, content=laboratory, by=by, reason="taken over", at=LONG_AGO
            )
        record_facts(partnership, by)
        return baseline_on(product, valid_from)


def record_facts(partnership: Partnership, by: Actor) -> None:
    """Suppliers, methods, people, component specifications and equipment behind `complete_pack()`."""
    for name, kind in KINDS.items():
        actions.record_standing_facts(
            partnership_id=partnership.pk, kind=kind, values=getattr(STANDING, name), by=by, reason="taken over",
            at=LONG_AGO,
        )  # fmt: skip


def make_agreement(
    world: World,
    *,
    pattern: str = "sponsor_release",
    stated: Sequence[ClauseDraft] = (),
    partnership: Partnership | None = None,
    sponsor: Actor | None = None,
    cmo: Actor | None = None,
    product_group: str = GROUP,
    number: str = "QA-ALD-KEY-01",
    version: int = 2,
    effective_from: date = date(2026, 1, 5),
    effective_until: date | None = None,
    at: datetime = LONG_AGO,
) -> AgreementVersion:
    """A version signed by both sides and in force; `pattern` as in `agreed_clauses`, or all clauses as `stated`."""
    partnership, sponsor, cmo = partnership or world.alder_keystone, sponsor or world.head, cmo or world.cmo_qa
    with scope.opened(sponsor):
        drafted = draft_agreement(
            partnership_id=partnership.pk,
            number=number,
            title="Quality agreement, capsules and tablets",
            product_group=product_group,
            effective_from=effective_from,
            effective_until=effective_until,
            clauses=stated or clauses(pattern),
            version=version,
            by=sponsor,
            reason="taken over from paper",
            at=at,
        )
        agree(version_id=drafted.pk, by=sponsor, reason="", at=at)
    sign_agreement(drafted, sponsor, at=at)
    signed = sign_agreement(drafted, cmo, at=at)
    for by in (sponsor, cmo):
        with scope.opened(by):
            acknowledge(version_id=signed.pk, by=by, reason="", at=at)
    return signed


def sign_agreement(version: AgreementVersion, by: Actor, *, at: datetime = LONG_AGO) -> AgreementVersion:
    """One side's signature, with the password that the signing page would ask for."""
    with scope.opened(by):
        shown = content_hash(version_content(agreement_version(version.pk)))
        given = proof(by, at, version, shown)
        return sign(version_id=version.pk, proof=given, shown_hash=shown, by=by, reason="", at=at)
