"""Each pack is compared with its baseline once; what no approved change covers is one change breach (domain §C5)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from change_control.comparisons import component_names, covering, covering_changes, drifts_of, event_before
from change_control.drift import Drift
from change_control.models import ChangeRequest, Comparison, Difference
from clocks.actions.claims import each_claimed
from evidence.events import PackSubmitted
from evidence.models import Pack
from evidence.queries import LIVING
from kernel.history import acting
from kernel.scope import Actor, opened, system
from lots.models import Lot
from parties.models import Partnership
from quality_events.actions.report import report_event
from quality_events.classes import start
from quality_events.states import EventKind, Missed

REASON = "compared with the approved baseline"
Judged = list[tuple[Drift, ChangeRequest | None]]


def await_comparison(submitted: PackSubmitted) -> None:
    """The comparison itself waits: an event takes the partnership's row before any gate, a submission has its gate."""
    pack = Pack.objects.get(pk=submitted.pack_id)
    by = system(submitted.partnership_id)
    with acting(by=by, reason="to be compared with the approved baseline", at=submitted.at):
        Comparison.objects.create(
            partnership_id=pack.partnership_id, sponsor_id=pack.sponsor_id, pack=pack, asked_at=submitted.at
        )


def compare_next(*, at: datetime) -> int:
    """One pack that was handed in and not compared yet; how many there were."""
    return each_claimed("claim_packs_to_compare", _compare, limit=1, at=at)


def _compare(pack_id: UUID, by: Actor, at: datetime) -> None:
    """The partnership is locked first (ADR 0004): who waited finds the comparison made."""
    pack = Pack.objects.select_related("lot__product").get(pk=pack_id)
    with opened(system(pack.partnership_id, pack.lot.cmo_id)) as platform:
        Partnership.objects.select_for_update(no_key=True).get(pk=pack.partnership_id)
        comparison = Comparison.objects.select_for_update(no_key=True, of=("self",)).get(pack=pack)
        if comparison.compared_at is not None:
            return
        lot, changes = pack.lot, covering_changes(pack.lot, comparison.asked_at.date())
        names = component_names(lot)
        judged = [(drift, covering(drift, changes, names)) for drift in drifts_of(pack, lot)]
        breaches = [drift for drift, change in judged if change is None]
        if breaches and pack.state in LIVING:
            comparison.event_id = event_before(lot.pk, breaches) or _breach(lot, breaches, by=platform, at=at)
        with acting(by=platform, reason=REASON, at=at):
            comparison.compared_at = at
            comparison.save(update_fields=["compared_at", "event"])
            _keep(comparison, judged)


def _keep(comparison: Comparison, judged: Judged) -> None:
    Difference.objects.bulk_create(
        Difference(
            partnership_id=comparison.partnership_id,
            sponsor_id=comparison.sponsor_id,
            comparison=comparison,
            position=position,
            kind=drift.kind.value,
            where=drift.where[:400],
            approved=drift.approved,
            found=drift.found,
            change=change,
        )
        for position, (drift, change) in enumerate(judged, start=1)
    )


def _breach(lot: Lot, breaches: Sequence[Drift], *, by: Actor, at: datetime) -> UUID:
    """One event for the pack, with both values of each difference; what it means is for people to say."""
    kinds = ", ".join(dict.fromkeys(drift.title.lower() for drift in breaches))
    lines = [
        f"{drift.title}, {drift.where}: approved {drift.approved}; found {drift.found} ({drift.citation})."
        for drift in breaches
    ]
    event = report_event(
        lot_ids=[lot.pk],
        kind=EventKind.CHANGE_BREACH,
        classification=start(EventKind.CHANGE_BREACH, Missed.NONE),
        title=f"Lot {lot.number} was made otherwise than approved: {kinds}"[:200],
        description="\n".join(
            ["The evidence pack differs from the approved baseline, and no approved change covers it.", *lines]
        ),
        missed=Missed.NONE,
        discovered_at=at,
        by=by,
        reason=REASON,
        at=at,
    )
    return event.pk
