"""Category 4: packaging and label control (21 CFR 111.127, 111.210(g), 111.260(k), 111.403-111.430)."""

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
    Sha256,
    Text,
    Unit,
    Whole,
    YesNo,
    column,
    optional,
)


class Label(Row):
    """The label that was applied (111.410(a),(c), 111.260(k)(2))."""

    number: Code | None = optional("Label", "Identity of the label, 111.260(k)(1).")
    version: Code | None = optional("Label version", "Version of the label, 111.260(k)(2).")
    market: Text | None = optional("Market", "Market the label is made for.")
    gtin: Code | None = optional("GTIN", "GTIN in the label's barcode.")
    allergens: Text | None = optional(
        "Allergen statement", "Allergens that the label names, separated by commas; none when it names none."
    )
    document: Text | None = optional("Label image", "File name of the actual or representative label, 111.260(k)(2).")
    image_sha256: Sha256 | None = optional("Label image SHA-256", "Hash of the image, lower-case hexadecimal.")
    examined_by: Initials | None = optional("Examined by", "QC person who examined it before the run, 111.410(c).")
    examined_at: Moment | None = optional("Examined", "When it was examined, 111.410(c).", unit="site time")


class LabelFact(Row):
    """A line of the Supplement Facts or of the ingredient list as printed (111.260(k)(2), 111.210(d))."""

    name: Text = column("Name", "Dietary ingredient or ingredient as printed, 111.210(d).")
    amount: Amount | None = optional("Amount", "Amount per serving as printed, 21 CFR 101.36.", unit="see unit")
    unit: Unit | None = optional("Unit", "Unit of the amount.")


class Examination(Row):
    """What was looked at on the representative sample of packaged units (111.75(g), 111.70(g))."""

    attribute: Text = column("Attribute", "What was examined: seal, label, lot code, count, 111.70(g).")
    sample_size: Whole | None = optional("Sample size", "Units examined, 111.75(g).", unit="units")
    defects: Whole | None = optional("Defects", "Units that did not meet it.", unit="units")
    defects_allowed: Whole | None = optional("Defects allowed", "Acceptance number of the plan.", unit="units")
    examined_by: Initials | None = optional("Examined by", "Who examined them, 111.75(g).")
    examined_at: Moment | None = optional("Examined", "When they were examined.", unit="site time")
    event: Code | None = optional("Event", "Event that covers too many defects.")


class PackagedUnits(Row):
    """What the run made (111.260(k)(1))."""

    good: Whole | None = optional("Good units", "Labeled units released to stock.", unit="units")
    rejected_labeled: Whole | None = optional("Rejected labeled units", "Units rejected after labeling.", unit="units")
    sampled: Whole | None = optional("Sampled units", "Labeled units taken as samples, reserve included.", unit="units")
    labels_per_unit: Whole | None = optional("Labels per unit", "Labels applied to each unit.", unit="labels")
    unit_content: Amount | None = optional(
        "Content of a unit", "Bulk pieces or amount in a unit, 111.210(g).", unit="see unit"
    )
    bulk_in: Amount | None = optional("Bulk in", "Bulk brought to the line, 111.260(k)(1).", unit="see unit")
    bulk_unit: Unit | None = optional("Bulk unit", "Unit of content and bulk.")


class LineClearance(Row):
    kind: Literal["opening", "closing"] = column("Kind", "Before or after the run, 111.415(b).")
    line: Code | None = optional("Line", "Packaging line, 111.260(b).")
    previous_product: Text | None = optional("Previous product", "Product packed before, 111.415(b).")
    previous_lot: Code | None = optional("Previous lot", "Lot packed before.")
    previous_label: Code | None = optional("Previous label", "Label used before; none of it may remain, 111.415(c).")
    areas_checked: Text | None = optional("Areas checked", "What was looked at, 111.415(b).")
    completed_at: Moment | None = optional(
        "Completed", "When the clearance was complete, 111.415(b).", unit="site time"
    )
    first_person: Initials | None = optional("First person", "Who cleared the line, 111.260(j)(2).")
    second_person: Initials | None = optional("Second person", "Who checked it; another person.")
    first_unit_at: Moment | None = optional("First unit", "When the first unit was labeled.", unit="site time")


