"""One schema a kind of clause (domain §C0). Parameters compile to clocks, gates and lists."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Classification = Literal["minor", "major", "critical"]
Category = Literal["batch_record", "materials", "laboratory", "packaging", "quality_events", "distribution"]
Relation = Literal["batch", "component_lot", "equipment", "line", "label_roll"]
Duty = Literal["hand_off", "review", "question", "decision", "disposition", "interim", "investigation", "answer"]
"""What may be paused. Telling of events may not: serious adverse events have a lawful time (FD&C Act §761(c))."""
Trigger = Literal[
    "supplier", "component_spec", "formula", "process", "equipment", "equipment_like", "site", "cleaning", "method",
    "packaging", "label", "shelf_life", "subcontracting", "personnel", "computer", "shared_line", "utilities",
    "standing",
]  # fmt: skip
Allergen = Literal[
    "none", "milk", "egg", "fish", "crustacean shellfish", "tree nuts", "peanuts", "wheat", "soybeans", "sesame"
]
"""The major allergens of the Act, 21 USC 321(qq), as labels name them; "none": a label that declares nothing."""
ConsigneeKind = Literal["distribution_center", "retailer", "e_commerce", "consumer"]
Market = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Hours = Annotated[int, Field(ge=1, le=24 * 366)]
Days = Annotated[int, Field(ge=1, le=366)]
Count = Annotated[int, Field(ge=0, le=10_000)]


class Parameters(BaseModel):
    """What every kind has in common: nothing unknown, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ReleaseConditions(Parameters):
    """All of these must hold for the CMO to release under a conditional rule (domain §C6, P3)."""

    maximum_risk_tier: Literal["low", "standard", "high"] | None = Field(None, title="Highest risk tier")
    qualification: Literal["qualified", "conditional"] | None = Field(None, title="Qualification of the CMO")
    maximum_exceptions: Count | None = Field(None, title="Most exceptions in the pack")
    maximum_major_events: Count | None = Field(None, title="Most major or critical events")
    lots_since_change: Count | None = Field(None, title="Lots since the last change")
    zero_blocking: Literal[True] | None = Field(None, title="No rule that blocks failed or is waived")
    minimum_on_time_percent: Annotated[int, Field(ge=1, le=100)] | None = Field(
        None, title="Packs on time in twelve months, at least, percent"
    )
    no_open_capa: Literal[True] | None = Field(None, title="No open corrective action of the product group")
    plan_drawn: Literal[True] | None = Field(None, title="Drawn by the sampling plan and tested")
    allergens: tuple[Allergen, ...] | None = Field(None, title="Allergens the label may declare", min_length=1)
    markets: tuple[Market, ...] | None = Field(None, title="Markets", min_length=1)
    consignees: tuple[ConsigneeKind, ...] | None = Field(None, title="Consignees", min_length=1)


class ReleasePattern(Parameters):
    """Who releases. A conditional rule is data, is printed with its reasons, and expires (trap T2)."""

    pattern: Literal["cmo_release", "sponsor_release", "conditional"] = Field(title="Pattern")
    conditions: ReleaseConditions | None = Field(None, title="Conditions")
    expires_on: date | None = Field(None, title="Rule expires on")
    post_review_days: Days | None = Field(None, title="Business days for the review after release")
    verified: Literal["every_lot", "root_n"] | None = Field(None, title="Lots verified after release")
    late_pack_turns: Literal[True] | None = Field(None, title="A late pack turns the next lots to the sponsor")
    signal_turns: Literal["major", "critical"] | None = Field(None, title="Event that turns the next lots")

    unpermitted_holds: Literal[True] | None = Field(None, title="A shipment without a permit holds the rest of the lot")

    @model_validator(mode="after")
    def turns_what_is_not_the_sponsors(self) -> Self:
        if self.pattern == "sponsor_release" and (self.late_pack_turns or self.signal_turns):
            raise ValueError("under sponsor release every lot is the sponsor’s; nothing can turn it to the sponsor")
        return self

    @model_validator(mode="after")
    def rule_is_whole(self) -> Self:
        stated = self.conditions.model_dump(exclude_none=True) if self.conditions else {}
        if self.pattern == "conditional":
            if not stated:
                raise ValueError("a conditional release needs at least one condition")
            if self.expires_on is None:
                raise ValueError("a conditional release needs a day on which the rule expires")
        elif stated or self.expires_on:
            raise ValueError("conditions and an expiry belong to a conditional release only")
        return self


