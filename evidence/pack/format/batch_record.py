"""Category 1: the batch production record (21 CFR 111.255, 111.260)."""

from typing import Literal

from evidence.pack.format.fields import (
    Amount,
    Code,
    Day,
    Initials,
    Moment,
    Note,
    Number,
    Row,
    Text,
    Unit,
    YesNo,
    column,
    optional,
)


class LotNumber(Row):
    number: Code = column("Lot number", "Number of the batch, packaged lot or bulk lot, 111.260(a).")
    kind: Literal["batch", "packaged lot", "bulk lot"] = column("Kind", "What the number names, 111.260(a)(1)-(3).")
    parent: Code | None = optional("Made from lot", "Lot this one was packed or split from, 111.260(a).")
    quantity: Amount | None = optional("Quantity", "Amount of the lot, 111.260(k)(1).", unit="see unit")
    unit: Unit | None = optional("Unit", "Unit of all quantities of this row.")
    sampled: Amount | None = optional("Sampled", "Taken out as samples, 111.80.", unit="see unit")
    wasted: Amount | None = optional("Wasted", "Lost or rejected in the next operation, 111.260(f).", unit="see unit")
    remaining: Amount | None = optional("Remaining", "Left over and kept, 111.260(f).", unit="see unit")


class Step(Row):
    """A step of the master record as it was performed; one row per component where several are added."""

    number: Code = column("Step", "Step number of the master record, 111.260(j).")
    instruction: Text | None = optional("Instruction", "The step's title in the master record, 111.210(h).")
    procedure: Code | None = optional("Procedure", "Written procedure followed, with its version, 111.14(b)(2).")
    component: Code | None = optional("Component", "Component weighed and added in this step, 111.260(j)(2).")
    started_at: Moment | None = optional("Started", "When the step began, 111.260(j)(1).", unit="site time")
    finished_at: Moment | None = optional("Finished", "When the step ended, 111.260(j)(1).", unit="site time")
    performed_by: Initials | None = optional("Performed by", "Initials of the performer, 111.260(j)(2).")
    weighed_by: Initials | None = optional("Weighed by", "Initials of the person weighing, 111.260(j)(2)(i).")
    weighed_at: Moment | None = optional("Weighed", "When it was weighed, 111.260(j)(1).", unit="site time")
    weight_verified_by: Initials | None = optional("Weight verified by", "Initials of the verifier, 111.260(j)(2)(ii).")
    weight_verified_at: Moment | None = optional("Weight verified", "When it was verified.", unit="site time")
    added_by: Initials | None = optional("Added by", "Initials of the person adding, 111.260(j)(2)(iii).")
    added_at: Moment | None = optional("Added", "When it was added, 111.260(j)(1).", unit="site time")
    addition_verified_by: Initials | None = optional(
        "Addition verified by", "Initials of the verifier, 111.260(j)(2)(iv)."
    )
    addition_verified_at: Moment | None = optional("Addition verified", "When it was verified.", unit="site time")
    entered_at: Moment | None = optional(
        "Entered", "When the entry was made, if later than the step.", unit="site time"
    )
    late_reason: Note | None = optional("Reason for late entry", "Why it was entered later, 111.260(j).")


class Yield(Row):
    phase: Text = column("Phase", "Phase of processing, 111.260(f).")
    theoretical: Amount | None = optional("Theoretical yield", "Theoretical yield, 111.210(f).", unit="see unit")
    actual: Amount | None = optional("Actual yield", "Actual yield, 111.260(f).", unit="see unit")
    unit: Unit | None = optional("Unit", "Unit of both yields.")
    lowest_percent: Number | None = optional("Lowest %", "Minimum of the master record, 111.210(f).", unit="%")
    highest_percent: Number | None = optional("Highest %", "Maximum of the master record, 111.210(f).", unit="%")
    event: Code | None = optional("Event", "Deviation that covers a yield outside its limits, 111.113(a)(2).")


