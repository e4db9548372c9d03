"""The work of a corrective action: begun, done piece by piece with evidence, verified by another (domain §C4)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from clocks.actions import meet
from evidence.actions.files import Incoming, enter, put
from kernel.scope import Actor
from parties.rules import check_may_in_person
from quality_events.actions.capa_steps import followed, signed_step, step
from quality_events.actions.capa_telling import (
    ACTION_CLOCK,
    drop_action_clocks,
    restart_action,
    tell_capa,
    wait_for,
)
from quality_events.capa_content import extension_content
from quality_events.models import Capa, CapaAction, DueExtension
from quality_events.queries.capa import doers_of, living_actions, trained_on
from quality_events.rules import capa as rules
from records.actions.signatures import sign
from records.states import Meaning


def start_capa(*, capa_id: UUID, by: Actor, reason: str, at: datetime) -> Capa:
    """The work begins."""
    with followed(capa_id, by, reason or "work started", at) as capa:
        step(capa, "start", by=by, reason=reason, at=at)
        wait_for(capa, "work", f"Carry out {capa.number}: {capa.title}", on="cmo", by=by, at=at)
        return capa


def do_capa_action(
    *, action_id: UUID, shown_by: str, file: Incoming | None, by: Actor, reason: str, at: datetime
) -> CapaAction:
    """One piece is done, and what shows it; its deadline is met."""
    found = CapaAction.objects.get(pk=action_id)
    with followed(found.capa_id, by, reason or "action done", at) as capa:
        check_may_in_person(by, "quality_events.investigate", capa, "report work on a corrective action")
        rules.check_work(capa)
        action = CapaAction.objects.locked([action_id]).get()
        rules.check_done(action, shown_by, has_file=file is not None)
        rules.check_trained(action, len(trained_on(capa.partnership_id, [action.procedure])))
        action.done_at, action.done_by_id, action.shown_by = at, by.person_id, shown_by.strip()
        if file is not None:
            action.evidence = enter(capa, [file], by, at)[file.name]
            put([file])
        action.save()
        meet(rule=ACTION_CLOCK, subject_id=action.pk, by=by, at=at)
        return action


def extend_capa_action(
    *, action_id: UUID, to_day: date, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime
) -> DueExtension:
    """A later day for one action, signed by whoever decides about the plan; at most twice (domain §C4)."""
    found = CapaAction.objects.get(pk=action_id)
    with followed(found.capa_id, by, reason or "extended", at) as capa:
        rules.check_may_extend(by, capa)
        rules.check_unfinished(capa)
        action = CapaAction.objects.locked([action_id]).get()
        given = action.extensions.count()
        rules.check_extension(action, to_day, given, reason)
        content = extension_content(action, to_day)
        extension = DueExtension.objects.create(
            partnership_id=capa.partnership_id,
            sponsor_id=capa.sponsor_id,
            action=action,
            position=given + 1,
            from_day=action.due_on,
            to_day=to_day,
            reason=reason.strip(),
            granted_by_id=by.person_id,
            granted_at=at,
        )
        sign(
            by=by,
            subject=extension,
            subject_kind="capa_extension",
            subject_label=f"{capa.number}, action {action.position}",
            content=content,
            meaning=Meaning.APPROVED,
            proof=proof,
            reason=reason,
            at=at,
            shown_hash=shown_hash,
            permission=rules.extension_permission(capa),
            asked_on=action,
        )
        action.due_on = to_day
        action.save(update_fields=["due_on"])
        restart_action(capa, action, reason, by=by, at=at)
        return extension


def complete_capa(*, capa_id: UUID, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime) -> Capa:
    """All of it is done, signed; another person verifies it."""
    with followed(capa_id, by, reason or "work done", at) as capa:
        rules.check_complete(living_actions(capa))
        signed_step(capa, "complete", proof=proof, shown_hash=shown_hash, by=by, reason=reason, at=at)
        side = "sponsor" if capa.needs_sponsor else "cmo"
        wait_for(capa, "verify", f"Verify {capa.number}: {capa.title}", on=side, by=by, at=at)
        return capa


def verify_capa(*, capa_id: UUID, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime) -> Capa:
    """Who did none of it signs that it is done; watching begins now."""
    with followed(capa_id, by, reason or "verified", at) as capa:
        rules.check_whose(capa, by)
        rules.check_not_author(capa, by, doers_of(capa), "verify")
        verb = "verify" if by.side(capa) == "sponsor" else "verify_by_cmo"
        capa.implemented_at = at
        signed_step(capa, verb, proof=proof, shown_hash=shown_hash, by=by, reason=reason, at=at)
        tell_capa(capa, "watched", f"{capa.number} is implemented and watched: {capa.title}", by=by, at=at)
        return capa


def redo_capa(*, capa_id: UUID, by: Actor, reason: str, at: datetime) -> Capa:
    """What was shown does not convince: back to work."""
    with followed(capa_id, by, reason or "sent back", at) as capa:
        step(capa, "redo", by=by, reason=reason, at=at)
        wait_for(capa, "work", f"Do again, {capa.number}: {reason}", on="cmo", by=by, at=at)
        return capa


def cancel_capa(*, capa_id: UUID, by: Actor, reason: str, at: datetime) -> Capa:
    """Not needed any more, by the sponsor; stays on record."""
    with followed(capa_id, by, reason or "cancelled", at) as capa:
        capa.ended_at = at
        step(capa, "cancel", by=by, reason=reason, at=at)
        drop_action_clocks(capa, f"{capa.number} is cancelled: {reason}", by=by, at=at)
        return capa
