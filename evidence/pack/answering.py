"""Which line of the lot's specification a result answers, and whether it conforms: the dry run of an import."""

from dataclasses import dataclass

from evidence.pack.certified import CertifiedLot
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
    certified: CertifiedLot | None = None
    """The component lot that a supplier's certificate is of; the result then goes to the materials."""

    @property
    def sentence(self) -> str:
        """What becomes of the row, for the person who decides whether to take it."""
        if self.certified is not None:
            words = [
                f"For the materials: {self.certified.component}, lot {self.certified.number}.",
                _OWN[self.conforms],
            ]
            if self.other_lot:
                words.append(f"It names lot {self.other_lot}: see that it is the supplier's number of it.")
            return " ".join(words)
        words = [_LINE[self.conforms] if self.line else "The specification of this lot has no such test."]
        if self.other_lot:
            words.append(f"It names lot {self.other_lot}, not this lot; R309 will ask for it.")
        return " ".join(words)

    @property
    def tone(self) -> str:
        """good, bad or wait, as badges are colored."""
        is_answered = self.line is not None and not self.other_lot
        if not (is_answered or self.certified) or self.conforms is None:
            return "bad" if self.conforms is False else "wait"
        return "good" if self.conforms else "bad"

    @property
    def badge(self) -> str:
        if self.line is None and self.certified is None:
            return "Not asked"
        return {True: "Conforms", False: "Out of specification", None: "Not decided"}[self.conforms]


_LINE = {
    True: "Meets the approved limit by its figures.",
    False: "Outside the approved limit: the pack will need an event (R305).",
    None: "Its figures do not decide whether the limit is met (R305, R306).",
}

_OWN = {
    True: "Meets the certificate's own limit.",
    False: "Outside the certificate's own limit (R208).",
    None: "The certificate states no limit that decides it.",
}


def answer_component(row: TestResult, place: str, certified: CertifiedLot) -> Answer:
    """The same of a supplier's certificate: what stands for the manufacturer's own test is always critical."""
    conforms = (
        None if row.value is None or row.limit is None else meets(row.value, row.limit, unit=row.unit, loq=row.loq)
    )
    other = row.sample_lot if row.sample_lot and row.sample_lot != certified.number else ""
    return Answer(place, row, None, conforms, is_critical=True, other_lot=other or "", certified=certified)


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
