"""What must hold before a version of the baseline is approved (21 CFR 111.70, 111.205, 111.210, 111.410)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor, PartnershipRow
from masters.baseline import (
    LabelValue,
    LaboratoryValue,
    MasterRecordValue,
    ProductValue,
    SamplingPlanValue,
    SpecificationValue,
)
from masters.gtin import is_gtin
from masters.models.labels import NutrientClass
from masters.models.products import RiskTier
from masters.models.records import ComponentKind
from masters.models.specifications import TestCategory
from masters.models.standing import Unit
from masters.standing import StandingKind
from parties.rules import check_distinct

_ALL_PERCENT = Decimal(100)


class Dated(Protocol):
    """A version as far as its place in time goes."""

    version: int
    valid_from: date


class Recorded(Protocol):
    """A version as far as corrections go."""

    version: int
    recorded_until: datetime | None


def check_name(text: str, what: str, clause: str) -> None:
    """A name that people read aloud: visible characters, no padding."""
    if not text or text != text.strip() or not text.isprintable():
        raise Refused(f"Give {what} as it is printed, without blanks around it.", clause)


def check_once(names: Iterable[str], what: str, clause: str) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise Refused(f"{what} {twice[0]} is listed twice. List it once.", clause)


def check_product(product: ProductValue, *, is_taken: bool) -> None:
    """A product has a code of its own, a shelf life and a GTIN that can be scanned."""
    check_name(product.code, "the product code", "21 CFR 111.210(a)")
    check_name(product.name, "the product name", "21 CFR 111.210(a)")
    check_name(product.group, "the product group", "quality agreement")
    if is_taken:
        raise Refused(f"Product {product.code} exists already in this partnership.", "21 CFR 111.210(a)")
    if product.shelf_life_months < 1 or product.count_per_unit < 1:
        raise Refused("Shelf life and count per unit must be at least 1.", "21 CFR 111.210(g)")
    if product.risk_tier not in RiskTier.values:
        raise Refused(f"“{product.risk_tier}” is not a risk tier.", "quality agreement")
    check_gtin(product.gtin)


def check_gtin(gtin: str) -> None:
    """R417: the check digit must be right."""
    if not is_gtin(gtin):
        raise Refused(
            f"“{gtin}” is not a GTIN: 8, 12, 13 or 14 digits, the last one being the check digit.",
            "21 CFR 111.410(c)",
        )


def check_follows(last: Dated | None, *, version: int | None, valid_from: date, today: date) -> int:
    """The number that the new version gets.

    The first version here may carry the number it has on paper and a date in the past; a later one takes the
    next number and is valid from today or later, and from after its predecessor.
    """
    if last is None:
        if version is not None and version < 1:
            raise Refused("Versions are counted from 1.", "21 CFR 111.205(a)")
        return version or 1
    if version not in (None, last.version + 1):
        raise Refused(f"The next version is {last.version + 1}, not {version}.", "21 CFR 111.205(a)")
    if valid_from <= last.valid_from:
        raise Refused(
            f"Version {last.version} is valid from {last.valid_from}. The next one must begin later.",
            "21 CFR 111.205(a)",
        )
    if valid_from < today:
        raise Refused(
            f"A version cannot be valid before its approval. Choose {today} or a later day.",
            "21 CFR 111.123(a)(1)",
        )
    return last.version + 1


def check_first(there: Any, kind: str) -> None:
    """Only the first version enters by itself."""
    if there is not None:
        raise Refused(
            f"{kind} {there} is there already. Propose a change: its approval makes the next version.",
            "21 CFR 111.205(a)",
        )


def check_based_on(last: Any, based_on: UUID) -> None:
    """A change says what is different from one version; on another one it would say something else."""
    if last is None or last.pk != based_on:
        raise Refused(
            f"The change was written against another version than {last}, which holds now. "
            "Give it back, to be written anew.",
            "21 CFR 111.205(a)",
            code="stale",
        )


def check_corrects(
    version: Recorded, *, valid_from: date, says_other: bool, before: Dated | None, after: Dated | None
) -> None:
    """A correction says something else about a version that holds, and leaves the chain in its order.

    `before` and `after` are its neighbors; a correction may reach back as far as the one before began.
    """
    if version.recorded_until is not None:
        raise Refused(
            f"Version {version.version} was corrected on {version.recorded_until.date()} already. "
            "Correct what holds since then.",
            "21 CFR 11.10(e)",
            code="wrong-state",
        )
    if not says_other:
        raise Refused("It says nothing else than what is recorded. There is nothing to correct.", "21 CFR 11.10(e)")
    if before is not None and valid_from <= before.valid_from:
        raise Refused(
            f"Version {before.version} is valid from {before.valid_from}. This one must begin later.",
            "21 CFR 111.205(a)",
        )
    if after is not None and valid_from >= after.valid_from:
        raise Refused(
            f"Version {after.version} is valid from {after.valid_from}. This one must begin before it.",
            "21 CFR 111.205(a)",
        )


def check_may_correct(by: Actor, row: PartnershipRow) -> None:
    """The baseline is the sponsor's: its head of quality says what really held."""
    if by.side(row) != "sponsor":
        raise Forbidden("The sponsor’s head of quality corrects the baseline.", "21 CFR 11.10(g)")


