"""Events that repeat propose their corrective action by themselves (domain §C4)."""

from kernel import scope
from kernel.history import acting
from parties.models import Partnership
from quality_events.actions.capa_planning import create_capa
from quality_events.events import EventMoved
from quality_events.models import QualityEvent
from quality_events.queries.capa import open_capa_of, repeats_of
from quality_events.states import CapaSource

AUTHOR_VERBS = ("investigate", "propose")
"""A root cause is written with the investigation: then it can be seen to repeat."""


def propose_for_repeats(event: EventMoved) -> None:
    """Two or more of one signature within twelve months or ten lots, and no corrective action open for it."""
    if event.verb not in AUTHOR_VERBS:
        return
    found = QualityEvent.objects.get(pk=event.event_id)
    if not (found.root_cause and found.found_at) or found.capa_events.exists():
        return
    numbers = repeats_of(found)
    if not numbers or open_capa_of(found.partnership_id, found.kind, found.root_cause, found.found_at):
        return
    partnership = Partnership.objects.select_for_update(no_key=True).get(pk=found.partnership_id)
    repeated = QualityEvent.objects.filter(partnership=partnership, number__in=[*numbers, found.number])
    events = list(repeated.order_by("discovered_at", "number"))
    reason = f"{found.number} repeats {', '.join(numbers)}"
    with scope.opened(scope.system(found.partnership_id)) as by, acting(by=by, reason=reason, at=event.at):
        create_capa(
            partnership,
            events,
            source=CapaSource.REPEAT,
            reference="",
            title=f"{found.get_root_cause_display()} at {found.found_at} again",
            problem=f"{reason}: the same product, kind, root cause and place within twelve months or ten lots.",
            by=by,
            at=event.at,
        )
