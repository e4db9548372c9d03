"""What must hold before goods leave."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from evidence.pack.rules import Verdict
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from lots.models import Lot
from lots.quantities import quantity_words
from lots.rules import check_may
from parties.models import Partnership
from release.conditions import CONSIGNEES
from release.models import ShipPermit
from traceability.epcis.document import Problem
from traceability.epcis.events import Event
from traceability.feed_file import MOST_LINES
from traceability.gs1 import is_gln, is_sscc
from traceability.lists import OnwardLine, check_line
from traceability.matching import StatedLine
from traceability.models import Consignee, FeedLine, OnwardShipment
from traceability.scoping.question import Question

LONGEST_SOURCE, LONGEST_NAME = 80, 1000
"""Characters of a list's name, of an eventID."""


class NoEventsError(Refused):
    """A document is not valid, so nothing of it is kept; `errors` points at each field (RFC 6901)."""

    code = "invalid-document"
    status = 400

    def __init__(self, problems: Sequence[Problem], what: str = "EPCIS 2.0") -> None:
        more = f" And {len(problems) - 1} more." if len(problems) > 1 else ""
        super().__init__(f"The document is not {what}. {problems[0]}{more}", what)
        self.problems = tuple(problems)

    @property
    def errors(self) -> list[dict[str, str]]:
        return [{"pointer": problem.pointer, "sentence": problem.sentence} for problem in self.problems]


def check_names(events: Sequence[Event]) -> None:
    """An eventID is looked up by an index, which holds no longer ones."""
    wrong = [event for event in events if len(event.id) > LONGEST_NAME]
    if wrong:
        raise NoEventsError(
            [Problem(f"{e.pointer}/eventID", f"The eventID is longer than {LONGEST_NAME:,} characters.") for e in wrong]
        )


def check_may_capture(by: Actor, pair: Partnership | None) -> None:
    """Whoever hands in feeds of a partnership, or keeps the company's own events."""
    if pair is not None:
        check_may(by, "traceability.feed", pair, "hand in events of goods")
    elif not by.may("traceability.capture"):
        raise Forbidden("Your role does not allow you to hand in the company’s own events.", "21 CFR 11.10(g)")


def check_may_record_onward(by: Actor) -> None:
    """Whom the sponsor's goods went to is its own record."""
    if not by.may("traceability.onward"):
        raise Forbidden("Your role does not allow you to record where goods went on to.", "21 CFR 11.10(g)")


def check_onward(source: str, lines: Sequence[OnwardLine], at: datetime) -> None:
    """A list that can be: a name, lines with numbers of their own, each as its fields must be and not to come."""
    if not source or not source.isprintable() or len(source) > LONGEST_SOURCE:
        raise Refused("Give the list’s name: whose shipments it holds.", "21 CFR 7.49")
    if not lines:
        raise Refused("A list names at least one shipment.", "21 CFR 7.49")
    seen: set[str] = set()
    for line in lines:
        wrong = check_line(line, f"Line {line.line[:40]}")
        if line.line in seen or not line.line:
            wrong.append(f"Line {line.line[:40]} stands in the list twice, or has no number.")
        if not wrong and line.shipped_at > at:
            wrong.append(f"Line {line.line[:40]}: the shipment lies in the future.")
        if wrong:
            raise Refused(wrong[0], "21 CFR 7.49")
        seen.add(line.line)


def check_same_onward(known: OnwardShipment, line: OnwardLine) -> None:
    """A line says for ever what it said."""
    was = (known.lot_number, known.quantity, known.shipped_at, known.reference, known.sscc)
    if was != (line.lot, line.quantity, line.shipped_at, line.reference, line.sscc):
        raise Refused(
            f"Line {line.line} of {known.source} was handed in before and said something else. "
            "A correction is a line of its own.",
            "21 CFR 7.49, 11.10(e)",
            code="line-differs",
        )


def check_keys(*, gln: str = "", sscc: str = "") -> None:
    """GS1 keys with their check digits, or none."""
    if gln and not is_gln(gln):
        raise Refused(f"“{gln[:20]}” is not a GLN: 13 digits, the last one being the check digit.", "GS1")
    if sscc and not is_sscc(sscc):
        raise Refused(f"“{sscc[:24]}” is not an SSCC: 18 digits, the last one being the check digit.", "GS1")


