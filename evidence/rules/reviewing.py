"""What must hold before a pack is attested, decided upon, asked about, accepted."""

from collections.abc import Collection
from typing import Any

from agreements.terms import Terms
from evidence.models import Pack, RuleVerdict
from evidence.states import PackState
from kernel.errors import Refused
from kernel.scope import Actor
from kernel.states import check_move
from records.models import Signature


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
    if pack.submitted_by_id in by.persons:
        raise Refused(f"You submitted {pack}; another person must attest it.", "21 CFR 111.12(b)")


def check_is_not_reviewer(by: Actor, reviewers: Collection[Any]) -> None:
    """Whoever reviews a pack does not waive what blocks it (111.12(b))."""
    if by.persons & set(reviewers):
        raise Refused(
            "You decided exceptions of this lot's pack; another person of the sponsor must waive its rules.",
            "21 CFR 111.12(b)",
        )


def check_did_not_waive(by: Actor, waived_by: Collection[Any]) -> None:
    if by.persons & set(waived_by):
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


def check_acceptable(pack: Pack, by: Actor, *, undecided: int, open_questions: int, waived_by: Collection[Any]) -> None:
    """The sponsor's reviewer may sign: in review, all decided, nothing asked; never by whoever waived a rule of it."""
    check_move(pack, "accept", by=by, signed=True)
    check_did_not_waive(by, waived_by)
    check_all_decided(undecided)
    check_no_open_question(open_questions)


COUNTERSIGN_DAYS = 1
"""Business days for the head of quality; the agreement names none."""
COUNTERSIGN_TERM = f"house rule: {COUNTERSIGN_DAYS} business day, the agreement names none"


def check_may_countersign(pack: Pack, by: Actor, review: Signature | None) -> None:
    """The head of quality signs what another person reviewed: two persons accept a pack of high risk (domain §C2).

    Who waived a rule may countersign: the waiver was the head's own authority, the review was another person's.
    """
    check_move(pack, "countersign", by=by, signed=True)
    if review is None:
        raise Refused(f"Nobody has signed the review of {pack} yet.", "21 CFR 11.50(a)", code="wrong-state")
    if {review.signer_id, review.delegator_id} & by.persons:
        raise Refused(f"You signed the review of {pack}; another person must countersign it.", "21 CFR 111.12(b)")
