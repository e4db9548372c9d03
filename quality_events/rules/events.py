"""What must hold before an event is reported, proposed, decided, closed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from parties.states import role_labels
from quality_events.classes import FLOORS, is_higher, start
from quality_events.models import QualityEvent
from quality_events.states import INVESTIGABLE, LAWFUL, EventDisposition, EventKind, Missed, Standing, at_least

_LAW = {
    Missed.SPECIFICATION: "21 CFR 111.77(a), 111.113(b)(2)",
    Missed.IDENTITY: "21 CFR 111.77(b)",
    Missed.NONE: "21 CFR 111.113(b)",
}


def check_report(*, title: str, description: str, discovered_at: datetime, at: datetime, lots: Sequence[Any]) -> None:
    """An event names what happened, when it was discovered and which lots it hits (111.140(b)(3)(i))."""
    if not title.strip() or not description.strip():
        raise Refused("Say in a title and a description what happened.", "21 CFR 111.140(b)(3)(i)")
    if discovered_at > at:
        raise Refused("The time of discovery lies in the future.", "21 CFR 111.140(b)(3)(i)")
    if not lots:
        raise Refused("Name at least one lot that the event hits.", "21 CFR 111.140(b)(3)")
    if len({lot.partnership_id for lot in lots}) > 1:
        raise Refused("An event belongs to one partnership. Report it once for each.", "21 CFR 111.140(b)(3)")


def check_missed(missed: str, least: str) -> None:
    """Less than the answered findings say is never declared (trap T1)."""
    if missed not in at_least(least):
        law = _LAW[Missed(least)]
        said = Missed(least).label.lower()
        raise Refused(f"The findings it answers say: {said}. Less cannot be declared.", law, code="missed-less")


def check_lawful(missed: str, disposition: str) -> None:
    """The disposition table: a missed specification is never used as it is (trap T1)."""
    if disposition not in LAWFUL[missed]:
        allowed = ", ".join(EventDisposition(d).label.lower() for d in LAWFUL[missed])
        wanted = EventDisposition(disposition).label if disposition in EventDisposition.values else disposition
        raise Refused(
            f"“{wanted}” is not lawful here ({Missed(missed).label.lower()}). Lawful: {allowed}.",
            _LAW[Missed(missed)],
        )


def check_investigation(event: QualityEvent) -> None:
    """All parts of the material review are there before a disposition is proposed (111.140(b)(3), R125)."""
    parts = {
        "the investigation into the cause (ii)": event.cause,
        "the effect on quality and labeling (iii)": event.effect,
        "the correction and prevention (iv)": event.correction,
        "what was done with the material (v)": event.material_action,
        "which other lots were considered": event.other_lots,
    }
    if event.disposition in (EventDisposition.TREAT, EventDisposition.REPROCESS, EventDisposition.ACCEPT):
        parts["the scientific reason (vi)"] = event.rationale
    missing = [name for name, text in parts.items() if not text.strip()]
    if missing:
        raise Refused(f"Still missing: {', '.join(missing)}.", "21 CFR 111.140(b)(3)")


def check_class(kind: str, missed: str, classification: str) -> None:
    """Each kind begins with the class of the table; less is the sponsor's to agree to (domain §C3)."""
    least = start(kind, missed)
    if is_higher(least, classification):
        what = Missed(missed).label.lower() if FLOORS[missed] == least and missed != Missed.NONE else None
        raise Refused(
            f"{EventKind(kind).label}{f' with {what}' if what else ''} is reported as {least.label.lower()} at least. "
            "The sponsor may agree to a lower class later.",
            "quality agreement, classes of events",
            code="class-too-low",
        )


def check_lower_class(event: QualityEvent, wanted: str) -> None:
    """What may be asked for: a lower class, and not below what the missed specification demands."""
    if wanted == event.classification:
        raise Refused(f"{event} is {event.get_classification_display().lower()} already.", code="class-same")
    floor = FLOORS[event.missed]
    if is_higher(floor, wanted):
        raise Refused(
            f"{event} stays {floor.label.lower()} at least: {Missed(event.missed).label.lower()}.",
            _LAW[Missed(event.missed)],
            code="class-floor",
        )