def check_master_record(record: MasterRecordValue) -> None:
    """Formula, instructions and yields are complete and fit together (111.210(b)-(h))."""
    check_name(record.number, "the number of the master record", "21 CFR 111.210(a)")
    if record.batch_size <= 0:
        raise Refused("The batch size must be more than zero.", "21 CFR 111.205(a)")
    if not (record.components and record.steps and record.yields):
        raise Refused(
            "A master record needs components, written instructions and theoretical yields.",
            "21 CFR 111.210(b), (f), (h)",
        )
    check_once((c.code for c in record.components), "Component", "21 CFR 111.210(b)")
    check_once((s.number for s in record.steps), "Step", "21 CFR 111.210(h)")
    check_once((y.phase for y in record.yields), "Phase", "21 CFR 111.210(f)")
    check_once((p.name for p in record.control_points), "Control point", "21 CFR 111.210(h)(4)")
    _check_steps_exist(record)
    _check_figures(record)


def _check_steps_exist(record: MasterRecordValue) -> None:
    steps = {step.number for step in record.steps}
    lines = [(line.name, line.step) for line in record.components]
    lines += [(point.name, point.step) for point in record.control_points]
    for name, step in lines:
        if step not in steps:
            raise Refused(
                f"{name} names step {step}, which is not among the instructions.",
                "21 CFR 111.210(h)",
            )


def _check_figures(record: MasterRecordValue) -> None:
    for line in record.components:
        if line.kind not in ComponentKind.values:
            raise Refused(f"“{line.kind}” is not a kind of component ({line.name}).", "21 CFR 111.210(b)")
        if line.target <= 0 or line.tolerance < 0:
            raise Refused(
                f"{line.name}: the target must be more than zero and the tolerance not negative.",
                "21 CFR 111.210(c)",
            )
    for phase in record.yields:
        if phase.theoretical <= 0 or not 0 <= phase.minimum_percent <= phase.maximum_percent:
            raise Refused(
                f"{phase.phase}: give a theoretical yield and limits with the lower one first.",
                "21 CFR 111.210(f)",
            )
    for point in record.control_points:
        if point.lowest is not None and point.highest is not None and point.lowest > point.highest:
            raise Refused(f"{point.name}: the lower limit lies above the upper one.", "21 CFR 111.210(h)(4)")


def check_specification(specification: SpecificationValue) -> None:
    """At least one attribute, each with method and limit (111.70(e), 111.75(h))."""
    check_name(specification.number, "the number of the specification", "21 CFR 111.70(e)")
    if not specification.tests:
        raise Refused("A specification needs at least one test.", "21 CFR 111.70(e)")
    check_once((t.code for t in specification.tests), "Test", "21 CFR 111.70(e)")
    for test in specification.tests:
        check_name(test.code, "the code of each test", "21 CFR 111.70(e)")
        if test.category not in TestCategory.values:
            raise Refused(f"“{test.category}” is not a category of test ({test.name}).", "21 CFR 111.70(e)")
        if not test.method.strip() or not test.limit.strip():
            raise Refused(f"{test.name} needs a method and a limit.", "21 CFR 111.75(h)")


