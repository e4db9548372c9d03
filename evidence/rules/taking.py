"""What must hold before a pack, a file or a result is taken."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings

from evidence.models import DraftResult
from evidence.outside.scanner import Opinion
from evidence.pack import identity
from evidence.pack.certified import CertifiedLot, certified_lot
from evidence.pack.comparison import RowChange, naming_fields
from evidence.pack.explaining import Explanation, Unexplained, by_place, unexplained
from evidence.pack.format import Pack as StatedPack
from evidence.pack.format import TestResult
from evidence.pack.identity import misdirection
from evidence.pack.problems import NotReadable, Problem, Unreadable
from evidence.states import DraftState, ScanVerdict
from kernel.errors import Refused
from kernel.scope import Actor
from kernel.states import check_move
from lots.models import Lot
from lots.rules import check_may
from lots.states import LotState
from masters.queries import baseline_values

TAKES_PACKS = (LotState.COMPLETED, LotState.PACK_PENDING, LotState.CMO_APPROVED, LotState.SPONSOR_REVIEW)


class UnreadablePack(Refused):
    """Something in the upload cannot be read without guessing; `problems` names each place and its cure."""

    code = "unreadable"
    status = 422

    def __init__(self, unreadable: Unreadable) -> None:
        super().__init__(unreadable.sentence, "21 CFR 111.260")
        self.problems: tuple[Problem, ...] = unreadable.problems

    @property
    def errors(self) -> list[dict[str, Any]]:
        """Each place with reason and cure, as problem+json lists them (RFC 9457); a pointer where JSON has one."""
        return [
            {
                "pointer": _pointer(problem),
                "sentence": str(problem),
                "file": problem.file,
                "sheet": problem.sheet,
                "row": problem.row,
                "column": problem.column,
                "reason": problem.reason,
                "cure": problem.cure,
            }
            for problem in self.problems
        ]


def _pointer(problem: Problem) -> str:
    """The RFC 6901 pointer of a field of the JSON form; empty for a workbook's cell."""
    path = [*filter(None, problem.sheet.split(".")), *([str(problem.row - 1)] if problem.row else []), problem.column]
    is_json = path[0] in StatedPack.model_fields and not problem.sheet.endswith(".csv")
    names = path if is_json else []
    return "".join(f"/{name.replace('~', '~0').replace('/', '~1')}" for name in names if name)


def check_readable(read: StatedPack | Unreadable) -> StatedPack:
    """The pack; raises UnreadablePack where a value would have to be guessed (ADR 0006)."""
    if isinstance(read, Unreadable):
        raise UnreadablePack(read)
    return read


def check_takes_packs(lot: Lot) -> None:
    """A pack is handed over for a completed lot that is not decided yet."""
    if lot.state not in TAKES_PACKS:
        raise Refused(
            f"{lot} is “{lot.get_state_display()}”: a pack can be submitted once the lot is completed and "
            "until it is decided.",
            "quality agreement",
        )


def check_may_submit(by: Actor, lot: Lot) -> None:
    """Authority first, then the lot's state: what the page says beside the closed drop zone."""
    check_may(by, "evidence.submit", lot, "submit evidence")
    check_takes_packs(lot)


def check_certified(lot: Lot, number: str, component: str) -> CertifiedLot | None:
    """The component lot that a supplier's certificate is of; None for a certificate of the lot itself."""
    try:
        certified = certified_lot(number, component, baseline_values(lot))
    except NotReadable as problem:
        raise Refused(f"{problem.reason} {problem.cure}", "21 CFR 111.75(a)(2)(ii)", code="no-component") from None
    taken = DraftResult.objects.filter(lot=lot).exclude(state=DraftState.DISCARDED).exclude(component="")
    if certified is not None:
        other = taken.filter(component_lot=certified.number).exclude(component=certified.component).first()
        if other is not None:
            raise Refused(
                f"{certified.number} is a lot of {other.component} by what was taken before: discard those results, "
                "or correct the component lot.",
                "21 CFR 111.155(d)(1)",
                code="no-component",
            )
    return certified


