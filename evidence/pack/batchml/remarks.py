"""What a BatchML record says and a pack's batch record cannot hold: said to people, never dropped in silence."""

from collections import Counter
from collections.abc import Iterator

from evidence.pack.batchml.document import Record, RecordedException
from evidence.pack.problems import printable

MOST_TEXT = 200
_EVENT = "Report a quality event for it if none is reported"


def remarks_on(record: Record) -> tuple[str, ...]:
    """One sentence an exception, then one a value that is no number and became no reading; in the record's order."""
    return tuple(map(_exception, record.exceptions)) + tuple(_values(record))


def exceptions_in_short(record: Record) -> str:
    """“3 exceptions: 2 Manual, 1 Out of spec”; empty without one."""
    kinds = Counter(_short(found.category) or "without a category" for found in record.exceptions)
    if not kinds:
        return ""
    listed = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    total = len(record.exceptions)
    return f"{total} exception{'' if total == 1 else 's'}: {listed}"


def _exception(found: RecordedException) -> str:
    where = f" at {_short(found.step)}" if found.step else ""
    when = f", {_short(found.at)}" if found.at else ""
    said = f": {_short(found.message)}" if found.message else ""
    kind = _short(found.category) or "without a category"
    return f"The record holds the exception {_short(found.identifier)} ({kind}){where}{when}{said}. {_EVENT}."


def _values(record: Record) -> Iterator[str]:
    for step in record.steps:
        for value in step.values:
            if value.text and not value.is_shown_again and not value.is_number:
                name = f"{_short(value.name)} of {_short(step.identifier)}"
                yield f"{name} is “{_short(value.text)}”, no number: it became no reading."


def _short(text: str) -> str:
    return printable(text.strip())[:MOST_TEXT]
