"""What a draft of first versions would do, row by row, as things stand now: nothing is written."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db.models import Model

from kernel.errors import Refused
from masters import rules
from masters.entrance import TABLES, VERSIONS, Assembled, Content, Entry, Row, Table, assembled
from masters.fitting import check_fits
from masters.models import (
    ApprovedLaboratory,
    LabelFact,
    MasterComponent,
    MasterControlPoint,
    MasterStep,
    MasterYield,
    Product,
    SpecificationTest,
)
from masters.queries import (
    VERSION_MODELS,
    codes_of_tests_on,
    laboratories_known,
    laboratory_value,
    model_of,
    product_value,
    products_of,
    standing_values,
)
from masters.standing import KINDS

Outcome = Literal["new", "same", "changed", "refused"]
_MODELS: dict[str, type[Model]] = {
    "products": Product, "components": MasterComponent, "steps": MasterStep, "yields": MasterYield,
    "control_points": MasterControlPoint, "tests": SpecificationTest, "label_facts": LabelFact,
    "laboratories": ApprovedLaboratory, **VERSION_MODELS, **{name: model_of(kind) for name, kind in KINDS.items()},
}  # fmt: skip
_NEEDED = ("master_records", "specifications", "labels")
"""Without these no lot can start."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one row would do, or the sentence that refuses it."""

    table: Table
    row: int
    name: str
    outcome: Outcome
    sentence: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class DryRun:
    verdicts: tuple[Verdict, ...]
    lacking: tuple[str, ...]
    """Sentences about products that could not start a lot yet."""

    @property
    def refused(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.outcome == "refused")

    def count(self, outcome: Outcome) -> int:
        return sum(verdict.outcome == outcome for verdict in self.verdicts)


def dry_run(partnership_id: UUID, content: Content) -> DryRun:
    """Each row against the rules and against what is there; a constant number of queries a product."""
    run = _Run(partnership_id, assembled(content))
    verdicts = [run.verdict(entry) for entry in run.found.entries]
    verdicts += [run.line(name, row) for entry in run.found.entries for name, row, _ in entry.lines]
    verdicts += [run.stray(name, row) for name, row in run.found.strays]
    places = {name: place for place, name in enumerate(TABLES)}
    return DryRun(tuple(sorted(verdicts, key=lambda v: (places[v.table.name], v.row))), tuple(run.lacking()))


def check_dry_run(run: DryRun) -> None:
    """A draft is approved whole or not at all."""
    if run.refused:
        first = run.refused[0]
        raise Refused(f"{first.table.title}, row {first.row}: {first.sentence}", first.clause)
    if not run.count("new") and not run.count("changed"):
        raise Refused("Everything in it is recorded already.", "21 CFR 111.205(a)")


