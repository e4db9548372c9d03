"""What hangs on a record: the models whose rows could not exist without it, found by walking foreign keys.

A new model that points to an event, a change or a version of an agreement is in the trail from its first row on.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from lots.models import Hold, Lot
from masters.models import LabelVersion, MasterRecord, Product, SamplingPlan, Specification
from parties.models import AuditorGrant, Partnership, Qualification
from performance.models import PassportShare
from quality_events.models import QualityEvent
from records.models import SealedReport
from workspace.queries.events import event_ids_of
from workspace.queries.history import trails
from workspace.queries.history_rows import Trail
from workspace.queries.packs import versions_of

_TENANCY = {"partnership", "sponsor", "organisation"}
"""Keys that say whose a row is, not what it belongs to."""
_OF_A_PARTNER: tuple[type[Model], ...] = (Qualification, AuditorGrant, PassportShare)
"""Everything shared points to its partnership; these are about the partner itself."""
_VERSIONS: tuple[type[Model], ...] = (MasterRecord, Specification, SamplingPlan, LabelVersion)
_LEFT_OUT = {SealedReport}
"""A report's progress says nothing about the record; who asked for it and took it are looks."""


def trails_of(subject: Model) -> tuple[Trail, ...]:
    """The record, what hangs on it however deep, and what speaks of it by its key."""
    model, key = type(subject), subject.pk
    if isinstance(subject, Lot):
        found = list(trails(subject, [pack.pk for pack in versions_of(key)], event_ids_of(key)))
    else:
        found = [Trail(model, {"id": key}, _label(model))]
    if isinstance(subject, Product):
        found += _versions(key)
    if isinstance(subject, Partnership):
        found += [Trail(m, {"partnership_id": key}, _label(m)) for m in _OF_A_PARTNER]
    else:
        found += _below(model, [key], {trail.model for trail in found})
    if isinstance(subject, QualityEvent):
        found.append(Trail(Hold, {"event_id": key}, _label(Hold)))
    return (*found, *(Trail(m, {"subject_id": key}, _label(m)) for m in _speaking()))


def _versions(product_id: UUID) -> Iterable[Trail]:
    """A product's approved versions with what hangs on them: they belong to it, though it could exist without them."""
    for model in _VERSIONS:
        yield Trail(model, {"product_id": product_id}, _label(model))
        keys = model.history.filter(product_id=product_id).values("id")  # type: ignore[attr-defined]  # every model of ours has one
        yield from _below(model, keys, {model})


def _below(model: type[Model], keys: Any, seen: set[type[Model]]) -> Iterable[Trail]:
    """Nearest first; rows of the same app that must have a parent of this model."""
    reached: list[Trail] = []
    for relation in model._meta.related_objects:
        child, link = relation.related_model, relation.field
        if isinstance(child, str) or child in seen or not _hangs(model, child, link):
            continue
        seen.add(child)
        reached.append(Trail(child, {f"{link.attname}__in": keys}, _label(child)))
    yield from reached
    for trail in reached:
        keys_below = trail.model.history.filter(**trail.where).values("id")  # type: ignore[attr-defined]  # every model of ours has one
        yield from _below(trail.model, keys_below, seen)


def _hangs(model: type[Model], child: type[Model], link: Any) -> bool:
    is_near = child._meta.app_label == model._meta.app_label and hasattr(child, "history")
    return is_near and not link.null and link.name not in _TENANCY


def _speaking() -> Iterable[type[Model]]:
    """Models that name a record of any kind by its key: signatures, clocks."""
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        if "subject_id" in names and hasattr(model, "history") and model not in _LEFT_OUT:
            yield model


def _label(model: type[Model]) -> Callable[[Mapping[str, Any]], str]:
    """“Quality event DEV-1”, “Why step 2”."""
    words = str(model._meta.verbose_name).capitalize()
    names = {field.name for field in model._meta.concrete_fields if not field.is_relation}
    name = next((name for name in ("number", "version", "position") if name in names), "")
    return lambda row: f"{words} {row[name]}" if name else words


def keys_in(rows: Iterable[Mapping[str, Any]]) -> set[UUID]:
    """A row of the machinery inside (a pack's section) is numbered: nothing speaks of it by its key."""
    return {row["id"] for row in rows if isinstance(row["id"], UUID)}