class LabelRoll(Row):
    number: Code = column("Roll", "Label lot or roll, 111.410(b).")
    label: Code | None = optional("Label", "Identity of the label on it.")
    label_version: Code | None = optional("Label version", "Version of the label on it.")
    issued: Whole | None = optional("Issued", "Labels issued to the run, 111.410(b).", unit="labels")
    issued_by: Initials | None = optional("Issued by", "Who issued the roll; not the operator, 111.410(b).")
    issued_at: Moment | None = optional(
        "Issued at", "When the roll left the label store, 111.410(b).", unit="site time"
    )
    issued_to: Code | None = optional("Issued to", "Packaging line of the run, as in the line clearance, 111.410(b).")
    applied: Whole | None = optional("Applied", "Labels applied, 111.410(b).", unit="labels")
    returned: Whole | None = optional("Returned", "Labels returned to stock, 111.410(b).", unit="labels")
    destroyed: Whole | None = optional("Destroyed", "Labels destroyed, 111.415(h).", unit="labels")
    samples: Whole | None = optional("Samples", "Labels taken as samples.", unit="labels")
    retained: Whole | None = optional("Retained", "Labels kept with the batch record, 111.260(k)(2).", unit="labels")
    count_method: Literal["counter", "weight", "hand count"] | None = optional("Count method", "How they were counted.")
    operator: Initials | None = optional("Operator", "Who handled the roll.")
    destroyed_by: Initials | None = optional("Destroyed by", "Who destroyed them, 111.415(h).")
    witness: Initials | None = optional("Witness", "Who saw it; not the operator, 111.415(h).")
    has_electronic_examination: YesNo | None = optional(
        "100 % examination", "Every label examined electronically, 111.410(b)."
    )
    challenge_document: Text | None = optional("Challenge test", "File name of the challenge test of that examination.")
    event: Code | None = optional("Event", "Event that covers a discrepancy.")


class CodingCheck(Row):
    position: Literal["first", "middle", "last"] = column("Position", "Where in the run the unit was taken.")
    checked_at: Moment | None = optional("Checked", "When it was checked.", unit="site time")
    checked_by: Initials | None = optional("Checked by", "Who checked it.")
    lot_printed: Code | None = optional("Lot printed", "Lot code as printed on the unit, 111.410(d).")
    expiry_printed: Text | None = optional("Expiry printed", "Expiry as printed on the unit.")
    expires_on: Day | None = optional("Expiry meant", "The date that the printed expiry stands for.", unit="date")
    gtin: Code | None = optional("GTIN", "GTIN read from the unit, with its check digit.")
    code_read: Text | None = optional(
        "Code read", "Text of the unit's GS1 code as scanned, (01)…(17)…(10)…; write FNC1 as <GS>."
    )
    count: Number | None = optional("Count or fill", "Pieces or fill found in the unit.", unit="see unit")
    count_unit: Unit | None = optional("Unit", "Unit of count or fill.")


class Repack(Row):
    number: Code = column("Repack", "Number of the repackaging or relabeling, 111.420.")
    kind: Literal["repack", "relabel"] = column("Kind", "What was done, 111.420.")
    lot: Code | None = optional("Own lot", "Lot number given to the repacked units, 111.260(a)(2).")
    reason: Note | None = optional("Reason", "Why it was done, 111.420.")
    approved_by: Initials | None = optional("Approved by", "QC person who approved it before, 111.420(a).")
    approved_at: Moment | None = optional("Approved", "When QC approved it, 111.420(a).", unit="site time")
    started_at: Moment | None = optional("Started", "When the work began, 111.420.", unit="site time")
    decision: Literal["released", "rejected"] | None = optional("Decision", "QC's own decision for it, 111.420(c).")
    decided_by: Initials | None = optional("Decided by", "QC person who decided, 111.420(c).")
    decided_at: Moment | None = optional("Decided", "When it was decided, 111.420(c).", unit="site time")


class Packaging(Row):
    label: Label = column("Label", "111.410, 111.260(k)(2).", default=Label())
    units: PackagedUnits = column("Packaged units", "111.260(k)(1).", default=PackagedUnits())
    clearances: tuple[LineClearance, ...] = column("Line clearance", "111.415(b),(c).", default=())
    rolls: tuple[LabelRoll, ...] = column("Label reconciliation", "111.410(b), 111.260(k)(1).", default=())
    coding: tuple[CodingCheck, ...] = column("Coding checks", "111.410(d).", default=())
    repacks: tuple[Repack, ...] = column("Repackaging and relabeling", "111.420.", default=())
    facts: tuple[LabelFact, ...] = column("Label facts", "111.260(k)(2), 111.210(d).", default=())
    examinations: tuple[Examination, ...] = column("Examination of packaged units", "111.75(g).", default=())