class _Run:
    """One look at what is there, and the rows against it."""

    def __init__(self, partnership_id: UUID, found: Assembled) -> None:
        self.found = found
        self.products = {product.code: product for product in products_of(partnership_id)}
        self.added = {entry.value.code for entry in found.of("products")}
        self.times = Counter((entry.table, self._key(entry)) for entry in found.entries)
        laboratories = laboratories_known(partnership_id)
        self.laboratories = {row.name: laboratory_value(row) for row in laboratories}
        self.standing = {
            name: {_key_of(name, value): value for value in standing_values(kind, partnership_id)}
            for name, kind in KINDS.items()
            if found.of(name)
        }

    def verdict(self, entry: Entry) -> Verdict:
        return _judged(entry.table, entry.row, _name(entry), lambda: self._outcome(entry))

    def line(self, name: str, row: Row) -> Verdict:
        return _judged(name, row, _name_of_line(row), lambda: _fits(name, row))

    def stray(self, name: str, row: Row) -> Verdict:
        of = next(TABLES[version] for version, parts in VERSIONS.items() if name in parts)
        sentence = f"{row.product} has no row on the sheet {of.title}. Add it, or take this row away."
        return Verdict(TABLES[name], row.number, _name_of_line(row), "refused", sentence, of.paragraph)

    def lacking(self) -> list[str]:
        """Products of this draft that could not start a lot afterwards."""
        sentences = []
        for code in sorted(self.added | {row.product for name in VERSIONS for row in self._rows(name)}):
            missing = [name for name in _NEEDED if not self._has(name, code)]
            if missing:
                words = " and ".join(f"a {TABLES[name].one}" for name in missing)
                sentences.append(f"No lot of {code} can start before {words} is approved.")
        return sentences

    def _rows(self, name: str) -> list[Row]:
        return [entry.row for entry in self.found.of(name)]

    def _has(self, name: str, code: str) -> bool:
        return any(row.product == code for row in self._rows(name)) or self._first(name, code) is not None

    def _first(self, name: str, code: str) -> Any:
        """A version that the product has already."""
        product = self.products.get(code)
        kind = VERSION_MODELS[name]
        return kind._default_manager.filter(product=product).order_by("version").first() if product else None

    def _key(self, entry: Entry) -> object:
        if entry.table in VERSIONS:
            return entry.row.product
        if entry.table in KINDS:
            return _key_of(entry.table, entry.value)
        return entry.value.code if entry.table == "products" else entry.value.name

    def _outcome(self, entry: Entry) -> Outcome:
        table = TABLES[entry.table]
        if self.times[entry.table, self._key(entry)] > 1:
            raise Refused(f"{_name(entry)} is listed twice. List it once.", table.paragraph)
        _fits(entry.table, entry.row)
        if entry.table == "products":
            return self._product(entry)
        if entry.table in VERSIONS:
            return self._version(entry)
        if entry.table == "laboratories":
            rules.check_laboratory(entry.value)
            return _compared(self.laboratories.get(entry.value.name), entry.value)
        rules.check_standing(KINDS[entry.table], [entry.value])
        return _compared(self.standing[entry.table].get(_key_of(entry.table, entry.value)), entry.value)

    def _product(self, entry: Entry) -> Outcome:
        known = self.products.get(entry.value.code)
        if known is None:
            rules.check_product(entry.value, is_taken=False)
            return "new"
        there = product_value(known)
        other = [name for name in TABLES["products"].names if getattr(there, name) != getattr(entry.value, name)]
        if other:
            raise Refused(
                f"{known.code} is added already, with another {other[0]} ({getattr(there, other[0])}). "
                "Propose a change: its approval changes it.",
                "21 CFR 111.210(a)",
            )
        return "same"

    def _version(self, entry: Entry) -> Outcome:
        code, table = entry.row.product, TABLES[entry.table]
        if code not in self.added | self.products.keys():
            raise Refused(f"{code} is neither on the sheet Products nor added here.", table.paragraph)
        first = self._first(entry.table, code)
        if first is not None:
            raise Refused(
                f"{code} has a {table.one} already ({first}). Propose a change: its approval makes the next version.",
                table.paragraph,
            )
        rules.check_follows(None, version=entry.value.version, valid_from=entry.valid_from, today=entry.valid_from)
        if entry.table == "sampling_plans":
            rules.check_sampling_plan(entry.value, self._codes_of_tests(code, entry.valid_from))
        else:
            _CONTENT[entry.table](entry.value)
        return "new"

    def _codes_of_tests(self, code: str, on: date) -> set[str] | None:
        """Of the specification beside the plan, or of one that is approved already."""
        for entry in self.found.of("specifications"):
            if entry.row.product == code and entry.valid_from <= on:
                return {test.code for test in entry.value.tests}
        product = self.products.get(code)
        return codes_of_tests_on(product, on) if product else None


_CONTENT: dict[str, Callable[[Any], None]] = {
    "master_records": rules.check_master_record,
    "specifications": rules.check_specification,
    "labels": rules.check_label,
}


def _judged(name: str, row: Row, called: str, judge: Callable[[], Outcome]) -> Verdict:
    try:
        return Verdict(TABLES[name], row.number, called, judge())
    except Refused as refusal:
        return Verdict(TABLES[name], row.number, called, "refused", refusal.sentence, refusal.clause)


def _fits(name: str, row: Row) -> Outcome:
    check_fits(_MODELS[name], row.values, TABLES[name].paragraph)
    return "new"


def _compared(there: Any, value: Any) -> Outcome:
    if there is None:
        return "new"
    return "same" if there == value else "changed"


def _key_of(name: str, value: Any) -> tuple[object, ...]:
    return tuple(getattr(value, part) for part in KINDS[name].key)


def _name(entry: Entry) -> str:
    if entry.table in VERSIONS:
        return f"{entry.row.product}: {entry.value.number}"
    if entry.table in KINDS:
        return " / ".join(str(part) for part in _key_of(entry.table, entry.value) if part)
    return str(entry.value.name)


def _name_of_line(row: Row) -> str:
    own = next((row.values[name] for name in ("name", "number", "phase", "code") if name in row.values), "")
    return f"{row.product}: {own}"
