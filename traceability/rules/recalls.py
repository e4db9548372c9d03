"""What must hold before a recall goes on (domain §C8)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from kernel.errors import Refused
from kernel.scope import Actor
from parties.rules import check_distinct
from traceability.models import Recall, RecallPaper
from traceability.recalling import asked
from traceability.recalling.figures import Figures
from traceability.recalling.sampling import percent_of
from traceability.states import EXERCISE_ONLY, RECALL_ONLY, PaperKind, RecallClass, RecallState


def check_opening(title: str, signal: str) -> None:
    if not title.strip():
        raise Refused("Give the recall a title: what is wrong with what.", "21 CFR 7.46(a)(2)")
    if not signal.strip():
        raise Refused("Say what was found, when and by whom.", "21 CFR 7.46(a)(2)")


def check_reached(parts: Mapping[Any, Any]) -> None:
    if not parts:
        raise Refused("No packaged lot is in this scope: there is nothing to recall.", "21 CFR 7.40")


def check_fits_kind(recall: Recall, verb: str) -> None:
    """An exercise has no evaluation, decision or notice; a recall has no short way."""
    if verb in EXERCISE_ONLY and not recall.is_exercise:
        raise Refused(f"{recall} is a recall: its scope is locked after the decision.", "domain C8", code="wrong-kind")
    if verb in RECALL_ONLY and recall.is_exercise:
        raise Refused(f"{recall} is an exercise: nothing is decided or sent.", "domain C8", code="wrong-kind")


def check_answers(questions: Mapping[str, str], answers: Mapping[str, str], clause: str) -> None:
    """Nothing is left open."""
    if left := asked.unanswered(questions, answers):
        raise Refused(f"Answer every question. Open: {left[0]}", clause)


def check_proposal(answers: Mapping[str, Any]) -> None:
    if answers["recall"] and answers.get("class") not in RecallClass.values:
        raise Refused("Propose a class: I, II or III.", "21 CFR 7.41(b)")
    if not str(answers.get("because", "")).strip():
        raise Refused("Say why.", "21 CFR 7.41(b)")


def check_decision(verb: str, proposal: RecallPaper | None, proposer: Iterable[UUID], by: Actor) -> None:
    """Two people sign, and the second signs what the first proposed."""
    if proposal is None:
        raise Refused("Nothing has been proposed.", "21 CFR 7.41")
    check_distinct(
        by,
        proposer,
        "You proposed this decision. Somebody else must sign it.",
        "domain C8",
    )
    if (verb == "decide") != bool(proposal.answers["recall"]):
        wanted = "a recall" if proposal.answers["recall"] else "no recall"
        raise Refused(f"What was proposed is: {wanted}. Let it be evaluated again to decide otherwise.", "domain C8")


def check_strategy(answers: Mapping[str, Any]) -> int:
    """The percentage of consignees that are checked (21 CFR 7.42(b))."""
    if answers["depth"] not in asked.DEPTHS or answers["warning"] not in asked.WARNINGS:
        raise Refused("Choose depth and public warning.", "21 CFR 7.42(b)")
    if answers["level"] not in asked.LEVELS:
        raise Refused("Choose a level of effectiveness checks, A to E.", "21 CFR 7.42(b)(3)")
    try:
        percent = percent_of(answers["level"], answers.get("percent"))
    except ValueError as problem:
        raise Refused(str(problem), "21 CFR 7.42(b)(3)(ii)") from None
    if not str(answers.get("instructions", "")).strip():
        raise Refused("Write what the accounts are to do: stop, keep apart, pass on, return.", "21 CFR 7.49(c)(1)")
    return percent


def check_same_scope(locked: Mapping[Any, Any], now: Mapping[Any, Any]) -> None:
    """What was stated while the gates were being locked is in no hold: ask again."""
    if not now.keys() <= locked.keys():
        raise Refused("The genealogy was being changed at this moment. Lock the scope again.", code="scope-moved")


def check_locked(recall: Recall) -> None:
    if recall.locked_at is None:
        raise Refused(f"The scope of {recall} is not locked yet.", "domain C8", code="wrong-state")


def check_running(recall: Recall) -> None:
    """Notices are out, or were listed in an exercise, and it is not over."""
    if recall.state != RecallState.NOTIFIED:
        raise Refused(
            f"{recall} is “{recall.get_state_display()}”: accounts answer while notices are out.",
            "21 CFR 7.49",
            code="wrong-state",
        )


def check_amounts(on_hand: Decimal, disposed: Decimal) -> None:
    if min(on_hand, disposed) < 0:
        raise Refused("An amount is zero or more.", "21 CFR 7.53(b)(4)")


def check_name(name: str) -> None:
    if not name.strip():
        raise Refused("Give the name of who answers.", "21 CFR 7.49(d)")


def check_drawn(is_drawn: object, account: str) -> None:
    if not is_drawn:
        raise Refused(f"{account} is not in the sample that was drawn.", "21 CFR 7.42(b)(3)")


def check_ending(recall: Recall, figures: Figures, kept: Mapping[str, RecallPaper], statuses: int) -> None:
    """All reasonable efforts were made and are on record (21 CFR 7.55)."""
    if recall.is_exercise:
        return
    if PaperKind.AUTHORITY not in kept:
        raise Refused("The report to FDA is not on record.", "21 CFR 7.46(a)")
    if statuses == 0:
        raise Refused("Make a status report first: the request to end brings the current one.", "21 CFR 7.55(b)")
    if figures.untold:
        raise Refused(f"Nobody has told {figures.untold[0]} yet.", "21 CFR 7.49")
    if figures.checks_done < figures.checks_drawn:
        open_checks = figures.checks_drawn - figures.checks_done
        raise Refused(f"{open_checks} of the effectiveness checks drawn are open.", "21 CFR 7.42(b)(3)")
    if PaperKind.ENDING not in kept:
        raise Refused("Say what became of the recalled product.", "21 CFR 7.55(b)")


def check_part(recall: Recall, located: Mapping[str, Decimal], numbers: set[str]) -> None:
    check_locked(recall)
    if recall.terminated_at is not None:
        raise Refused(f"{recall} is over.", "domain C8", code="wrong-state")
    if set(located) != numbers:
        raise Refused("Give an amount for each lot in the scope; zero where nothing is left.", "domain C8")
    if any(amount < 0 for amount in located.values()):
        raise Refused("An amount is zero or more.", "domain C8")


def check_candidates(candidates: list[Any]) -> None:
    if not candidates:
        raise Refused("No lot has left yet: there is nothing to draw for a surprise.", "domain C8")


def check_not_drawn(is_drawn: object) -> None:
    """Drawn once: who draws again until it suits has drawn nothing."""
    if is_drawn:
        raise Refused("The sample was drawn already.", "21 CFR 7.42(b)(3)", code="wrong-state")


def check_no_capa(recall: Recall) -> None:
    if recall.capa_id is not None:
        raise Refused(f"A corrective action of {recall} was proposed already.", "21 CFR 7.53", code="wrong-state")