def check_has_result(row: TestResult) -> None:
    """A result that was typed has a value: what is missing is a gap of the pack, never a draft."""
    if row.value is None:
        raise Refused("Type the result as the document has it.", "21 CFR 111.325(b)(2)")


def check_may_confirm(draft: DraftResult, by: Actor) -> None:
    """Performer is not verifier: whoever typed a critical value does not confirm it."""
    check_move(draft, "confirm", by=by)
    if draft.entered_by_id in by.persons:
        raise Refused(
            "You typed this value; another person must compare it with the document.",
            "21 CFR 111.12(b)",
            code="same-person",
        )


def check_size(name: str, size: int) -> None:
    """A file has content, and no more of it than the platform's administrator allows."""
    most = settings.EVIDENCE_MOST_BYTES
    if size > most:
        raise Refused(
            f"“{name}” has {size // 2**20} MB; a file may have {most // 2**20} MB. Split or compress it.",
            code="too-large",
        )
    if not size:
        raise Refused(f"“{name}” is empty (0 bytes). Upload the file again.")


def check_scanned(name: str, opinion: Opinion | None) -> None:
    """Malware is never stored; where the settings demand a scan, neither is what was not scanned."""
    if opinion is not None and opinion.verdict == ScanVerdict.INFECTED:
        raise Refused(
            f"“{name}” contains malware ({opinion.sentence}). Nothing was stored. Have the computer that it comes "
            "from checked, and upload a clean original.",
            code="infected",
        )
    if settings.EVIDENCE_SCAN_DEMANDED and (opinion is None or opinion.verdict != ScanVerdict.CLEAN):
        why = opinion.sentence if opinion else "No scanner is set up."
        raise Refused(f"“{name}” could not be scanned for malware, which is demanded here. {why}", code="not-scanned")


def check_is_for(lot: Lot, stated: StatedPack) -> None:
    """The pack speaks of this lot and product."""
    sentence = misdirection(stated, lot_number=lot.number, product_code=lot.product.code)
    if sentence:
        raise Refused(sentence, identity.CLAUSE, code="wrong-lot")


class UnexplainedChanges(Refused):
    """Something differs from the last version without a reason; `errors` names each place (domain §C2)."""

    code = "change-unexplained"

    def __init__(self, left: Sequence[Unexplained]) -> None:
        number = len(left)
        super().__init__(
            f"{number} {'change' if number == 1 else 'changes'} since the last version without a reason. Give one for "
            "each field, or one for a row, a section, or all.",
            "21 CFR 11.10(e)",
        )
        self.left = left

    @property
    def errors(self) -> list[dict[str, Any]]:
        """As problem+json lists them: `sheet`, `name` and `column` are what a reason names."""
        return [
            {
                "pointer": _pointer_of(one),
                "sentence": one.sentence,
                "file": "",
                "sheet": one.change.section,
                "row": one.change.position,
                "column": one.field.name,
                "name": one.change.row,
                "reason": f"{one.change.kind}, without a reason",
                "cure": "Give a reason for the field, its row, its section, or for all.",
            }
            for one in self.left[:MOST_LISTED]
        ]


MOST_LISTED = 500


def _pointer_of(one: Unexplained) -> str:
    if one.change.kind == "removed":
        return ""
    section, naming = one.change.section, naming_fields(one.change.section)
    places = [*section.split("."), *([str(one.change.position - 1)] if naming else []), one.field.name]
    return "/" + "/".join(places)


def check_explained(changes: Iterable[RowChange], given: Iterable[Explanation]) -> None:
    """Each changed field has the CMO's reason, its own or one of a group (domain §C2)."""
    left = list(unexplained(changes, by_place(given)))
    if left:
        raise UnexplainedChanges(left)


def check_not_returned_unchanged(reason: str, version: int) -> None:
    """A later version says why it differs (domain §C2)."""
    if version > 1 and not reason.strip():
        raise Refused("Say what changed since the last version.", "21 CFR 11.10(e)", code="reason-missing")
