"""What must hold before a corrective action is planned, done, judged (21 CFR 111.140(b)(3)(iv); domain §C4)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from quality_events.effectiveness import Effectiveness, EffectivenessPlan, Outcome
from quality_events.models import MOST_EXTENSIONS, Capa, CapaAction
from quality_events.states import PLANNABLE, UNFINISHED, CapaSource, CapaState

LAW = "21 CFR 111.140(b)(3)(iv)"
FURTHEST = timedelta(days=2 * 366)


def check_may_propose(by: Actor, row: Any) -> None:
    """Both sides see what should change."""
    if not (by.may("quality_events.investigate", row) or by.may("quality_events.decide", row)):
        raise Forbidden("Your role does not allow you to propose a corrective action.", "21 CFR 11.10(g)")


def check_may_judge(by: Actor, capa: Capa) -> None:
    """Effectiveness is the sponsor's to judge."""
    if not by.may("quality_events.decide", capa):
        raise Forbidden("Your role does not allow you to judge a corrective action.", "21 CFR 11.10(g)")


def check_proposal(*, title: str, problem: str, source: str, reference: str, events: int) -> None:
    if not title.strip() or not problem.strip():
        raise Refused("Say in a title and a few sentences what is to be corrected.", LAW, code="capa-title")
    if source in (CapaSource.EVENT, CapaSource.REPEAT, CapaSource.COMPLAINTS) and not events:
        raise Refused("Name the event that it answers.", LAW, code="capa-event")
    if source in (CapaSource.AUDIT_FINDING, CapaSource.TREND, CapaSource.RECALL) and not reference.strip():
        raise Refused("Name the finding, the chart or the recall that it answers.", LAW, code="capa-reference")


def check_events_known(numbers: Sequence[str], found: int) -> None:
    if found < len(numbers):
        raise Refused(
            f"These partners have no event of each of these numbers: {', '.join(numbers)}.", LAW, code="capa-event"
        )


def check_plannable(capa: Capa) -> None:
    """The plan and its measure are fixed before the work: who moves the goal later proves nothing."""
    if capa.state not in PLANNABLE:
        raise Refused(f"{capa} is “{capa.get_state_display()}”: its plan is fixed.", LAW, code="capa-fixed")


def read_plan(lots: int | None, days: int | None, at_most: int) -> EffectivenessPlan:
    """The effectiveness plan. Refused when it shows nothing."""
    try:
        return EffectivenessPlan(lots or 0, days or 0, at_most)
    except ValueError as nothing:
        raise Refused(
            "Say how many lots and how many days are watched, and accept fewer recurrences than lots.",
            "quality agreement, effectiveness of corrective actions",
            code="capa-effectiveness",
        ) from nothing


def check_submittable(capa: Capa, actions: Sequence[CapaAction], today: date) -> None:
    """A plan has words, an owner, actions with days ahead, and a measure with a signature to look for.

    After "not effective" what was done stays on record, and does not make up the new plan alone.
    """
    ahead = [action for action in actions if action.done_at is None]
    missing = [
        words
        for words, is_there in (
            ("the plan", bool(capa.plan.strip())),
            ("its owner", capa.owner_id is not None),
            ("an action", bool(actions)),
            ("a new action: what was done did not hold", not actions or bool(ahead)),
            ("the product", capa.product_id is not None),
            ("the kind, root cause and test or step that would show again", bool(capa.kind and capa.root_cause)),
        )
        if not is_there
    ]
    if missing:
        raise Refused(f"Still missing: {', '.join(missing)}.", LAW, code="capa-incomplete")
    read_plan(capa.exposure_lots, capa.window_days, capa.at_most)
    late = [action.what for action in ahead if action.due_on < today]
    if late:
        raise Refused(f"“{late[0][:60]}” is due in the past. Choose a later day.", LAW, code="capa-due")


def check_change_request(number: str, *, is_known: bool) -> None:
    """An action that a change carries out names one of the partnership's change requests."""
    if number and not is_known:
        raise Refused(f"There is no change request {number} of this partnership.", LAW, code="capa-change")


def check_droppable(action: CapaAction) -> None:
    if action.done_at is not None:
        raise Refused("This action is done: it stays on record.", LAW, code="capa-done")


def check_due(due_on: date, today: date) -> None:
    if not today <= due_on <= today + FURTHEST:
        raise Refused("Choose a day from today on, within two years.", LAW, code="capa-due")


def check_not_author(capa: Capa, by: Actor, authors: Collection[UUID], what: str) -> None:
    """Author is not approver, owner is not verifier (domain §C)."""
    if by.persons & set(authors):
        raise Refused(f"You planned or did {capa}; another person must {what} it.", "21 CFR 111.12(b)", code="capa-own")


def check_whose(capa: Capa, by: Actor) -> None:
    """Where the clause asks for the sponsor's approval, the CMO alone decides nothing."""
    if capa.needs_sponsor and by.side(capa) != "sponsor":
        raise Refused(f"{capa} needs the sponsor’s approval.", "quality agreement, events", code="capa-sponsor")