def check_count(amounts: Iterable[Decimal], place: str, counted_at: datetime, at: datetime) -> None:
    """Amounts that can be, a place, and a moment that has been (R604)."""
    if any(amount < 0 for amount in amounts):
        raise Refused("A count is zero or more.", "R604")
    if not place.strip():
        raise Refused("Say where it was counted.", "R604")
    if counted_at > at:
        raise Refused("The count would lie in the future.", "R604")


def check_feed(feed: str, lines: Sequence[StatedLine], at: datetime) -> None:
    """A feed that can be: a name, lines with their own numbers, amounts and moments that have been."""
    if not feed.strip() or not feed.isprintable():
        raise Refused("Give the feed's name: whose shipments it lists.", "R605")
    if not lines:
        raise Refused("A feed names at least one shipment.", "R605")
    if len(lines) > MOST_LINES:
        raise Refused(f"A feed has at most {MOST_LINES:,} lines. Split it.", "R605")
    seen: set[str] = set()
    for line in lines:
        if line.line in seen:
            raise Refused(f"Line {line.line} stands in the feed twice.", "R605")
        seen.add(line.line)
        if line.quantity <= 0:
            raise Refused(f"Line {line.line}: the quantity must be more than zero.", "R605")
        if line.shipped_at > at:
            raise Refused(f"Line {line.line}: the shipment lies in the future.", "R605")


def check_same(known: FeedLine, line: StatedLine) -> None:
    """A line that is handed in again says what it said; whatever is wrong in a feed comes as a line of its own."""
    was = (known.lot_number, known.quantity, known.shipped_at, known.reference, known.permit_number)
    if was != (line.lot, line.quantity, line.shipped_at, line.reference, line.permit):
        raise Refused(
            f"Line {line.line} of {known.feed} was handed in before and said something else. "
            "A correction is a line of its own.",
            "R605, 21 CFR 11.10(e)",
            code="line-differs",
        )


def check_released(number: str, verdicts: tuple[Verdict, ...]) -> None:
    if not verdicts:
        raise Refused(f"Nothing of lot {number} has been released: there is nothing to count.", "R604, 111.475(b)(2)")


def check_consignee(consignee: Consignee, lot: Any) -> None:
    """Direct accounts must be reachable in a recall (R603, 21 CFR 7.49)."""
    if consignee.partnership_id != lot.partnership_id:
        raise Refused("This consignee belongs to another partnership.", "R603")
    if not consignee.contact.strip():
        raise Refused(f"{consignee} has no contact that a recall could use.", "R603")


def check_within_rule(route: Mapping[str, Any], consignee: Consignee) -> None:
    """Under a conditional rule goods leave only for the kinds of consignees that it names (domain §C6, P3)."""
    if not route or route["needs_sponsor"]:
        return
    for condition in route["conditions"]:
        if condition["name"] == CONSIGNEES and consignee.kind not in condition["wanted"].split(", "):
            kinds = dict(Consignee._meta.get_field("kind").flatchoices)
            allowed = " or ".join(kinds[kind].lower() for kind in condition["wanted"].split(", "))
            raise Refused(
                f"The conditional rule lets goods leave for a {allowed} only; {consignee} is: "
                f"{consignee.get_kind_display().lower()}. The sponsor may take the release back and sign its own.",
                route["clause"],
            )


def check_verdicts(verdicts: Iterable[Verdict]) -> None:
    """The shipment rules R601–R603 hold for what is about to leave."""
    for verdict in verdicts:
        if verdict.outcome != "pass":
            raise Refused(verdict.sentence, f"{verdict.rule}, {verdict.paragraph}")


def check_fits(permit: ShipPermit, lot: Lot, consignee: Consignee, quantity: Decimal) -> None:
    """A permit is for its own lot, consignee and quantity alone; the trigger compares again."""
    if (permit.lot_id, permit.consignee_id, permit.quantity) != (lot.pk, consignee.pk, quantity):
        raise Refused(
            f"Permit {permit.number} is for {quantity_words(permit.quantity, permit.unit)} of lot "
            f"{permit.lot.number} to {permit.consignee_name}, for nothing else.",
            "R601",
            code="permit-mismatch",
        )


def check_question(question: Question, known_at: datetime | None, at: datetime) -> None:
    """A scope is of something, and as of a moment that has been."""
    if question.is_empty:
        raise Refused("Give at least a lot number, a supplier, an item, days, or what was used.", code="question-empty")
    if known_at is not None and known_at > at:
        raise Refused("The moment whose records are asked for lies in the future.", code="question-future")