def check_none_asked(event: QualityEvent, *, is_asked: bool) -> None:
    if is_asked:
        raise Refused(f"A lower class of {event} waits for the sponsor already.", code="class-asked")


def check_may_classify(by: Actor, event: QualityEvent) -> None:
    """Both sides may see an event as graver than it was reported."""
    if not (by.may("quality_events.investigate", event) or by.may("quality_events.decide", event)):
        raise Forbidden("Your role does not allow you to classify an event.", "21 CFR 11.10(g)")


def check_investigable(event: QualityEvent) -> None:
    if event.state not in INVESTIGABLE:
        raise Refused(f"{event} is “{event.get_state_display()}”: its investigation is fixed.", code="wrong-state")


def check_scope_choice(standing: str, *, found: int, chosen: int) -> None:
    """A lot that was reported itself stays; each derived one is affected or is not."""
    if standing not in (Standing.INCLUDED, Standing.EXCLUDED):
        raise Refused("Say whether the lots are affected or not.", "21 CFR 111.140(b)(3)(ii)", code="scope")
    if not chosen or found < chosen:
        raise Refused("Choose lots that were found by what they share with a reported one.", code="scope")


def check_may_add_lots(by: Actor, event: QualityEvent) -> None:
    """Both sides may know of another lot that is hit."""
    if not (by.may("quality_events.investigate", event) or by.may("quality_events.decide", event)):
        raise Forbidden("Your role does not allow you to add lots to an event.", "21 CFR 11.10(g)")


def check_new_lots(event: QualityEvent, *, chosen: int, found: int, known: int) -> None:
    """Lots of the event's own partnership that it does not reach yet."""
    if not chosen or found < chosen:
        raise Refused(f"Name lots of the partners of {event}.", "21 CFR 111.140(b)(3)(ii)", code="scope")
    if known:
        raise Refused(f"{event} reaches one of these lots already.", "21 CFR 111.140(b)(3)(ii)", code="scope-known")


def check_consent_asked(*, found: int, chosen: int) -> None:
    if not chosen or found < chosen:
        raise Refused("Choose lots that the investigation lets go and that are still held.", code="scope-consent")


def check_scope_decided(event: QualityEvent, waiting: int) -> None:
    """Other lots are part of the investigation: none may be left unlooked at (111.140(b)(3)(ii), .553)."""
    if waiting:
        raise Refused(
            f"{event} may reach {waiting} more lot{'s' if waiting > 1 else ''}. Say for each whether it is affected.",
            "21 CFR 111.140(b)(3)(ii)",
            code="scope-open",
        )


def check_not_author(event: QualityEvent, by: Actor, author_ids: set[Any]) -> None:
    """Author is not approver (domain §C)."""
    if by.persons & set(author_ids):
        raise Refused(f"You reported or proposed {event}; another person must decide.", "21 CFR 111.12(b)")


def check_approver(event: QualityEvent, by: Actor, approvers: Collection[str]) -> None:
    """The clause says who of the sponsor decides about an event."""
    if not by.roles.intersection(approvers):
        who = " or ".join(role_labels(approvers))
        raise Forbidden(f"{event} is decided by: {who}.", event.clause or "quality agreement")


def check_signs_once(event: QualityEvent, by: Actor, signers: Collection[Any]) -> None:
    """Two signatures are two people's."""
    if by.persons & set(signers):
        raise Refused(f"You have approved {event} already; it waits for another person.", event.clause, code="signed")


def check_answers_nothing(event: QualityEvent, findings: int) -> None:
    """An event that a living pack rests on cannot be cancelled under it (R503)."""
    if findings:
        raise Refused(
            f"{event} answers {findings} finding{'s' if findings > 1 else ''} of an evidence pack. Have a corrected "
            "pack submitted first, then cancel.",
            "21 CFR 111.113(a)",
        )


def check_closable_by_cmo(event: QualityEvent) -> None:
    """Where the agreement asks for the sponsor's approval, the CMO alone cannot close (R505)."""
    if event.needs_sponsor:
        raise Refused(f"{event} needs the sponsor's approval.", event.clause or "R505")