def check_work(capa: Capa) -> None:
    """Nothing is implemented before the plan is approved."""
    if capa.state != CapaState.IMPLEMENTING:
        raise Refused(f"{capa} is “{capa.get_state_display()}”: no work is reported.", LAW, code="capa-work")


def check_done(action: CapaAction, shown_by: str, *, has_file: bool) -> None:
    if action.done_at is not None:
        raise Refused("This action is done already.", LAW, code="capa-done")
    if not shown_by.strip() and not has_file:
        raise Refused("Say what shows that it is done, or add the document.", LAW, code="capa-evidence")


def check_trained(action: CapaAction, trained: int) -> None:
    """Training is shown by the training record, not by saying so (21 CFR 111.14)."""
    if action.procedure and not trained:
        raise Refused(
            f"Nobody is recorded as trained on {action.procedure}. Record it under People and training first.",
            "21 CFR 111.14",
            code="capa-training",
        )


def check_complete(actions: Sequence[CapaAction]) -> None:
    waiting = sum(1 for action in actions if action.done_at is None)
    if waiting:
        noun = "action is" if waiting == 1 else "actions are"
        raise Refused(f"{waiting} {noun} not done yet.", LAW, code="capa-open")


def check_may_extend(by: Actor, capa: Capa) -> None:
    """Whoever decides about the plan grants a later day, and signs it (domain §C4)."""
    if not by.may(extension_permission(capa), capa):
        raise Forbidden("Your role does not allow you to move a due day.", "21 CFR 11.10(g)")


def extension_permission(capa: Capa) -> str:
    return "quality_events.decide" if capa.needs_sponsor else "quality_events.close"


def check_extension(action: CapaAction, to_day: date, given: int, reason: str) -> None:
    """At most two, each later than the day before, each with its reason."""
    if action.done_at is not None:
        raise Refused("This action is done already.", LAW, code="capa-done")
    if given >= MOST_EXTENSIONS:
        raise Refused(
            f"The day was moved {MOST_EXTENSIONS} times; no further extension is given.", LAW, code="capa-extensions"
        )
    if to_day <= action.due_on:
        raise Refused(f"Choose a day after {action.due_on.isoformat()}.", LAW, code="capa-due")
    if not reason.strip():
        raise Refused("Say why the day is moved.", "21 CFR 11.10(e)", code="capa-reason")


def check_judgement(verb: str, found: Effectiveness, *, is_extended: bool, is_window_over: bool) -> None:
    """A person signs what the platform computed, and nothing else."""
    said = {"effective": Outcome.EFFECTIVE, "not_effective": Outcome.NOT_EFFECTIVE}.get(verb, Outcome.NOT_DEMONSTRABLE)
    if said != found.outcome:
        words = {
            Outcome.EFFECTIVE: "effective",
            Outcome.NOT_EFFECTIVE: "not effective",
            Outcome.NOT_DEMONSTRABLE: "not yet demonstrable",
        }[found.outcome]
        raise Refused(
            f"The figures say “{words}”: {found.lots_made} lots made, {len(found.recurrences)} recurrences.",
            "quality agreement, effectiveness of corrective actions",
            code="capa-figures",
        )
    if said is Outcome.NOT_DEMONSTRABLE and not (is_extended and is_window_over):
        raise Refused(
            "It is still being watched: wait for the window’s end, and extend the window once first.",
            "quality agreement, effectiveness of corrective actions",
            code="capa-watching",
        )


def check_longer(capa: Capa, days: int, reason: str, at: datetime) -> None:
    """The window may be extended once, when it is over and too few lots were made."""
    if capa.state != CapaState.PENDING or capa.extra_days:
        raise Refused("The window is extended once, while effectiveness is watched.", LAW, code="capa-longer")
    if at < window_end(capa):
        raise Refused(f"The window runs until {window_end(capa).date().isoformat()}.", LAW, code="capa-longer")
    if not 1 <= days <= FURTHEST.days or not reason.strip():
        raise Refused("Say by how many days, and why.", "21 CFR 11.10(e)", code="capa-longer")


def window_end(capa: Capa) -> datetime:
    """When the window closes, as extended."""
    if capa.implemented_at is None or capa.window_days is None:
        raise ValueError(f"{capa} is not watched")
    return capa.implemented_at + timedelta(days=capa.window_days + capa.extra_days)


def check_decided(no_capa: str, linked: int) -> None:
    """Each event says what is corrected for good, or why nothing is (domain §C3)."""
    if not no_capa.strip() and not linked:
        raise Refused("Propose a corrective action, or say why none is needed.", LAW, code="capa-undecided")


def check_unfinished(capa: Capa) -> None:
    if capa.state not in UNFINISHED:
        raise Refused(f"{capa} is “{capa.get_state_display()}”.", LAW, code="capa-ended")
