"""The other headings of a quality agreement (domain §C0): FDA's guidance of 2016, and what supplements need.

Each kind compiles to something that the platform does (`agreements.effects`); the few that are words alone say so.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from agreements.clauses.schemas import Days, Hours, Parameters

Words = Annotated[str, Field(min_length=1, max_length=4000)]
Years = Annotated[int, Field(ge=1, le=50)]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]


class Purpose(Parameters):
    """What the agreement is for."""

    text: Words = Field(title="Purpose")


class Definitions(Parameters):
    """What the agreement's words mean."""

    text: Words = Field(title="Definitions")


class QualityUnit(Parameters):
    """Who acts in the CMO's quality unit (21 CFR 111.12(b))."""

    separate_releasers: Literal[True] = Field(title="Another person releases the packaged lot")


class Facilities(Parameters):
    """How soon the CMO tells of inspections, findings of authorities, and what it lost (registration, certificate)."""

    notice_hours: Hours = Field(title="Inspections and findings of authorities, hours")


class Materials(Parameters):
    """How exactly component lots are accounted for (R215)."""

    balance_percent: Percent = Field(title="Component lots, most percent unaccounted for")


class ProductSpecific(Parameters):
    """What leaves still lasts: days between shipment and expiry."""

    shelf_life_days: Annotated[int, Field(ge=1, le=3660)] = Field(title="Shelf life left at shipment, days")


class LaboratoryControls(Parameters):
    """How often a result out of specification is tested again at most (R316)."""

    most_retests: Annotated[int, Field(ge=1, le=6)] = Field(title="Most retests")


class Documentation(Parameters):
    """How soon the CMO hands over copies of its records."""

    copies_days: Days = Field(title="Copies of records, business days")


class DataIntegrity(Parameters):
    """How soon after a step its record is written (R119; 21 CFR 111.260(j))."""

    late_entry_hours: Hours = Field(title="Entry of a step, hours")


class Recall(Parameters):
    """How soon the CMO says where the lots of a recall and their materials are (21 CFR 7.49)."""

    scope_hours: Hours = Field(title="Scope of a recall, hours")


class ReserveSamples(Parameters):
    """How much is reserved and how long (R320, R321); never less than 21 CFR 111.83(b) asks for."""

    multiple: Annotated[int, Field(ge=2, le=10)] = Field(title="Times the quantity that the tests take")
    months: Annotated[int, Field(ge=12, le=120)] = Field(title="Months past the shelf-life date")


class LabelOwnership(Parameters):
    """Who signs for labels, claims, allergens and artwork; else the head of quality does."""

    approver: Literal["SLB"] = Field(title="Changes of labels are approved by")


class Subcontracting(Parameters):
    """How soon the sponsor answers when the CMO asks to have a step done by somebody else; silence is no consent."""

    answer_days: Days = Field(title="Answer to a subcontractor, business days")


class AuditRight(Parameters):
    """How soon the CMO confirms an audit that the sponsor announces, also one for cause."""

    answer_days: Days = Field(title="Confirmation of an audit, business days")


class RetentionExit(Parameters):
    """How soon all records of the partnership are handed over when it ends, and how long they are kept at least."""

    hand_over_days: Days = Field(title="Records handed over at the end, business days")
    keep_years: Years | None = Field(None, title="Records kept past the last distribution, years")
    """Longer than the law's time, or without effect: a clause cannot shorten it (21 CFR 111.605(a))."""


class Dispute(Parameters):
    """How soon a disagreement about quality is answered."""

    answer_days: Days = Field(title="Answer to a disagreement, business days")


class Termination(Parameters):
    """How long before its end either side says that it will not go on."""

    notice_days: Days = Field(title="Notice before the end, days")


HEADINGS: Mapping[str, type[Parameters]] = {
    "purpose": Purpose,
    "definitions": Definitions,
    "quality_unit": QualityUnit,
    "facilities": Facilities,
    "materials": Materials,
    "product_specific": ProductSpecific,
    "laboratory": LaboratoryControls,
    "documentation": Documentation,
    "data_integrity": DataIntegrity,
    "recall": Recall,
    "reserve_samples": ReserveSamples,
    "label_ownership": LabelOwnership,
    "subcontracting": Subcontracting,
    "audit_right": AuditRight,
    "retention_exit": RetentionExit,
    "dispute": Dispute,
    "termination": Termination,
}