class Equipment(Row):
    number: Code = column("Equipment", "Identity of the equipment or line, 111.260(b).")
    name: Text | None = optional("Name", "What it is, 111.260(b).")
    step: Code | None = optional("Step", "Step it was used in.")
    used_from: Moment | None = optional("Used from", "First use for this lot, 111.260(b).", unit="site time")
    used_until: Moment | None = optional("Used until", "Last use for this lot, 111.260(b).", unit="site time")
    cleaned_at: Moment | None = optional("Cleaned", "End of cleaning before use, 111.260(c).", unit="site time")
    cleaned_by: Initials | None = optional("Cleaned by", "Initials of the cleaner, 111.260(c).")
    sanitized_at: Moment | None = optional("Sanitized", "End of sanitizing, 111.260(c).", unit="site time")
    log_reference: Text | None = optional("Log", "Cross-reference to the equipment log, 111.260(c).")
    previous_product: Text | None = optional("Previous product", "Product made on it before.")
    previous_lot: Code | None = optional("Previous lot", "Lot made on it before.")
    previous_allergens: Text | None = optional(
        "Previous allergens", "Allergens of the product made before, separated by commas; none when it had none."
    )
    allergen_cleaning: Text | None = optional(
        "Allergen cleaning", "File name of the proof that the allergen was cleaned off, 111.27(d)."
    )
    calibration_due_on: Day | None = optional(
        "Calibration due", "Calibration is valid until, 111.25-111.30.", unit="date"
    )


class ControlReading(Row):
    control_point: Text = column("Control point", "Control point of the master record, 111.260(g).")
    step: Code | None = optional("Step", "Step it belongs to.")
    measured_at: Moment | None = optional("Measured", "When it was read, 111.260(g).", unit="site time")
    value: Number | None = optional("Reading", "Actual result of monitoring, 111.260(g).", unit="see unit")
    unit: Unit | None = optional("Unit", "Unit of the reading and its limits.")
    lowest: Number | None = optional("Lowest", "Lower limit, inclusive, 111.70(a).", unit="see unit")
    highest: Number | None = optional("Highest", "Upper limit, inclusive, 111.70(a).", unit="see unit")
    instrument: Code | None = optional("Instrument", "Identity of the instrument, 111.27.")
    measured_by: Initials | None = optional("Read by", "Initials of the reader.")
    event: Code | None = optional("Event", "Deviation that covers a reading outside its limits.")


class QualityDecision(Row):
    """Quality control's review and decision, one row for the batch and one for each packaged lot."""

    kind: Literal["batch", "packaged lot"] = column("Kind", "What was decided about, 111.260(l)(2)-(4).")
    lot: Code | None = optional("Lot", "Lot decided about, 111.260(l).")
    reviewed_by: Initials | None = optional("Reviewed by", "QC person who reviewed the record, 111.260(l)(1).")
    reviewed_at: Moment | None = optional("Reviewed", "When the review ended, 111.140(b)(2).", unit="site time")
    decision: Literal["approved", "rejected"] | None = optional("Decision", "What QC decided, 111.260(l)(3)-(4).")
    decided_by: Initials | None = optional("Decided by", "QC person who decided, 111.140(b)(2).")
    decided_at: Moment | None = optional("Decided", "When it was decided, 111.140(b)(2).", unit="site time")
    is_signed: YesNo | None = optional("Signed", "The decision bears the person's signature, 111.140(b)(2).")


class BatchRecord(Row):
    lots: tuple[LotNumber, ...] = column("Lot numbers", "111.260(a).", default=())
    steps: tuple[Step, ...] = column("Steps performed", "111.260(j).", default=())
    yields: tuple[Yield, ...] = column("Yields", "111.260(f).", default=())
    equipment: tuple[Equipment, ...] = column("Equipment", "111.260(b),(c).", default=())
    readings: tuple[ControlReading, ...] = column("Control readings", "111.260(g).", default=())
    decisions: tuple[QualityDecision, ...] = column("Quality control decisions", "111.260(l).", default=())
