"""Each line of the impact list is answered by the CMO and signed off by the role that it names (ICH Q9, domain §C5)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from change_control import rules
from change_control.actions.locking import locked
from change_control.impact import lines_for
from change_control.impact_facts import facts_about, signers_of
from change_control.models import ChangeRequest, ImpactLine
from change_control.queries import terms_for
from change_control.states import ASSESSED, ChangeState
from kernel.history import acting
from kernel.scope import Actor
from parties.rules import check_may


@dataclass(frozen=True, slots=True)
class Answer:
    """What a line is answered with; the three factors are from 1 (harmless, unlikely, surely noticed) to 5."""

    text: str
    severity: int
    probability: int
    detectability: int


def generate_lines(change: ChangeRequest, *, at: datetime) -> None:
    """Once a request; what is answered stays when the request comes back. Must run inside `acting`."""
    if change.lines.exists():
        return
    terms = terms_for(change.product, at.date())
    lines = lines_for(change.trigger, facts_about(change, at.date()), signers_of(change, terms))
    ImpactLine.objects.bulk_create(
        ImpactLine(
            partnership_id=change.partnership_id,
            sponsor_id=change.sponsor_id,
            change=change,
            position=position,
            area=line.area,
            facts=line.facts,
            signer_roles=list(line.signers),
        )
        for position, line in enumerate(lines, start=1)
    )


def answer_lines(
    *, change_id: UUID, answers: Mapping[int, Answer], by: Actor, reason: str, at: datetime
) -> ChangeRequest:
    """Position → answer. An answer that says something else takes the line's sign-off away."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "impact answered", at=at):
        change = locked(change_id)
        check_may(by, "change_control.propose", change, "answer the impact list")
        rules.check_in(change, ASSESSED, "The impact list is answered while it is assessed.")
        lines = {line.position: line for line in ImpactLine.objects.filter(change=change)}
        for position, answer in answers.items():
            rules.check_answer(lines.get(position), position, answer)
            _write(lines[position], answer, by, at)
        return change


def _write(line: ImpactLine, answer: Answer, by: Actor, at: datetime) -> None:
    told = (answer.text.strip(), answer.severity, answer.probability, answer.detectability)
    if told == (line.answer, line.severity, line.probability, line.detectability):
        return
    line.answer, line.severity, line.probability, line.detectability = told
    line.answered_by_id, line.answered_at = by.person_id, at
    line.signed_off_by, line.signed_off_at = None, None
    line.save()


def sign_off_lines(
    *, change_id: UUID, positions: Collection[int], by: Actor, reason: str, at: datetime
) -> ChangeRequest:
    """Who holds a line's role agrees with its answer. Refused for a line of another role, or of his own answering."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "impact signed off", at=at):
        change = locked(change_id)
        check_may(by, "change_control.sign_off", change, "sign lines off")
        rules.check_in(
            change, (*ASSESSED, ChangeState.SPONSOR_REVIEW), "Lines are signed off until the sponsor has decided."
        )
        lines = ImpactLine.objects.filter(change=change, position__in=list(positions)).order_by("position")
        for line in lines:
            rules.check_signs_off(line, change, by)
            if line.signed_off_at is None:
                line.signed_off_by_id, line.signed_off_at = by.person_id, at
                line.save(update_fields=["signed_off_by", "signed_off_at"])
        return change
