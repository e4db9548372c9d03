"""What the last pack of the same product said and the next one most likely says again, so that nobody types it twice.

Only what describes plant, sources, methods and accounts. Never what was measured, counted, done, timed or signed: that
is evidence of one lot, and who copies it makes evidence up (21 CFR 111.260).
"""

from collections.abc import Iterator
from typing import Any, TypeVar

from evidence.pack.format import BatchRecord, ComponentLot, Distribution, Laboratory, Materials, Pack, Packaging, Row
from evidence.pack.known import KnownLot, prefilled

R = TypeVar("R", bound=Row)

EQUIPMENT = ("number", "name", "step")
CLEARANCE = ("kind", "line")
CONSIGNEE = ("name", "kind", "address", "country", "contact", "phone", "email", "gln")
SOURCE = (
    "component", "name", "material", "supplier", "manufacturer", "manufacturer_site", "allergens", "storage", "unit",
)  # fmt: skip
STEP = ("procedure",)
RESULT = ("method_version", "conditions", "laboratory")
SECTIONS = (
    "batch_record.equipment", "batch_record.steps", "materials.component_lots", "laboratory.results",
    "packaging.clearances", "distribution.consignees", "distribution.ship_from",
)  # fmt: skip
"""The sections of the last pack that `carry` reads."""


def carry(blank: Pack, last: Pack) -> Pack:
    """The blank pack with the static parts of the last one; what the blank says already stays.

    A component lot comes with its source and an empty number: the lot in hand is for the clerk to say.
    """
    return blank.model_copy(
        update={
            "batch_record": _batch_record(blank.batch_record, last.batch_record),
            "materials": _materials(blank.materials, last.materials),
            "laboratory": _laboratory(blank.laboratory, last.laboratory),
            "packaging": _packaging(blank.packaging, last.packaging),
            "distribution": _distribution(blank.distribution, last.distribution),
        }
    )


def begun(known: KnownLot, last: Pack | None) -> Pack:
    """What a lot's pack begins with: what is known of the lot, and what is carried over."""
    return prefilled(known) if last is None else carry(prefilled(known), last)


def _batch_record(blank: BatchRecord, last: BatchRecord) -> BatchRecord:
    procedures = {(row.number, row.component): row for row in last.steps}
    steps = tuple(_completed(row, procedures.get((row.number, row.component)), STEP) for row in blank.steps)
    known = {None, *(row.number for row in blank.steps)}
    equipment = blank.equipment or tuple(row for row in _same(last.equipment, EQUIPMENT) if row.step in known)
    return blank.model_copy(update={"steps": steps, "equipment": equipment})


def _materials(blank: Materials, last: Materials) -> Materials:
    """One source a component of the master record: that of the first lot of it that was used."""
    here = {row.component for row in blank.component_lots}
    sources: dict[str, ComponentLot] = {}
    for row in last.component_lots:
        sources.setdefault(row.component, row)
    wanted = dict.fromkeys(row.component for row in blank.consumption if row.component not in here)
    rows = (
        ComponentLot.model_construct(number="", **_stated(sources[component], SOURCE))
        for component in wanted
        if component in sources
    )
    return blank.model_copy(update={"component_lots": (*blank.component_lots, *rows)})


def _laboratory(blank: Laboratory, last: Laboratory) -> Laboratory:
    """By test, stage and method: another method has another version and other conditions."""
    told = {(row.test, row.stage, row.method): row for row in reversed(last.results)}
    results = (
        row if row.value is not None else _completed(row, told.get((row.test, row.stage, row.method)), RESULT)
        for row in blank.results
    )
    return blank.model_copy(update={"results": tuple(results)})


def _packaging(blank: Packaging, last: Packaging) -> Packaging:
    return blank.model_copy(update={"clearances": blank.clearances or tuple(_same(last.clearances, CLEARANCE))})


def _distribution(blank: Distribution, last: Distribution) -> Distribution:
    """Accounts and dock of the plan; the quantities are the new lot's own."""
    consignees = blank.consignees or tuple(_same(last.consignees, CONSIGNEE))
    return blank.model_copy(update={"consignees": consignees, "ship_from": last.ship_from})


def _same(rows: tuple[R, ...], fields: tuple[str, ...]) -> Iterator[R]:
    """The rows with these fields alone, each once."""
    told: list[dict[str, Any]] = []
    for row in rows:
        stated = _stated(row, fields)
        if stated not in told:
            told.append(stated)
            yield type(row).model_validate(stated)


def _stated(row: Row, fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in fields if getattr(row, name) is not None}


def _completed(row: R, told: R | None, fields: tuple[str, ...]) -> R:
    """The row with those of the fields that it lacks."""
    if told is None:
        return row
    return row.model_copy(update={n: v for n, v in _stated(told, fields).items() if getattr(row, n) is None})
