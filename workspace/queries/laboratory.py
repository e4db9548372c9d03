"""Test results against the approved specification, judged by the engine's own comparison, never by a wording."""

from decimal import Decimal
from uuid import UUID

from evidence.drafts import origins_of
from evidence.models import DraftResult, Pack
from evidence.pack.conformity import meets
from evidence.pack.format.laboratory import TestResult
from evidence.pack.problems import NotReadable
from evidence.pack.units import convert
from evidence.pack.units import label as unit_label
from evidence.pack.values import Value, read_limit
from masters.models import SpecificationTest
from workspace.dossier_data import ResultFact
from workspace.queries.making import Rows

_MOMENT = "%Y-%m-%d %H:%M UTC"
_VERDICTS = {True: ("Conforms", "good"), False: ("Out of specification", "bad"), None: ("Not decided", "wait")}


def results(rows: Rows, specification_id: UUID | None, pack: Pack | None = None) -> tuple[ResultFact, ...]:
    """Every result in the pack's order; the limit is the specification's, else the one stated. Two queries.

    With `pack`, each says where its value was read or typed, as far as the platform saw it.
    """
    wanted = SpecificationTest.objects.filter(specification_id__in=[key for key in [specification_id] if key])
    tests = {test.code: test for test in wanted}
    stated = (TestResult.model_validate(row) for row in rows["laboratory.results"])
    origins = origins_of(pack) if pack else {}
    return tuple(
        _result(result, tests.get(result.test), origins.get(position))
        for position, result in enumerate(stated, start=1)
    )


def _origin(draft: DraftResult | None) -> str:
    """ "Typed beside the document: page 3 of coa.pdf (SHA-256 …), by …, 2026-03-24 15:00 UTC; compared by …"."""
    if draft is None:
        return ""
    how = f"{draft.get_way_display()}{f', {draft.profile}' if draft.profile else ''}"
    compared = f"; compared by {draft.confirmed_by}, {draft.confirmed_at:{_MOMENT}}" if draft.confirmed_by else ""
    where = f"{draft.file.name}, {draft.place} (SHA-256 {draft.file.sha256})"
    return f"{how}: {where}, by {draft.entered_by}, {draft.entered_at:{_MOMENT}}{compared}"


def _result(result: TestResult, test: SpecificationTest | None, draft: DraftResult | None) -> ResultFact:
    limit, words = _limit(result, test)
    unit = result.unit
    low, high = _ends(limit, unit)
    answer = meets(result.value, limit, unit=unit, loq=result.loq) if result.value and limit else None
    verdict, tone = _VERDICTS[answer] if result.value else ("Missing", "wait")
    value = result.value
    return ResultFact(
        test=result.name or (test.name if test else result.test),
        method=result.method or "",
        laboratory=result.laboratory or "",
        stage=result.stage or "",
        reported=value.text_for_people() if value else "–",
        value=value.low if value and value.is_numeric and value.low == value.high else None,
        unit=unit_label(unit) if unit else "",
        limit=words,
        low=low,
        high=high,
        verdict=verdict,
        tone=tone,
        tested_on=result.tested_on,
        certificate=result.document or "",
        origin=_origin(draft),
    )


def _limit(result: TestResult, test: SpecificationTest | None) -> tuple[Value | None, str]:
    """The approved limit and its words; the laboratory's own only where the specification has no such test."""
    if test is None:
        return result.limit, result.limit.text_for_people() if result.limit else ""
    try:
        return read_limit(test.limit), test.limit
    except NotReadable:
        return None, test.limit


def _ends(limit: Value | None, unit: str | None) -> tuple[Decimal | None, Decimal | None]:
    """The ends of the limit in the result's unit; none where they cannot be stated in it exactly."""
    if limit is None or not limit.is_numeric:
        return None, None
    if limit.unit is None or unit is None or limit.unit == unit:
        return limit.low, limit.high
    try:
        low, high = (None if end is None else convert(end, limit.unit, unit) for end in (limit.low, limit.high))
    except NotReadable:
        return None, None
    return low, high
