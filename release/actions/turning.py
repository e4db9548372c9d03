"""A late pack or a signal turns the next lots of a group to sponsor release; its head of quality lifts that.

No gate is opened here when lots are turned: what it concerns has no CMO release yet, so its gate is shut, and the
release by the CMO reads what stands under the gate's lock and keeps it (domain §C6, P1).
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from agreements.queries import terms_of_versions
from clocks.actions import close_items, notify, open_item
from clocks.events import ClocksBreached
from evidence.actions.handing import HAND_OFF_CLOCK
from kernel.history import acting
from kernel.scope import Actor
from lots.actions.gates import changing
from lots.models import Lot
from lots.rules import check_may, check_reason
from parties.models import Partnership
from quality_events.events import EventMoved, EventReported
from quality_events.models import QualityEvent
from release import rules
from release.models import PatternOverride
from release.pattern import turns
from release.queries import unreleased_lots
from release.states import Pattern, TurnCause

_HEADS = ("SQH",)


def turn_on_late_pack(event: ClocksBreached) -> None:
    """Hand-offs are overdue: where a late lot's clause says so, the sponsor releases the next lots of its group."""
    late = [breach.subject_id for breach in event.breaches if breach.rule == HAND_OFF_CLOCK]
    if not late:
        return
    found = Lot.objects.select_related("product").in_bulk(late)
    lots = [found[key] for key in late if key in found]

    def what(lot: Lot) -> dict[str, Any]:
        return {"lot": lot, "because": f"the evidence pack of lot {lot.number} is late"}

    _turn(lots, TurnCause.LATE_PACK, "", what, by=event.by, at=event.at)


def turn_on_signal(event: EventReported | EventMoved) -> None:
    """A major or critical event of a lot, by the clause of the lots that it hits directly."""
    found = QualityEvent.objects.get(pk=event.event_id)
    if found.classification not in ("major", "critical"):
        return
    lots = Lot.objects.filter(event_lots__event=found, event_lots__relation="direct").select_related("product")
    what = {"event": found, "because": f"{found.number} ({found.classification}) was reported"}
    _turn(lots.order_by("pk"), TurnCause.SIGNAL, found.classification, lambda _: what, by=event.by, at=event.at)


def turn_on_raised_class(event: EventMoved) -> None:
    if event.verb == "classify":
        turn_on_signal(event)


def _turn(
    lots: Iterable[Lot], cause: str, classification: str, what: Callable[[Lot], dict[str, Any]], *, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """One override a product group of the lots' partnership, for the first of its lots whose clause says so; one that
    stands for the same cause stays as it is.
    """
    concerned = list(lots)
    agreed = terms_of_versions({lot.agreement_version_id for lot in concerned if lot.agreement_version_id})
    turned: dict[str, tuple[str, Lot]] = {}
    for lot in concerned:
        terms = agreed.get(lot.agreement_version_id) if lot.agreement_version_id else None
        if terms and terms.pattern != Pattern.SPONSOR and turns(terms.release_clause, cause, classification):
            turned.setdefault(lot.product.group, (terms.citation("release_pattern"), lot))
    if not turned:
        return
    partnership = Partnership.objects.get(pk=concerned[0].partnership_id)
    for group, (clause, lot) in sorted(turned.items(), key=lambda one: one[0]):
        row = PatternOverride(
            partnership=partnership, sponsor_id=partnership.sponsor_id, product_group=group, cause=cause,
            classification=classification, clause=clause, from_at=at, **what(lot),
        )  # fmt: skip
        with transaction.atomic(), acting(by=by, reason=f"turned to sponsor release: {row.because}", at=at):
            PatternOverride.objects.bulk_create([row], ignore_conflicts=True)
            if PatternOverride.objects.filter(pk=row.pk).exists():
                _tell(row, partnership, by=by, at=at)


def _tell(row: PatternOverride, partnership: Partnership, *, by: Actor, at: datetime) -> None:
    """Both sides hear of it; the sponsor's head of quality has it before him until it is lifted."""
    title = f"{row.product_group}: the sponsor releases the next lots, because {row.because}"
    open_item(
        key=f"override/{row.pk}", partnership=partnership, organisation_id=partnership.sponsor_id, roles=_HEADS,
        title=title[:250], why=row.clause, url=row.get_absolute_url(), lot_id=row.lot_id, by=by, at=at,
    )  # fmt: skip
    _notify(row, partnership, "turned", title, by=by, at=at)


def _notify(row: PatternOverride, partnership: Partnership, step: str, title: str, *, by: Actor, at: datetime) -> None:
    for organisation_id, roles in ((partnership.sponsor_id, _HEADS), (partnership.cmo_id, ("CQA",))):
        notify(
            key=f"override/{row.pk}/{step}", partnership=partnership, organisation_id=organisation_id, roles=roles,
            subject_line=title, facts={"what": title, "clause": row.clause}, url=row.get_absolute_url(), by=by, at=at,
        )  # fmt: skip


def lift_override(*, override_id: UUID, by: Actor, reason: str, at: datetime) -> PatternOverride:
    """Lots that the CMO releases from now on follow their pattern; those it released before wait for the sponsor."""
    waiting = unreleased_lots(PatternOverride.objects.get(pk=override_id))
    with transaction.atomic(), changing(waiting), acting(by=by, reason=reason or "lifted", at=at):
        row = PatternOverride.objects.locked([override_id]).get()
        check_may(by, "release.lift", row, "give the release back to the pattern")
        check_reason(reason)
        rules.check_stands(row)
        row.lifted_at, row.lifted_by_id, row.lift_reason = at, by.person_id, reason.strip()
        row.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
        close_items(key=f"override/{row.pk}", by=by, at=at)
        title = f"{row.product_group}: lots follow their release pattern again"
        _notify(row, Partnership.objects.get(pk=row.partnership_id), "lifted", title, by=by, at=at)
        return row
