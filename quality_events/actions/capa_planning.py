"""A corrective action is proposed, planned with its measure, approved: before any work (domain §C4)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.events import publish
from kernel.history import acting
from kernel.scope import Actor
from lots.rules import check_may
from parties.models import Partnership
from parties.queries import colleagues
from quality_events.actions.capa_steps import followed, signed_step, step
from quality_events.actions.capa_telling import begin_actions, tell_capa, wait_for
from quality_events.change_source import changes_named
from quality_events.events import CapaMoved
from quality_events.models import Capa, CapaAction, CapaEvent, QualityEvent
from quality_events.queries.capa import authors_of_capa, living_actions, next_capa_number
from quality_events.rules import capa as rules
from quality_events.rules import investigation as depth


def propose_capa(
    *,
    partnership_id: UUID,
    event_ids: Sequence[UUID],
    source: str,
    reference: str,
    title: str,
    problem: str,
    by: Actor,
    reason: str,
    at: datetime,
) -> Capa:
    """Say what is to be corrected for good; its first event gives the signature that must not come again."""
    with transaction.atomic(), acting(by=by, reason=reason or f"proposed: {title}"[:200], at=at):
        partnership = Partnership.objects.select_for_update(no_key=True).get(pk=partnership_id)
        rules.check_may_propose(by, partnership)
        events = list(QualityEvent.objects.filter(pk__in=event_ids, partnership_id=partnership_id).order_by("number"))
        rules.check_proposal(title=title, problem=problem, source=source, reference=reference, events=len(events))
        return create_capa(
            partnership, events, source=source, reference=reference, title=title, problem=problem, by=by, at=at
        )


def create_capa(
    partnership: Partnership,
    events: Sequence[QualityEvent],
    *,
    source: str,
    reference: str,
    title: str,
    problem: str,
    by: Actor,
    at: datetime,
) -> Capa:
    """The row with its events; the caller has checked, and holds the partnership's row."""
    latest = events[-1] if events else None
    capa = Capa.objects.create(
        partnership=partnership,
        sponsor_id=partnership.sponsor_id,
        number=next_capa_number(partnership.pk),
        source=source,
        source_reference=reference.strip(),
        title=title.strip()[:200],
        problem=problem.strip(),
        proposed_by_id=by.person_id,
        proposed_at=at,
        needs_sponsor=any(event.needs_sponsor for event in events) or not events,
        product_id=latest.event_lots.order_by("id").values_list("lot__product_id", flat=True)[0] if latest else None,
        kind=latest.kind if latest else "",
        root_cause=latest.root_cause if latest else "",
        found_at=latest.found_at if latest else "",
    )
    CapaEvent.objects.bulk_create(
        CapaEvent(partnership=partnership, sponsor_id=partnership.sponsor_id, capa=capa, event=event)
        for event in events
    )
    tell_capa(capa, "proposed", f"Proposed, {capa.number}: {capa.title}", by=by, at=at)
    wait_for(capa, "plan", f"Plan {capa.number}: {capa.title}", on="cmo", by=by, at=at)
    publish(CapaMoved(capa.pk, capa.partnership_id, "propose", by, at))
    return capa


def plan_capa(
    *,
    capa_id: UUID,
    plan: str,
    owner_id: UUID | None,
    product_id: UUID | None,
    kind: str,
    root_cause: str,
    found_at: str,
    exposure_lots: int | None,
    window_days: int | None,
    at_most: int,
    by: Actor,
    reason: str,
    at: datetime,
) -> Capa:
    """Write the plan and its measure; fixed from the moment it is submitted."""
    with followed(capa_id, by, reason or "plan", at) as capa:
        check_may(by, "quality_events.investigate", capa, "plan a corrective action")
        rules.check_plannable(capa)
        if owner_id is not None:
            depth.check_informant(owner_id, _colleagues(by), "owner")
        if exposure_lots or window_days:
            rules.read_plan(exposure_lots, window_days, at_most)
        capa.plan, capa.owner_id, capa.product_id = plan.strip(), owner_id, product_id
        capa.kind, capa.root_cause, capa.found_at = kind, root_cause, found_at.strip()
        capa.exposure_lots, capa.window_days, capa.at_most = exposure_lots, window_days, at_most
        capa.save()
        return capa


