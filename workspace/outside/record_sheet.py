"""Any record as a report: its fields as they stand, what is signed of it, and its whole trail (21 CFR 11.10(b))."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import ForeignKey, Model

from records.reports import Fact, Report, Section, printed_as
from workspace.outside.trail_report import sections_of
from workspace.queries.history_rows import TECHNICAL, value_words
from workspace.queries.trail import audit_trail, names_of

FORMAT = "record-1"


@dataclass(frozen=True, slots=True)
class FieldRow:
    field: str = printed_as("Field", width="w28")
    value: str = printed_as("Value")


def sheet_report(record: Model, kind: str, name: str) -> Report:
    """Every field but the machinery's own, in words; then signatures, trail with first values, refusals, looks."""
    trail = audit_trail(record, is_full=True)
    fields = Section("fields", "As it stands", FieldRow, tuple(_fields(record)), "")
    return Report(
        format=FORMAT,
        number=name,
        title=kind,
        state=_state(record),
        tone="info",
        time_zone="UTC",
        facts=(
            Fact("Kind of record", kind),
            Fact("Key", str(record.pk)),
            Fact("Records in it", len(trail.subject_ids)),
        ),
        sections=(fields, *sections_of(trail)),
    )


def _state(record: Model) -> str:
    """Its state in the enum's words; a record without states is on record."""
    words = getattr(record, "get_state_display", None)
    return str(words()) if words else "On record"


def _fields(record: Model) -> Iterable[FieldRow]:
    model, wanted = type(record), defaultdict[type[Model], set[UUID]](set)
    shown = [field for field in model._meta.concrete_fields if field.attname not in TECHNICAL]
    for field in shown:
        value = getattr(record, field.attname)
        if isinstance(field, ForeignKey) and value is not None:
            wanted[field.related_model].add(value)
    names = names_of(wanted)
    for field in shown:
        words = value_words(model, field.attname, getattr(record, field.attname), names)
        yield FieldRow(str(field.verbose_name).capitalize(), words)
