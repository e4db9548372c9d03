"""A partner's scorecard as its report says it: each figure with what it is counted from, and what stands behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from parties.models import Partnership
from performance import queries
from performance.figures import figure, interval
from performance.measures import MINIMUM_LOTS, Measure
from records.reports import Fact, Report, Section, printed_as

FORMAT = "scorecard-1"
_TONES = {"qualified": "good", "conditional": "wait", "probation": "wait", "suspended": "bad", "disqualified": "bad"}


@dataclass(frozen=True, slots=True)
class MeasureRow:
    code: str = printed_as("No.", width="w6")
    name: str = printed_as("Figure", width="w24")
    value: str = printed_as("Value", width="w12")
    interval: str = printed_as("95 % interval", width="w16")
    numerator: int = printed_as("Of", width="w8")
    denominator: int = printed_as("all", width="w8")
    formula: str = printed_as("How it is counted")
    note: str = printed_as("Note", under=True)
    is_sufficient: str = printed_as("Data", width="w12")


@dataclass(frozen=True, slots=True)
class BehindRow:
    code: str = printed_as("No.", width="w6")
    measure: str = printed_as("Figure")
    lot: str = printed_as("Lot or record", width="w20")
    words: str = printed_as("What it adds")


@dataclass(frozen=True, slots=True)
class QualificationRow:
    scope: str = printed_as("Scope")
    status: str = printed_as("Status", width="w18")
    valid_from: date = printed_as("From", width="w14")
    valid_until: date | None = printed_as("Until before", width="w14")
    conditions: str = printed_as("Conditions")


@dataclass(frozen=True, slots=True)
class PassportRow:
    title: str = printed_as("Document")
    kind: str = printed_as("Kind", width="w16")
    number: str = printed_as("Number", width="w14")
    issuer: str = printed_as("Issued by", width="w20")
    valid_from: date = printed_as("From", width="w12")
    valid_until: date | None = printed_as("Until before", width="w12")
    sha256: str = printed_as("SHA-256")


def scorecard_report(partnership_id: UUID, at: datetime) -> Report:
    """The figures of a partner at this moment; a constant number of queries. Raises Partnership.DoesNotExist."""
    cards = queries.scorecards(at, partnership_id)
    if not cards:
        raise Partnership.DoesNotExist
    (card,) = cards
    pair = card.partnership
    now = queries.qualification_now(partnership_id, at.date())
    return Report(
        format=FORMAT,
        number=pair.cmo.name,
        title=f"for {pair.sponsor.name}",
        state=now.get_status_display() if now else "Not qualified",
        tone=_TONES.get(str(now.status), "idle") if now else "bad",
        time_zone=pair.cmo.time_zone,
        facts=(
            Fact("Contract manufacturer", pair.cmo.name),
            Fact("Sponsor", pair.sponsor.name),
            Fact("Partners since", pair.started_on),
            Fact("Lots completed since", card.since),
            Fact("Until", card.until),
            Fact("Intervals", "95 %: Wilson for shares, Garwood for rates"),
        ),
        sections=(
            Section("measures", "Figures", MeasureRow, tuple(map(_measure, card.measures)), "None."),
            Section("behind", "What stands behind them", BehindRow, tuple(_behind(card.measures)), "Nothing."),
            Section("qualifications", "Qualification", QualificationRow, _qualified(partnership_id), "Not qualified."),
            Section("passport", "Evidence passport", PassportRow, _passport(partnership_id), "Nothing is shown."),
        ),
    )


def _measure(row: Measure) -> MeasureRow:
    return MeasureRow(
        code=row.code,
        name=row.name,
        value=figure(row),
        interval=interval(row),
        numerator=row.numerator,
        denominator=row.denominator,
        formula=row.formula,
        note=row.note,
        is_sufficient="Sufficient" if row.is_sufficient else f"Fewer than {MINIMUM_LOTS} lots",
    )


def _behind(measures: Iterable[Measure]) -> Iterable[BehindRow]:
    for row in measures:
        for found in row.behind:
            yield BehindRow(row.code, row.name, found.number, found.words)


def _qualified(partnership_id: UUID) -> tuple[QualificationRow, ...]:
    return tuple(
        QualificationRow(row.scope, row.get_status_display(), row.valid_from, row.valid_until, row.conditions)
        for row in queries.qualifications(partnership_id)
    )


def _passport(partnership_id: UUID) -> tuple[PassportRow, ...]:
    shares = [share.document for share in queries.shown_in(partnership_id)]
    return tuple(
        PassportRow(
            row.title, row.get_kind_display(), row.number, row.issuer, row.valid_from, row.valid_until, row.sha256
        )
        for row in shares
    )
