"""Whether a corrective action worked: computed by the platform, signed by the sponsor (domain §C4)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from clocks.actions.claims import each_claimed
from kernel import events
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move
from quality_events.actions.capa_steps import followed, signed_step
from quality_events.actions.capa_telling import tell_capa, wait_for
from quality_events.effectiveness import Effectiveness, Outcome
from quality_events.events import CapaMoved
from quality_events.models import Capa
from quality_events.queries.capa import doers_of, effectiveness_of, figures_of
from quality_events.rules import capa as rules
from quality_events.states import CapaState

BATCH = 50
_ENDED = (CapaState.EFFECTIVE, CapaState.NOT_DEMONSTRABLE)


def watch_next(*, at: datetime) -> int:
    """Compute the figures of those not looked at for a day, a batch at most; how many."""
    return each_claimed("claim_watched_capas", _watch, limit=BATCH, at=at)


def _watch(capa_id: UUID, by: Actor, at: datetime) -> None:
    capa = Capa.objects.get(pk=capa_id)
    _compute(capa, by=by, at=at)


def _compute(capa: Capa, *, by: Actor, at: datetime) -> Effectiveness:
    """The figures as of now, kept; once they give an answer it waits for the sponsor's signature."""
    found = effectiveness_of(capa, at)
    with acting(by=by, reason="effectiveness computed", at=at):
        capa.figures, capa.computed_at = figures_of(found, at), at
        capa.save(update_fields=["figures", "computed_at"])
    is_over = at >= rules.window_end(capa)
    if found.outcome != Outcome.NOT_DEMONSTRABLE or is_over:
        words = str(found.outcome).replace("_", " ")
        wait_for(capa, "judge", f"Sign for {capa.number}, {words}: {capa.title}", on="sponsor", by=by, at=at)
    return found


def recompute_capa(*, capa_id: UUID, by: Actor, reason: str, at: datetime) -> Capa:
    """The figures anew, asked for by a person who is about to sign."""
    with followed(capa_id, by, reason or "effectiveness computed", at) as capa:
        rules.check_may_propose(by, capa)
        rules.check_unfinished(capa)
        if capa.state == CapaState.PENDING:
            _compute(capa, by=by, at=at)
        return capa


def judge_capa(*, capa_id: UUID, verb: str, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime) -> Capa:
    """Sign what the figures say. Not effective: planned again, and those above are told."""
    with followed(capa_id, by, reason or verb, at) as capa:
        rules.check_may_judge(by, capa)
        if capa.state == CapaState.PENDING:
            found = effectiveness_of(capa, at)
            rules.check_judgement(
                verb, found, is_extended=capa.extra_days > 0, is_window_over=at >= rules.window_end(capa)
            )
        rules.check_not_author(capa, by, doers_of(capa), "judge")
        signed_step(capa, verb, proof=proof, shown_hash=shown_hash, by=by, reason=reason, at=at)
        if capa.state in _ENDED:
            capa.ended_at = at
            capa.save(update_fields=["ended_at"])
        if capa.state == CapaState.NOT_EFFECTIVE:
            _reopen(capa, by, at)
        return capa


def lengthen_watch(*, capa_id: UUID, days: int, by: Actor, reason: str, at: datetime) -> Capa:
    """Too few lots were made in the window: watch longer, once."""
    with followed(capa_id, by, reason or "watched longer", at) as capa:
        rules.check_may_judge(by, capa)
        rules.check_longer(capa, days, reason, at)
        capa.extra_days = days
        capa.save(update_fields=["extra_days"])
        _compute(capa, by=by, at=at)
        return capa


def _reopen(capa: Capa, by: Actor, at: datetime) -> None:
    """The plan is written anew; what was tried stays in the history."""
    numbers = ", ".join(capa.figures.get("recurrences", ())) or "the events"
    move(capa, "reopen", by=by, save=False)
    capa.implemented_at, capa.extra_days, capa.figures, capa.computed_at = None, 0, {}, None
    capa.save()
    events.publish(CapaMoved(capa.pk, capa.partnership_id, "reopen", by, at))
    subject = f"{capa.number} was not effective ({numbers}): {capa.title}"
    tell_capa(capa, "not-effective", subject, by=by, at=at, heads=True)
    wait_for(capa, "plan", f"Plan again, {capa.number}: it was not effective", on="cmo", by=by, at=at)
