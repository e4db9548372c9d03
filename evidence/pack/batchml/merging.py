"""A BatchML record into a pack's batch record: gaps are filled, a contradiction is refused, nothing is overwritten."""

import re
from typing import Any

from pydantic import ValidationError

from evidence.pack.batchml.document import Record, RecordedStep
from evidence.pack.batchml.remarks import exceptions_in_short
from evidence.pack.format import ControlReading, Document, Pack, Reading, Row, Step
from evidence.pack.problems import Problem, Unreadable, printable
from evidence.pack.reasons import problems_of

TITLE = "BatchML batch production record"
_FRACTION = re.compile(r"(?<=:\d\d)\.\d+")
_THE_VALUE = "actualValue"
_PROBLEM_CURE = "Correct the pack or the record, so that both say the same, or hand over one of them."


def with_batch_record(pack: Pack, record: Record, *, file: str) -> Pack | Unreadable:
    """The pack with the record's steps and readings, and the file among its documents.

    The document's title counts the record's exceptions: a reviewer sees “Out of spec” in a pack that names no event.

    Steps and readings that the pack has already (from the master record) get time, performer and value; others are
    added. A second is the smallest time that a pack knows: fractions are cut off.
    """
    if record.batch != pack.header.lot_number:
        reason = f"The record is of batch “{printable(record.batch)}”, the pack of lot {pack.header.lot_number}."
        return Unreadable((Problem(file, "BatchID", None, "", reason, "Hand over the record of this lot."),))
    merging = _Merging(pack, file)
    for step in record.steps:
        merging.add(step)
    if merging.problems:
        return Unreadable(tuple(merging.problems))
    batch_record = pack.batch_record.model_copy(
        update={"steps": tuple(merging.steps), "readings": tuple(merging.readings)}
    )
    listed = {document.name for document in pack.documents}
    document = () if file in listed else (Document(name=file, category="batch record", title=_title(record)),)
    return pack.model_copy(update={"batch_record": batch_record, "documents": (*pack.documents, *document)})


def _title(record: Record) -> str:
    short = exceptions_in_short(record)
    return f"{TITLE} with {short}"[:250] if short else TITLE


class _Merging:
    """The rows as they grow. A row takes one phase; a phase that was repeated is a row of its own."""

    def __init__(self, pack: Pack, file: str) -> None:
        self.file, self.reading = file, Reading(zone=pack.header.zone)
        self.steps: list[Step] = list(pack.batch_record.steps)
        self.readings: list[ControlReading] = list(pack.batch_record.readings)
        self.problems: list[Problem] = []
        self._taken: set[int] = set()
        self._read: set[int] = set()

    def add(self, found: RecordedStep) -> None:
        stated = {"finished_at": _FRACTION.sub("", found.completed_at), "performed_by": found.performer}
        step = self._row(Step, found, "CompletionTime", {"number": found.number, **_given(stated)})
        if isinstance(step, Step):
            own = [i for i, row in enumerate(self.steps) if row.number == step.number and i not in self._taken]
            for place in own:
                self.steps[place] = self._filled(self.steps[place], step, found, ("finished_at", "performed_by"))
            self._taken.update(own)
            if not own:
                self._taken.add(len(self.steps))
                self.steps.append(step.model_copy(update={"instruction": found.description[:250] or None}))
            self._add_readings(found, step)

    def _add_readings(self, found: RecordedStep, step: Step) -> None:
        for value in found.values:
            if value.is_shown_again or not value.is_number:
                continue  # `remarks_on` says what is left out
            name = found.number if value.name == _THE_VALUE else value.name
            moment = {"measured_at": step.finished_at, "measured_by": step.performed_by, "unit": value.unit}
            stated = {"control_point": name, "step": step.number, "value": value.text, **_given(moment)}
            reading = self._row(ControlReading, found, value.name, stated)
            if isinstance(reading, ControlReading):
                self._place(reading, found)

    def _place(self, reading: ControlReading, found: RecordedStep) -> None:
        key = (reading.control_point, reading.step)
        rows = enumerate(self.readings)
        place = next((i for i, r in rows if (r.control_point, r.step) == key and i not in self._read), None)
        if place is None:
            place = len(self.readings)
            self.readings.append(reading)
        else:
            names = ("value", "unit", "measured_at", "measured_by")
            self.readings[place] = self._filled(self.readings[place], reading, found, names)
        self._read.add(place)

    def _filled(self, own: Any, stated: Any, found: RecordedStep, names: tuple[str, ...]) -> Any:
        """The pack's row with what it left open; what it says otherwise is a problem."""
        for name in names:
            old, new = getattr(own, name), getattr(stated, name)
            if old is not None and new is not None and old != new:
                reason = f"The pack says {name} {printable(str(old))}, the record {printable(str(new))}."
                self.problems.append(Problem(self.file, _place_of(found), None, name, reason, _PROBLEM_CURE))
        return own.model_copy(update={name: getattr(stated, name) for name in names if getattr(own, name) is None})

    def _row(self, model: type[Row], found: RecordedStep, element: str, values: dict[str, Any]) -> Row | None:
        try:
            return model.model_validate(values, context=self.reading)
        except ValidationError as error:
            self.problems += problems_of(error, file=self.file, place=lambda _: (_place_of(found), None, element))
            return None


def _place_of(found: RecordedStep) -> str:
    return f"RuntimeRecipeElement “{printable(found.identifier)}”"


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
