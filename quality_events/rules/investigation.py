"""What an investigation must hold before it is proposed: where it came from, who told so, what was ruled out."""

from collections.abc import Collection, Sequence
from uuid import UUID

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from quality_events.models import MOST_WHYS, Informant, QualityEvent
from quality_events.states import Classification, Finding, RootCause

CAUSE, SIGNED = "21 CFR 111.140(b)(3)(ii)", "21 CFR 111.140(b)(3)(vii)"
DEEP = frozenset({Classification.MAJOR, Classification.CRITICAL})
"""Classes whose cause is traced, not only told."""


def check_whys(answers: Sequence[str]) -> None:
    """A chain has no gap: each why is asked of the answer before it."""
    if len(answers) > MOST_WHYS:
        raise Refused(f"{MOST_WHYS} whys are enough; after them name possible causes.", CAUSE, code="whys")
    given = [bool(answer.strip()) for answer in answers]
    if sorted(given, reverse=True) != given:
        gap = given.index(False) + 1
        raise Refused(f"Why {gap} has no answer, but a later one has. Fill it in or move the others up.", CAUSE)


def check_cause(cause: str) -> None:
    if not cause.strip():
        raise Refused("Say what may have caused it.", CAUSE, code="cause")


def check_finding(finding: str, shown_by: str) -> None:
    """A cause is ruled out, or confirmed, by something that can be looked at."""
    if finding != Finding.OPEN and not shown_by.strip():
        raise Refused("Say what shows it: a record, a measurement, a test.", CAUSE, code="cause")


def check_causes(event: QualityEvent, findings: Collection[str], whys: int) -> None:
    """Every possible cause was looked at; a major or critical event's cause is traced by whys or by elimination."""
    waiting = sum(1 for finding in findings if finding == Finding.OPEN)
    if waiting:
        noun = "possible cause is" if waiting == 1 else "possible causes are"
        raise Refused(f"{waiting} {noun} not looked at yet. Rule out or confirm each.", CAUSE, code="cause-open")
    is_traced = whys > 1 or any(finding in (Finding.ROOT, Finding.CONTRIBUTING) for finding in findings)
    if event.classification in DEEP and not is_traced:
        raise Refused(
            f"{event} is {event.get_classification_display().lower()}: trace its cause by two whys at least, or name "
            "the possible cause that was confirmed.",
            CAUSE,
            code="cause-untraced",
        )


def check_root_cause(event: QualityEvent) -> None:
    """A grave event's cause has its code, be it “not found”: by the codes it is seen what repeats."""
    if event.classification in DEEP and not event.root_cause:
        raise Refused(f"Choose the root cause of {event}.", CAUSE, code="cause-code")


def check_code(root_cause: str) -> None:
    if root_cause and root_cause not in RootCause:
        raise Refused("Choose a root cause of the list.", CAUSE, code="cause-code")


def check_informants(waiting: Sequence[str]) -> None:
    """Each qualified individual who provided information signs for it."""
    if waiting:
        raise Refused(f"Not signed yet by: {', '.join(waiting)}.", SIGNED, code="informants")


def check_informant(person_id: UUID, colleagues: Collection[UUID], told: str) -> None:
    """Only a colleague can be asked for a signature here, and for something."""
    if person_id not in colleagues:
        raise Refused("Choose a person of your own company who can sign.", SIGNED, code="informant")
    if not told.strip():
        raise Refused("Write down what this person told, as it is to be signed.", SIGNED, code="informant")


def check_new_informant(*, is_named: bool) -> None:
    if is_named:
        raise Refused("This person is named already. Withdraw the entry first to change it.", SIGNED, code="informant")


def check_own_information(informant: Informant, by: Actor) -> None:
    """Nobody signs for what another person told."""
    if informant.person_id != by.person_id:
        raise Forbidden("Only the person who told this signs for it.", SIGNED)


def check_waits(informant: Informant) -> None:
    """What was signed, or withdrawn, stays as it is."""
    if informant.signed_at is not None:
        raise Refused("This was signed already and stays on record.", SIGNED, code="informant-signed")
    if informant.withdrawn_at is not None:
        raise Refused("This entry was withdrawn.", SIGNED, code="informant-withdrawn")


def check_reason(reason: str, what: str) -> None:
    if not reason.strip():
        raise Refused(f"Say why {what}.", "21 CFR 11.10(e)", code="reason")


def check_interim(text: str) -> None:
    if not text.strip():
        raise Refused("Say what is known so far and what is done next.", CAUSE, code="interim")


def check_title(title: str) -> None:
    if not title.strip():
        raise Refused("Say what the document is.", CAUSE, code="document")


def check_new_document(name: str, *, is_there: bool) -> None:
    if is_there:
        raise Refused(f"“{name}” stands behind this event already.", CAUSE, code="document")
