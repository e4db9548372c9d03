"""Results ahead of their pack as pages show them: value, line, verdict, and where each comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from evidence import rules
from evidence.actions.files import Incoming
from evidence.drafts import answer_of, standing_drafts
from evidence.forms import ColumnsForm, SheetForm
from evidence.imports import content_of, dry_run
from evidence.models import DraftResult, EvidenceFile, MappingProfile
from evidence.pack.answering import Answer
from evidence.pack.certified import CertifiedLot
from evidence.pack.foreign import read_sheets
from evidence.pack.foreign.profile import likely_columns
from evidence.pack.problems import Unreadable
from evidence.pack.units import label
from evidence.presentation.builder import refusal_of
from evidence.rules import UnreadablePack
from evidence.states import DraftState
from evidence.uploads import problem_row
from kernel.errors import Refused
from kernel.scope import Actor
from lots.models import Lot
from masters.queries import baseline_values

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A row of a dry run, or a draft with its row."""

    found: Answer
    draft: DraftResult | None = None
    may_confirm: bool = False

    @property
    def value(self) -> str:
        row = self.found.row
        unit = f" {label(row.unit)}" if row.unit and row.value is not None and row.value.is_numeric else ""
        return f"{row.value.text_for_people()}{unit}" if row.value is not None else "–"

    @property
    def limit(self) -> str:
        """The approved limit; the certificate's own where the specification asks nothing."""
        if self.found.line is not None:
            return self.found.line.limit
        return self.found.row.limit.text_for_people() if self.found.row.limit else "–"

    @property
    def is_own_limit(self) -> bool:
        return self.found.line is None and self.found.row.limit is not None


def shown_drafts(lot: Lot, by: Actor, file: EvidenceFile | None = None) -> list[ShownResult]:
    """What stands for the next pack, or waits for a second person; a constant number of queries."""
    baseline = baseline_values(lot)
    drafts = standing_drafts(lot.pk) if file is None else standing_drafts(lot.pk).filter(file=file)
    return [
        ShownResult(
            answer_of(draft, baseline, lot.number),
            draft,
            may_confirm=draft.state == DraftState.TO_CONFIRM and not refusal_of(rules.check_may_confirm, draft, by),
        )
        for draft in drafts[:MOST_SHOWN]
    ]


def lot_words(request: HttpRequest, lot: Lot) -> dict[str, Any]:
    """What every page about a lot's certificates shows of the lot."""
    by: Actor = request.actor  # type: ignore[attr-defined]  # ours
    return {
        "lot": lot,
        "time_zone": lot.site.time_zone,
        "may_submit": by.may("evidence.submit", lot),
        "submitting": refusal_of(rules.check_may_submit, by, lot),
    }


def certified_of(request: HttpRequest, lot: Lot) -> CertifiedLot | None:
    """The component lot that the address names: `?component=…&component_lot=…`."""
    given = (request.GET.get("component_lot", ""), request.GET.get("component", ""))
    return rules.check_certified(lot, *given) if any(given) else None


def components_of(lot: Lot) -> list[tuple[str, str]]:
    """The components of the lot's master record: item code, and code with name."""
    record = baseline_values(lot).master_record
    return [(line.code, f"{line.code}, {line.name}") for line in (record.components if record else ())]


def with_query(address: str, asked: Mapping[str, str]) -> str:
    """The address with these words behind it."""
    return f"{address}?{urlencode(asked)}" if asked else address


def asked_for(certified: CertifiedLot | None) -> dict[str, str]:
    """The same as the words of an address; empty for a certificate of the lot itself."""
    return {"component": certified.component, "component_lot": certified.number} if certified else {}


def dry_run_words(
    file: Incoming, lot: Lot, profile: MappingProfile | None, certified: CertifiedLot | None
) -> dict[str, Any]:
    """The rows with their verdicts, or every place that cannot be read."""
    try:
        run = dry_run(file, lot, profile, certified)
    except UnreadablePack as refusal:
        return {"problems": [problem_row(problem) for problem in refusal.problems]}
    except Refused as refusal:
        return {"refusal": refusal.sentence}
    facts = run.certificate.facts if run.certificate else ()
    return {
        "run": run,
        "facts": facts[:MOST_SHOWN],
        "fact_count": len(facts),
        "rows": [ShownResult(found) for found in run.answers[:MOST_SHOWN]],
        "row_count": len(run.answers),
    }


def columns_words(file: Incoming, asked: Any, posted: Any) -> dict[str, Any]:
    """The forms of the mapping screen with the first rows of the table; problems where the file cannot be opened."""
    sheets = read_sheets(content_of(file), file=file.name)
    if isinstance(sheets, Unreadable):
        return {"problems": [problem_row(problem) for problem in sheets.problems]}
    names = [sheet.name for sheet in sheets]
    given = posted or asked
    place = SheetForm(given if "header_row" in given else None, sheets=names)
    chosen: dict[str, Any] = place.cleaned_data if place.is_valid() else {"sheet": names[0], "header_row": 1}
    sheet = next((found for found in sheets if found.name == chosen["sheet"]), sheets[0])
    headings = sheet.headings(chosen["header_row"])
    once = [heading for heading in dict.fromkeys(headings) if heading and headings.count(heading) == 1]
    first = {f"column_{name}": heading for name, heading in likely_columns(once).items()}
    form = ColumnsForm(
        posted or None, sheets=names, headings=once, initial={**first, "sheet": sheet.name, **_row(chosen)}
    )
    sample = _sample(sheet.rows, chosen["header_row"])
    return {"place": place, "form": form, "headings": headings, "sample": sample, "has_sheets": len(names) > 1}


def _row(chosen: dict[str, Any]) -> dict[str, Any]:
    return {"header_row": chosen["header_row"]}


def _sample(rows: Sequence[Sequence[Any]], header_row: int) -> list[list[str]]:
    return [[str(cell)[:60] for cell in cells] for cells in rows[header_row : header_row + 5]]