def check_sampling_plan(plan: SamplingPlanValue, known_tests: set[str] | None) -> None:
    """A plan has a documented basis and draws tests that the specification has (111.75(c), trap T3)."""
    check_name(plan.number, "the number of the sampling plan", "21 CFR 111.75(c)")
    if not plan.basis.strip():
        raise Refused("Give the documented basis of the sampling plan.", "21 CFR 111.75(c)(3)")
    if known_tests is None:
        raise Refused("Approve a specification for that day first.", "21 CFR 111.75(c)")
    if not plan.tests:
        raise Refused("A sampling plan runs at least one test on a drawn lot.", "21 CFR 111.75(c)")
    check_once(plan.tests, "Test", "21 CFR 111.75(c)")
    unknown = [code for code in plan.tests if code not in known_tests]
    if unknown:
        raise Refused(f"The specification has no test {unknown[0]}.", "21 CFR 111.75(c)")


def check_label(label: LabelValue) -> None:
    """Countable and scannable (111.410(b), 111.415)."""
    check_name(label.number, "the number of the label", "21 CFR 111.410(c)")
    check_gtin(label.gtin)
    if label.labels_per_unit < 1:
        raise Refused("A unit carries at least one label.", "21 CFR 111.410(b)")
    if label.tolerance_labels < 0 or not 0 <= label.tolerance_percent < _ALL_PERCENT:
        raise Refused("The tolerance of a label count cannot be negative or everything.", "21 CFR 111.410(b)")
    check_once((fact.name for fact in label.facts), "Declared line", "21 CFR 101.36")
    for fact in label.facts:
        check_name(fact.name, "the name of each declared line", "21 CFR 101.36")
        if fact.nutrient_class not in NutrientClass.values:
            raise Refused(f"“{fact.nutrient_class}” is not a class of nutrients ({fact.name}).", "21 CFR 101.9(g)(3)")
        if fact.amount is not None and (fact.amount <= 0 or not fact.unit):
            raise Refused(f"{fact.name}: an amount is more than zero and has a unit.", "21 CFR 101.36")


def check_laboratory(laboratory: LaboratoryValue) -> None:
    check_name(laboratory.name, "the name of the laboratory", "21 CFR 111.320(a)")
    if not laboratory.methods or not all(method.strip() for method in laboratory.methods):
        raise Refused("Name the methods that the laboratory is approved for.", "21 CFR 111.320(b)")
    check_once(laboratory.methods, "Method", "21 CFR 111.320(b)")


def check_standing(kind: StandingKind, values: Sequence[Any]) -> None:
    """Each row has its key, once; a person belongs to a unit of the trade; spans do not end before they begin."""
    if not values:
        raise Refused(f"There is no row to record as {kind.title.lower()}.", kind.paragraph)
    check_once((" / ".join(str(getattr(value, name)) for name in kind.key) for value in values), "Row", kind.paragraph)
    for value in values:
        check_name(getattr(value, kind.key[0]), f"the {kind.key[0]} of each row", kind.paragraph)
        unit = getattr(value, "unit", Unit.PRODUCTION.value)
        if unit not in Unit.values:
            raise Refused(f"“{unit}” is not a unit. Write {', '.join(Unit.values)}.", kind.paragraph)
        for begin, end in (("approved_from", "approved_until"), ("trained_from", "trained_until")):
            first, last = getattr(value, begin, None), getattr(value, end, None)
            if first is not None and last is not None and last < first:
                raise Refused(f"{getattr(value, kind.key[0])}: {end} lies before {begin}.", kind.paragraph)


def check_brings_something(rows: int, same: int) -> None:
    """A draft that would change nothing is not kept."""
    if rows == same:
        raise Refused("Everything in it is recorded already. There is nothing to approve.", "21 CFR 111.205(a)")


def check_approves_baseline(by: Actor, draft: PartnershipRow, brought_by_id: UUID) -> None:
    """The sponsor approves its own baseline, and not by the person who brought it (domain §C: author ≠ approver)."""
    if by.side(draft) != "sponsor":
        raise Forbidden("The sponsor’s head of quality approves first versions.", "21 CFR 11.10(g)")
    check_distinct(
        by, [brought_by_id], "You brought these first versions. Somebody else must approve them.", "21 CFR 111.12(b)"
    )
