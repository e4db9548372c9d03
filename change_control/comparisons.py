"""Reads about comparisons: what a lot's packs say otherwise than its baseline, and which change covers it."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from change_control.drift import Drift, HeldSupplier, covers, drifts
from change_control.models import ChangeRequest, Comparison, Difference
from change_control.states import COVERING
from evidence.models import Pack
from evidence.queries import stated_pack
from lots.models import Lot
from masters.baseline import LabelValue
from masters.models import MasterComponent
from masters.queries import baseline_on, baseline_values
from masters.queries.standing import suppliers_ever
from masters.queries.values import label_value
from quality_events.change_source import KnownChange, KnownDifference
from quality_events.states import EventState


def drifts_of(pack: Pack, lot: Lot) -> list[Drift]:
    """The pack against the versions frozen into its lot, and what stands approved beside them."""
    stated = stated_pack(pack)
    baseline = baseline_values(lot)
    components = {row.component for row in stated.materials.component_lots}
    held = [HeldSupplier(*row) for row in suppliers_ever(lot.partnership_id, components)]
    return drifts(baseline, stated, label_of_packing=_label_on(lot, stated.header.packed_on), suppliers=held)


def _label_on(lot: Lot, packed_on: date | None) -> LabelValue | None:
    """The label in force on the day of packing, where it is not the frozen one."""
    label = baseline_on(lot.product, packed_on).label if packed_on else None
    return label_value(label.pk) if label is not None and label.pk != lot.label_version_id else None


def covering_changes(lot: Lot, handed_in_on: date) -> dict[str, list[ChangeRequest]]:
    """Trigger → the lot's product's approved changes that had taken effect by the day that counts, the latest first.

    One query.
    Tests are run until the pack is handed in, labels are applied when it is packed, all else is done when it is made.
    """
    made_on = lot.made_on or lot.created_at.date()
    packed_on = lot.packed_on or made_on
    days = dict.fromkeys(("label", "shelf_life", "packaging"), packed_on)
    days |= dict.fromkeys(("method", "component_spec"), handed_in_on)
    found = ChangeRequest.objects.filter(
        product_id=lot.product_id, state__in=COVERING, effective_on__lte=max(handed_in_on, packed_on)
    )
    covering: dict[str, list[ChangeRequest]] = {}
    for change in found.order_by("-effective_on", "-id"):
        if change.effective_on <= days.get(change.trigger, made_on):
            covering.setdefault(change.trigger, []).append(change)
    return covering


def covering(drift: Drift, changes: dict[str, list[ChangeRequest]], names: dict[str, str]) -> ChangeRequest | None:
    """The change that says this difference; None where none does."""
    asked = (change for trigger in drift.triggers for change in changes.get(trigger, ()))
    return next((change for change in asked if covers(drift, f"{change.title}\n{change.description}", names)), None)


def component_names(lot: Lot) -> dict[str, str]:
    """Code → name of the components of the formula that is frozen into the lot; one query."""
    return dict(MasterComponent.objects.filter(master_record_id=lot.master_record_id).values_list("code", "name"))


def differences_on(lot_id: UUID) -> QuerySet[Difference]:
    """What the lot's newest compared pack says otherwise, in its order."""
    newest = Comparison.objects.filter(pack__lot_id=lot_id, compared_at__isnull=False).order_by("-pack__version")[:1]
    return _shown(Difference.objects.filter(comparison__in=newest.values("pk")))


def last_comparison(lot_id: UUID) -> Comparison | None:
    """Of the lot's newest pack that was compared; None where none was."""
    found = Comparison.objects.filter(pack__lot_id=lot_id, compared_at__isnull=False).select_related("pack", "event")
    return found.order_by("-pack__version").first()


def _shown(rows: QuerySet[Difference]) -> QuerySet[Difference]:
    return rows.select_related("change", "comparison__event", "comparison__pack__lot").order_by("position")


def event_before(lot_id: UUID, found: Iterable[Drift]) -> UUID | None:
    """The standing breach of an earlier pack of the lot that is about all of these already; None where some is new."""
    rows = Difference.objects.filter(comparison__pack__lot_id=lot_id, comparison__event__isnull=False, change=None)
    living = rows.exclude(comparison__event__state=EventState.CANCELLED)
    known: dict[UUID, set[tuple[str, str, str]]] = {}
    for event_id, *values in living.values_list("comparison__event_id", "kind", "where", "found"):
        known.setdefault(event_id, set()).add((values[0], values[1], values[2]))
    wanted = {(drift.kind.value, drift.where, drift.found) for drift in found}
    return next((event_id for event_id, there in known.items() if wanted <= there), None)


def differences_of(event_id: UUID) -> tuple[KnownDifference, ...]:
    """What a change breach is about: the newest pack's differences that led to it; one query."""
    rows = list(_shown(Difference.objects.filter(comparison__event_id=event_id)))
    newest = max((row.comparison.pack.version for row in rows), default=0)
    return tuple(known_difference(row) for row in rows if row.comparison.pack.version == newest)


def known_difference(row: Difference) -> KnownDifference:
    change = row.change
    return KnownDifference(
        kind=row.get_kind_display(),
        where=row.where,
        approved=row.approved,
        found=row.found,
        citation=row.citation,
        change=KnownChange(change.number, change.title, change.get_state_display(), f"/changes/{change.pk}/")
        if change
        else None,
        raise_url="" if change else f"{reverse('change_control:propose')}?{urlencode({'difference': row.pk})}",
    )


def difference(difference_id: UUID) -> Difference:
    """One difference; raises DoesNotExist for strangers."""
    return _shown(Difference.objects.all()).get(pk=difference_id)
