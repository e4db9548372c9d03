"""What must hold as a complaint is received, screened, reviewed, decided and closed (21 CFR 111.553-.570)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kernel.errors import Refused
from kernel.scope import Actor
from lots.models import Lot
from quality_events.models import AdverseScreen, Complaint
from quality_events.seriousness import OUTCOMES
from quality_events.states import EventKind, EventState

INTAKE = {
    EventKind.COMPLAINT: "Record the complaint first: every complaint is screened for an adverse event.",
    EventKind.ADVERSE_EVENT: "Record the complaint first: its screen says whether the event is serious.",
    EventKind.RETURN: "Record the returned product first: it goes into quarantine and is reviewed.",
    EventKind.OOT: "The platform reports results out of trend itself, by locked limits (R318). Report a deviation.",
}
"""Kinds of event that nobody reports straight on a lot."""
_ENDED = (EventState.CLOSED, EventState.CANCELLED)


def check_begins_with_intake(kind: str, *, is_from_intake: bool) -> None:
    """A complaint without a screen does not exist, nor a result out of trend without its limits and its track."""
    if kind in INTAKE and not is_from_intake:
        clause = "R318" if kind == EventKind.OOT else "21 CFR 111.560(a)"
        raise Refused(INTAKE[EventKind(kind)], clause, code="intake-first")


def check_receipts(receipts: Iterable[datetime | None], at: datetime) -> None:
    """One of the companies received it, and not tomorrow (111.570(b)(2)(ii)(C))."""
    known = [moment for moment in receipts if moment is not None]
    if not known:
        raise Refused("Say when the complaint was received.", "21 CFR 111.570(b)(2)(ii)(C)")
    if max(known) > at:
        raise Refused("The time of receipt lies in the future.", "21 CFR 111.570(b)(2)(ii)(C)")


def check_complaint(*, words: str, lots: Collection[Any], product_id: Any, chosen: int) -> None:
    """It says what is wrong, and its lots are lots of its product."""
    if not words.strip():
        raise Refused("Write down the complaint in its own words.", "21 CFR 111.570(b)(2)(ii)(D)")
    check_lots_of_product(lots, product_id, chosen)


def check_lots_of_product(lots: Collection[Any], product_id: Any, chosen: int) -> None:
    """Every chosen lot was found, and is one of the product."""
    if len(lots) != chosen or any(lot.product_id != product_id for lot in lots):
        raise Refused("Choose lots of the product that the complaint is about.", "21 CFR 111.570(b)(2)(ii)(B)")


def check_earlier_receipt(known: datetime | None, received_at: datetime, at: datetime) -> None:
    """A receipt may turn out earlier than written down; moving it later would move the deadline."""
    check_receipts([received_at], at)
    if known is not None and received_at >= known:
        raise Refused("Your company’s receipt is written down already, and not later than this.", "21 USC 379aa-1(c)")


def check_screen(*, answers: Mapping[str, bool], is_adverse: bool, basis: str) -> None:
    """Every outcome answered, with the reason; an outcome is a health-related event (379aa-1(a))."""
    if set(answers) != set(OUTCOMES) or not all(isinstance(answer, bool) for answer in answers.values()):
        raise Refused("Answer each of the outcomes with yes or no.", "21 USC 379aa-1(a)(2)")
    if any(answers.values()) and not is_adverse:
        raise Refused("An outcome is answered with yes: then it is an adverse event.", "21 USC 379aa-1(a)(1)")
    if not basis.strip():
        raise Refused("Say on what the answers rest.", "21 USC 379aa-1(a)(2)")


def check_own_screen(complaint: Complaint, screen: AdverseScreen | None, by: Actor) -> None:
    """Who answered signs."""
    if screen is None:
        raise Refused(f"{complaint} is not screened yet. Answer the outcomes first.", "21 USC 379aa-1(a)(2)")
    if screen.screened_by_id != by.person_id:
        raise Refused("Somebody else gave these answers. Answer the outcomes yourself, then sign.", "21 CFR 11.50(a)")


def check_screen_signed(complaint: Complaint, *, is_signed: bool) -> None:
    """A complaint without a signed screen does not move on."""
    if not is_signed:
        raise Refused(
            f"The latest screen of {complaint} is not signed.", "21 USC 379aa-1(a)(2)", code="unsigned-screen"
        )


def check_review(complaint: Complaint, lots: int) -> None:
    """The review says whether to investigate and why, and names every relevant batch (111.560(a), (c))."""
    if complaint.is_to_investigate is None or not complaint.review.strip():
        raise Refused("Say whether to investigate, and why.", "21 CFR 111.560(a)")
    if complaint.is_to_investigate and not lots:
        raise Refused(
            "Name the batches whose records are looked at. Where the lot is unknown, name every one it may be.",
            "21 CFR 111.560(c)",
        )


def check_own_review(complaint: Complaint, by: Actor) -> None:
    if complaint.reviewed_by_id != by.person_id:
        raise Refused("Somebody else wrote this review. Write your own, then sign.", "21 CFR 11.50(a)")


def check_reviewable(complaint: Complaint) -> None:
    if complaint.state != "screened":
        raise Refused(f"{complaint} is “{complaint.get_state_display()}”: it is not reviewed now.", code="wrong-state")


def check_as_reviewed(complaint: Complaint, *, wants: bool) -> None:
    """Quality control approves what the qualified person proposes, or sends it back (111.560(b))."""
    if complaint.is_to_investigate is not wants:
        proposed = "to investigate" if complaint.is_to_investigate else "not to investigate"
        raise Refused(f"The review proposes {proposed}. Send it back if you see it otherwise.", "21 CFR 111.560(b)")


def check_answerable(complaint: Complaint) -> None:
    if complaint.state not in ("investigating", "set_aside"):
        raise Refused(f"{complaint} is “{complaint.get_state_display()}”: it is not answered now.", code="wrong-state")


def check_closable(complaint: Complaint, *, owed: int) -> None:
    """Findings, follow-up and reply are there, the investigation has ended, nothing is owed to the FDA."""
    if not complaint.follow_up.strip() or not complaint.reply.strip():
        raise Refused("Write the findings with the follow-up, and the reply.", "21 CFR 111.570(b)(2)(ii)(E), (F)")
    if complaint.event is not None and complaint.event.state not in _ENDED:
        raise Refused(f"{complaint.event} is still open: it is the investigation.", "21 CFR 111.560(b)")
    if owed:
        raise Refused(f"{complaint} still owes a report to the FDA.", "21 USC 379aa-1(c)")


def named_lots(product_id: Any, numbers: str) -> list[UUID]:
    """The product's lots by the numbers typed, one a line; refused for one that is none of its lots."""
    wanted = list(dict.fromkeys(line.strip() for line in numbers.splitlines() if line.strip()))
    found = dict(Lot.objects.filter(product_id=product_id, number__in=wanted).values_list("number", "pk"))
    unknown = [number for number in wanted if number not in found]
    if unknown:
        raise Refused(
            f"“{unknown[0]}” is no lot of this product. Leave it out and write it as it was told.",
            "21 CFR 111.570(b)(2)(ii)(B)",
        )
    return [found[number] for number in wanted]