class Evidence(Parameters):
    """What the evidence pack holds, and how soon after completion it is complete."""

    categories: tuple[Category, ...] = Field(title="Evidence categories", min_length=1)
    window_hours: Hours = Field(title="Hand-off window in hours")
    calendar: Literal["hours", "business_hours"] = Field("hours", title="Calendar")
    clean_scan: Literal[True] | None = Field(None, title="Clean malware scan of every document")


class Notification(Parameters):
    """Within how many hours of discovery the sponsor is told, by class; elapsed hours."""

    critical_hours: Hours = Field(title="Critical, hours")
    major_hours: Hours = Field(title="Major, hours")
    minor_hours: Hours | None = Field(None, title="Minor, hours")


class EventApproval(Parameters):
    """Which classes of events the sponsor approves, by whom, and how soon; elapsed hours."""

    classes: tuple[Classification, ...] = Field(title="Classes that need the sponsor’s approval")
    roles: tuple[Literal["SQA", "SQH"], ...] = Field(title="Who approves", min_length=1)
    signatures: Annotated[int, Field(ge=1, le=2)] | None = Field(None, title="Signatures needed")
    critical_hours: Hours | None = Field(None, title="Critical, hours to decide")
    major_hours: Hours | None = Field(None, title="Major, hours to decide")
    minor_hours: Hours | None = Field(None, title="Minor, hours to decide")
    answer_days: Days | None = Field(None, title="Answer to a question or a refusal, business days")


class Review(Parameters):
    """Business days that the sponsor has for a pack and for a lot."""

    pack_days: Days = Field(title="Review of the pack, business days")
    disposition_days: Days = Field(title="Decision on the lot, business days")
    question_days: Days | None = Field(None, title="Answer to a question about the pack, business days")


class Change(Parameters):
    """Which changes the sponsor approves, also after qualification lots, and which it is only told of.

    What is not listed is approved.
    """

    triggers: dict[Trigger, Literal["notify", "approve", "qualify"]] = Field(title="Triggers")
    lead_days: Annotated[int, Field(ge=0, le=366)] = Field(0, title="Days between request and effect")
    qualification_lots: Annotated[int, Field(ge=1, le=20)] | None = Field(None, title="Qualification lots")
    notice_hours: Hours | None = Field(None, title="Notice of what happened to the CMO, hours")
    emergency_days: Days | None = Field(None, title="Decision on an emergency change, business days")
    post_review_days: Days | None = Field(None, title="Review after effect, days")


class Waiver(Parameters):
    """Which rules that block the sponsor may waive, and for how long; rules without waiver (X) are never among them."""

    rules: tuple[Annotated[str, Field(pattern=r"^R[1-6]\d\d$")], ...] = Field(title="Rules", min_length=1)
    longest_days: Days = Field(title="Longest waiver, days")


class Containment(Parameters):
    """Which other lots are held at once when an event is reported, until the investigation has looked at them."""

    classes: tuple[Classification, ...] = Field(title="Classes", min_length=1)
    relations: tuple[Relation, ...] = Field(title="Lots that share", min_length=1)
    equipment_hours: Hours = Field(24, title="Equipment, hours before and after")
    runs: Annotated[int, Field(ge=0, le=20)] = Field(2, title="Runs before and after on the line")


class Pause(Parameters):
    """Which duties' deadlines the side that is owed may pause, and how long altogether; days of 24 hours."""

    duties: tuple[Duty, ...] = Field(title="Duties", min_length=1)
    longest_days: Days = Field(title="Longest pause, days")


class Investigation(Parameters):
    """How soon the CMO reports what it knows of a major or critical event, and how soon it has investigated any."""

    interim_days: Days = Field(title="Interim report, business days")
    oot_days: Days = Field(default=10, title="Result out of trend, business days")
    final_days: Days = Field(title="Investigation, days")


class Complaint(Parameters):
    """How soon the CMO tells the sponsor of a complaint that it received first."""

    forward_days: Days = Field(title="Complaint passed on to the sponsor, business days")
