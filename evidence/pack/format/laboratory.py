"""Category 3: laboratory and testing (21 CFR 111.70(c),(e), 111.73-111.77, 111.83, 111.303-111.325)."""

from decimal import Decimal
from typing import Literal

from evidence.pack.format.fields import (
    Amount,
    Code,
    Day,
    Initials,
    Limit,
    Moment,
    Result,
    Row,
    Text,
    Unit,
    Whole,
    YesNo,
    column,
    optional,
)

Stage = Literal["component", "in-process", "finished", "packaged"]


class Sampling(Row):
    """The sampling plan and its draw for this lot (111.75(c), 111.80, 111.105(c))."""

    plan_number: Code | None = optional("Sampling plan", "Plan the lot was sampled under, 111.80, 111.75(c).")
    plan_version: Code | None = optional("Plan version", "Version of the plan.")
    plan_effective_on: Day | None = optional("Plan in force from", "First day the plan was in force.", unit="date")
    approved_by: Initials | None = optional("Approved by", "QC person who approved the plan, 111.105(c).")
    approved_on: Day | None = optional("Approved on", "Date of the approval, 111.105(c).", unit="date")
    basis_document: Text | None = optional("Basis", "File name of the documented basis, 111.75(c)(3).")
    is_drawn: YesNo | None = optional("Lot drawn", "Whether the draw selected this lot for testing, 111.75(c).")
    drawn_on: Day | None = optional("Drawn on", "Date of the draw.", unit="date")
    drawn_by: Initials | None = optional("Drawn by", "Who drew.")
    untested_lots: Whole | None = optional(
        "Untested lots before", "Consecutive lots not drawn before this one.", unit="lots"
    )


class SelectedTest(Row):
    test: Code = column("Test", "Test code of the specification, 111.70(e).")
    is_selected: YesNo | None = optional("Selected", "Whether the draw selected this test, 111.75(c).")
    basis: Text | None = optional("Basis of exemption", "Documented basis when exempt, 111.75(d).")


class Sample(Row):
    number: Code = column("Sample", "Sample number, 111.80.")
    lot: Code | None = optional("Lot", "Lot it was taken from, 111.80.")
    kind: Literal["component", "in-process", "finished", "packaged", "reserve"] | None = optional(
        "Kind", "What was sampled, 111.80(a)-(e)."
    )
    taken_at: Moment | None = optional("Taken", "When it was taken, 111.80.", unit="site time")
    taken_by: Initials | None = optional("Taken by", "Who took it.")
    quantity: Amount | None = optional(
        "Quantity", "Amount taken; reserve at least twice all tests, 111.83(b)(4).", unit="see unit"
    )
    unit: Unit | None = optional("Unit", "Unit of the quantity.")
    position: Text | None = optional("Position", "Where it was taken, for example middle of run.")
    container: Text | None = optional("Container", "Container-closure of a reserve sample, 111.83(b)(1).")
    storage: Text | None = optional("Storage", "Storage of a reserve sample, 111.465(a).")
    retain_until: Day | None = optional("Retain until", "Reserve sample is kept until, 111.465(b).", unit="date")


class TestResult(Row):
    __test__ = False  # a result of a laboratory's test, not a test of ours

    number: Code = column("Result", "Number of the result in this pack, unique.")
    stage: Stage | None = optional("Stage", "What was tested, 111.75(a)-(d).")
    test: Code = column("Test", "Test code of the specification, 111.70.")
    name: Text | None = optional("Test name", "Name of the test.")
    method: Code | None = optional("Method", "Method used, 111.320(b).")
    method_version: Code | None = optional("Method version", "Version of the method.")
    conditions: Text | None = optional("Test conditions", "Conditions the test was run under.")
    laboratory: Text | None = optional("Laboratory", "Laboratory that tested, 111.315.")
    sample: Code | None = optional("Sample", "Sample tested, 111.80.")
    sample_lot: Code | None = optional("Sample's lot", "Lot of the sample; must be this lot, 111.260(a).")
    sampled_on: Day | None = optional("Sampled on", "Date of sampling.", unit="date")
    received_on: Day | None = optional("Received by laboratory", "Date the laboratory got it.", unit="date")
    tested_on: Day | None = optional("Tested on", "Date of the test, 111.325(b)(2).", unit="date")
    value: Result | None = optional(
        "Result value", "Result as reported: 12.5, <0.5, <LOQ, ND, complies.", unit="see unit"
    )
    unit: Unit | None = optional("Unit", "Unit of the result and of the LOQ.")
    loq: Amount | None = optional("LOQ", "Limit of quantitation; needed for ND and <LOQ, 111.320.", unit="see unit")
    limit: Limit | None = optional(
        "Limit", "Specification as written: NMT 10 ppm, 90 to 110, 111.70(e).", unit="own, or see unit"
    )
    stated: Literal["pass", "fail"] | None = optional("Laboratory says", "The laboratory's own wording; never decides.")
    analyst: Initials | None = optional("Analyst", "Who tested, 111.325(b)(2).")
    reviewer: Initials | None = optional("Reviewer", "Second person who reviewed; not the analyst.")
    is_average: YesNo | None = optional(
        "Average", "Yes when the value is an average; empty for a single determination."
    )
    replicates: Text | None = optional("Single values", "Values behind an average, separated by semicolons.")
    retest_of: Code | None = optional("Retest of", "Number of the initial result this one repeats.")
    retests_declared: Whole | None = optional(
        "Retests declared", "How many retests the plan declared before the first of them.", unit="tests"
    )
    event: Code | None = optional("Event", "Out-of-specification event, 111.113(a)(1).")
    document: Text | None = optional("Document", "File name of the certificate or report, 111.325(b)(2).")

    @property
    def spec_low(self) -> Decimal | None:
        """Lower end of the limit as written, in the limit's unit (or the row's when it names none)."""
        return self.limit.low if self.limit is not None and self.limit.is_numeric else None

    @property
    def spec_high(self) -> Decimal | None:
        """Upper end of the limit as written, in the limit's unit (or the row's when it names none)."""
        return self.limit.high if self.limit is not None and self.limit.is_numeric else None


class Laboratory(Row):
    sampling: Sampling = column("Sampling plan", "111.75(c), 111.80.", default=Sampling())
    selected_tests: tuple[SelectedTest, ...] = column("Selected tests", "The draw, test by test.", default=())
    samples: tuple[Sample, ...] = column("Samples", "111.80, 111.83.", default=())
    results: tuple[TestResult, ...] = column("Results", "111.75, 111.325(b)(2).", default=())