def add_capa_action(
    *,
    capa_id: UUID,
    what: str,
    owner_id: UUID,
    due_on: date,
    change_number: str,
    training: str,
    procedure: str = "",
    by: Actor,
    reason: str,
    at: datetime,
) -> CapaAction:
    """One piece of the plan."""
    with followed(capa_id, by, reason or "action planned", at) as capa:
        check_may(by, "quality_events.investigate", capa, "plan a corrective action")
        rules.check_plannable(capa)
        depth.check_informant(owner_id, _colleagues(by), what)
        rules.check_due(due_on, at.date())
        number = change_number.strip()
        rules.check_change_request(number, is_known=bool(changes_named(capa.partnership_id, [number])))
        return CapaAction.objects.create(
            partnership_id=capa.partnership_id,
            sponsor_id=capa.sponsor_id,
            capa=capa,
            position=capa.actions.count() + 1,
            what=what.strip(),
            owner_id=owner_id,
            due_on=due_on,
            change_number=number,
            training=training.strip(),
            procedure=procedure.strip(),
        )


def drop_capa_action(*, action_id: UUID, by: Actor, reason: str, at: datetime) -> CapaAction:
    """Take a piece out of a plan that is not submitted yet; it stays on record."""
    found = CapaAction.objects.get(pk=action_id)
    with followed(found.capa_id, by, reason or "dropped", at) as capa:
        check_may(by, "quality_events.investigate", capa, "plan a corrective action")
        rules.check_plannable(capa)
        depth.check_reason(reason, "the action is dropped")
        action = CapaAction.objects.locked([action_id]).get()
        rules.check_droppable(action)
        action.dropped_at = at
        action.save(update_fields=["dropped_at"])
        return action


def submit_capa(*, capa_id: UUID, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime) -> Capa:
    """The CMO's head of quality signs the plan; from here on it is the approver's turn."""
    with followed(capa_id, by, reason or "plan submitted", at) as capa:
        rules.check_submittable(capa, living_actions(capa), at.date())
        signed_step(capa, "submit", proof=proof, shown_hash=shown_hash, by=by, reason=reason, at=at)
        side = "sponsor" if capa.needs_sponsor else "cmo"
        wait_for(capa, "approve", f"Approve the plan of {capa.number}: {capa.title}", on=side, by=by, at=at)
        return capa


def approve_capa(*, capa_id: UUID, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime) -> Capa:
    """Another person signs the plan: the sponsor where its events need it; the actions' days begin to count."""
    with followed(capa_id, by, reason or "plan approved", at) as capa:
        rules.check_whose(capa, by)
        rules.check_not_author(capa, by, authors_of_capa(capa), "approve")
        verb = "approve" if by.side(capa) == "sponsor" else "approve_by_cmo"
        signed_step(capa, verb, proof=proof, shown_hash=shown_hash, by=by, reason=reason, at=at)
        begin_actions(capa, (action for action in living_actions(capa) if action.done_at is None), by=by, at=at)
        wait_for(capa, "work", f"Carry out {capa.number}: {capa.title}", on="cmo", by=by, at=at)
        return capa


def return_capa(*, capa_id: UUID, by: Actor, reason: str, at: datetime) -> Capa:
    """The plan goes back with questions."""
    with followed(capa_id, by, reason or "returned", at) as capa:
        step(capa, "give_back", by=by, reason=reason, at=at)
        wait_for(capa, "plan", f"Plan again, {capa.number}: {reason}", on="cmo", by=by, at=at)
        return capa


def _colleagues(by: Actor) -> set[UUID]:
    return {row.person_id for row in colleagues(by.company_id)}
