"""Which line of the lot's specification a result answers, and whether it conforms: the dry run of an import."""

from dataclasses import dataclass

from evidence.pack.conformity import meets
from evidence.pack.format import TestResult
from evidence.pack.rules.results import approved_limit
from masters.baseline import BaselineValues, TestValue

CRITICAL = frozenset({"identity", "contaminant", "microbiology", "adulterant"})
"""Categories whose typed values a second person confirms (111.75(a)-(c), 111.70(b)(3))."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A result as the pack will take it. `line` is None where the specification has no such test."""

    place: str
    row: TestResult
    line: TestValue | None
    conforms: bool | None
    is_critical: bool
    other_lot: str = ""
    """The lot that the result names, where it is not this one."""

    @property
    def sentence(self) -> str:
        """What becomes of the row, for the person who decides whether to take it."""
        words = [_LINE[self.conforms] if self.line else "The specification of this lot has no such test."]
        if self.other_lot:
            words.append(f"It names lot {self.other_lot}, not this lot; R309 will ask for it.")
        return " ".join(words)

    @property
    def tone(self) -> str:
        """good, bad or wait, as badges are colored."""
        if self.line is None or self.other_lot or self.conforms is None:
            return "bad" if self.conforms is False else "wait"
        return "good" if self.conforms else "bad"

    @property
    def badge(self) -> str:
        if self.line is None:
            return "Not asked"
        return {True: "Conforms", False: "Out of specification", None: "Not decided"}[self.conforms]


_LINE = {
    True: "Meets the approved limit by its figures.",
    False: "Outside the approved limit: the pack will need an event (R305).",
    None: "Its figures do not decide whether the limit is met (R305, R306).",
}


def answer(row: TestResult, place: str, baseline: BaselineValues, lot_number: str) -> Answer:
    """Find the line by its code, else by its name; the row then has the line's code and stage."""
    line = _line(row, baseline)
    if line is not None:
        row = row.model_copy(
            update={"test": line.code, "name": row.name or line.name, "stage": row.stage or line.stage}
        )
    limit = approved_limit(line) if line else row.limit
    conforms = None if row.value is None or limit is None else meets(row.value, limit, unit=row.unit, loq=row.loq)
    other = row.sample_lot if row.sample_lot and row.sample_lot != lot_number else ""
    return Answer(place, row, line, conforms, line is None or is_critical(line, baseline), other or "")


def _line(row: TestResult, baseline: BaselineValues) -> TestValue | None:
    lines = baseline.specification.tests if baseline.specification else ()
    wanted = {row.test.casefold(), (row.name or row.test).casefold()}
    by_code = [line for line in lines if line.code.casefold() == row.test.casefold()]
    by_name = [line for line in lines if line.name.casefold() in wanted]
    fitting = [line for line in by_code or by_name if row.stage in (None, line.stage)]
    return fitting[0] if len({line.code for line in fitting}) == 1 else None


def is_critical(line: TestValue, baseline: BaselineValues) -> bool:
    """Identity, contaminants, and the assay that shows an amount the label declares."""
    claims = {fact.test for fact in baseline.label.facts if fact.amount is not None} if baseline.label else set()
    return line.category in CRITICAL or line.code in claims
