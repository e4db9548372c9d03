"""What must hold before a pack is taken, attested, accepted, returned."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from agreements.terms import Terms
from evidence.models import DraftResult, Pack, RuleVerdict
from evidence.outside.scanner import Opinion
from evidence.pack import identity
from evidence.pack.certified import CertifiedLot, certified_lot
from evidence.pack.format import Pack as StatedPack
from evidence.pack.format import TestResult
from evidence.pack.identity import misdirection
from evidence.pack.problems import NotReadable, Problem, Unreadable
from evidence.pack.rules import Rule
from evidence.states import DraftState, PackState, ScanVerdict
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
    if by.person_id == draft.entered_by_id:
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


def check_not_returned_unchanged(reason: str, version: int) -> None:
    """A later version says why it differs (domain §C2)."""
    if version > 1 and not reason.strip():
        raise Refused("Say what changed since the last version.", "21 CFR 11.10(e)", code="reason-missing")


def check_all_decided(undecided: int) -> None:
    """A pack is accepted only when every exception has been decided with a reason."""
    if undecided:
        raise Refused(
            f"{undecided} exception{'s' if undecided > 1 else ''} still to decide before the pack can be accepted.",
            "quality agreement",
        )


def check_in_review(pack: Pack) -> None:
    if pack.state != PackState.IN_REVIEW:
        raise Refused(f"{pack} is “{pack.get_state_display()}”, not in review.", code="wrong-state")


def check_is_exception(verdict: RuleVerdict) -> None:
    """Only an exception (W) can be accepted with a reason; what blocks is cured, not accepted (T1)."""
    if verdict.severity != "W":
        raise Refused(f"{verdict.rule} blocks; it cannot be accepted by a reviewer.", verdict.paragraph)
    if verdict.outcome not in ("fail", "needs_event"):
        raise Refused(f"{verdict.rule} was passed here: there is nothing to decide.", verdict.paragraph)


def check_undecided(verdict: RuleVerdict, is_decided: bool) -> None:  # noqa: FBT001 - the fact that it checks
    if is_decided:
        raise Refused(f"This exception to {verdict.rule} has been decided already.", code="wrong-state")


def check_may_attest(pack: Pack, by: Actor) -> None:
    """CMO quality attests a complete pack; performer is not verifier (domain §C, 111.12(b))."""
    check_move(pack, "attest", by=by, signed=True)
    if by.person_id == pack.submitted_by_id:
        raise Refused(f"You submitted {pack}; another person must attest it.", "21 CFR 111.12(b)")


def check_waivable(rule: Rule | None, terms: Terms | None) -> str:
    """The clause that lets the sponsor waive this rule; never a rule without waiver (X)."""
    if rule is None:
        raise Refused("There is no such rule to waive.", "quality agreement")
    if rule.severity != "B":
        words = "blocks without waiver" if rule.severity == "X" else "blocks nothing, so there is nothing to waive"
        raise Refused(f"{rule.id} {words}. {rule.cure.text}", rule.paragraph, code="not-waivable")
    if terms is None or rule.id not in terms.waivable:
        raise Refused(
            f"No clause of the agreement lets the sponsor waive {rule.id}. Cure the finding, or agree on a clause.",
            "quality agreement",
            code="not-waivable",
        )
    return terms.citation("waiver")


def check_waiver_days(valid_until: date, today: date, longest_days: int, clause: str) -> None:
    """Ends today or later, and no later than the clause allows, both days included."""
    last = today + timedelta(days=longest_days)
    if valid_until < today:
        raise Refused("A waiver cannot end in the past.", clause)
    if valid_until > last:
        raise Refused(f"A waiver lasts at most {longest_days} days: until {last}.", clause)


def check_is_not_reviewer(by: Actor, reviewers: Collection[Any]) -> None:
    """Whoever reviews a pack does not waive what blocks it (111.12(b))."""
    if by.person_id in reviewers:
        raise Refused(
            "You decided exceptions of this lot's pack; another person of the sponsor must waive its rules.",
            "21 CFR 111.12(b)",
        )


def check_did_not_waive(by: Actor, waived_by: Collection[Any]) -> None:
    if by.person_id in waived_by:
        raise Refused(
            "You waived a rule of this pack; another person of the sponsor must review it.", "21 CFR 111.12(b)"
        )


MOST_SAMPLED = 500
QUESTION_DAYS = 2
"""Business days for the CMO's answer where the agreement names none."""


def check_sample(amount: int, size: int, population: int, *, is_percent: bool) -> None:
    """At least one item, no more than passed, and no more than a person looks at."""
    if amount < 1 or (is_percent and amount > 100):  # noqa: PLR2004 - percent
        raise Refused("Draw at least 1 item, and at most 100 %.", "21 CFR 111.123(b)")
    if size > population:
        raise Refused(f"{population} items passed; {size} cannot be drawn out of them.", "21 CFR 111.123(b)")
    if size > MOST_SAMPLED:
        raise Refused(f"That would be {size} items; draw at most {MOST_SAMPLED} at once.", "21 CFR 111.123(b)")


def check_not_looked_at(is_looked_at: bool) -> None:  # noqa: FBT001 - the fact that it checks
    if is_looked_at:
        raise Refused("What this sampled item shows has been written down already.", code="wrong-state")


def check_not_asked_yet(is_open: bool) -> None:  # noqa: FBT001 - the fact that it checks
    """One thread on one item at a time."""
    if is_open:
        raise Refused("A question on this item is open already. Go on in its thread.", code="wrong-state")


def check_no_question_waits(waiting: int) -> None:
    """An exception is not accepted while the CMO still owes the answer that was asked about it."""
    if waiting:
        raise Refused(
            "The CMO has not answered your question on this item yet. Wait for the answer, or settle the question.",
            "quality agreement",
        )


def check_no_open_question(open_ones: int) -> None:
    """A pack with an open question is not accepted."""
    if open_ones:
        raise Refused(
            f"{open_ones} question{'s' if open_ones > 1 else ''} to the CMO still open. Settle each, or return the "
            "pack.",
            "quality agreement",
        )


def question_term(terms: Terms | None) -> tuple[int, str]:
    """Business days for the CMO's answer, and the clause that names them."""
    if terms is not None and terms.question_days:
        return terms.question_days, terms.citation("review")
    return QUESTION_DAYS, f"house rule: {QUESTION_DAYS} business days, the agreement names none"
