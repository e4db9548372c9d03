"""The genealogy: one narrow table of edges between lots of material and packaged lots (ADR 0030)."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from kernel.rls.policies import Policy
from kernel.rows import OwnedRow
from kernel.triggers import OwnerTrigger
from lots.states import EdgeKind, EdgeSource

_SEEN = """(EXISTS (SELECT 1 FROM lots_componentlot c WHERE c.id = {TABLE}.%(end)s)
    OR EXISTS (SELECT 1 FROM lots_lot l WHERE l.id = {TABLE}.%(end)s))"""
"""Asked with the reader's own policies on both tables: nobody sees an edge of which one end is hidden from him."""
_OWN = "organisation_id = (SELECT app_organisation())"


class SoundEnds(OwnerTrigger):
    """Both ends are lots of the same manufacturer, and the edge carries the partnership of what was made.

    A foreign key can't say so: either end may stand in one of two tables.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.UpdateOf("parent_id", "child_id", "partnership_id")  # type: ignore[no-untyped-call]

    def __init__(self, *, name: str = "sound_ends") -> None:
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        return """
            IF NOT EXISTS (SELECT 1 FROM lots_componentlot c
                           WHERE c.id = NEW.parent_id AND c.organisation_id = NEW.organisation_id)
               AND NOT EXISTS (SELECT 1 FROM lots_lot l
                               WHERE l.id = NEW.parent_id AND l.cmo_id = NEW.organisation_id) THEN
                RAISE EXCEPTION 'edge: what went in is no lot of this manufacturer' USING ERRCODE = 'check_violation';
            END IF;
            IF NOT EXISTS (SELECT 1 FROM lots_componentlot c
                           WHERE c.id = NEW.child_id AND c.organisation_id = NEW.organisation_id
                             AND NEW.partnership_id IS NULL)
               AND NOT EXISTS (SELECT 1 FROM lots_lot l
                               WHERE l.id = NEW.child_id AND l.cmo_id = NEW.organisation_id
                                 AND l.partnership_id = NEW.partnership_id) THEN
                RAISE EXCEPTION 'edge: what was made is no lot of this manufacturer and partnership'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """


class Edge(OwnedRow):
    """Lot `parent` went into lot `child`; each end is a `ComponentLot` or a `Lot`.

    It counts from `stated_at` until `ended_at`: what a superseded pack said stays on record and counts no more.
    """

    policy: ClassVar[Policy] = Policy(
        read=f"{_OWN} OR ({_SEEN % {'end': 'parent_id'}} AND {_SEEN % {'end': 'child_id'}})", write=_OWN
    )
    history_without_index: ClassVar[tuple[str, ...]] = ("organisation", "partnership")

    partnership = models.ForeignKey(
        "parties.Partnership", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Of the packaged lot that was made; none where it is a lot of material."""
    parent_id = models.UUIDField("what went in")
    child_id = models.UUIDField("what was made of it")
    kind = models.CharField(max_length=12, choices=EdgeKind.choices)
    quantity = models.DecimalField(max_digits=27, decimal_places=12, null=True, blank=True)
    """None: nobody says how much, as of most carry-over."""
    unit = models.CharField(max_length=20, blank=True)
    container = models.CharField("container it was taken from", max_length=64, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=8, choices=EdgeSource.choices)
    source_id = models.UUIDField()
    """The pack or the import that says so; what is typed by hand shares one for each entry."""
    stated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)

    class Meta(OwnedRow.Meta):
        triggers = [*OwnedRow.Meta.triggers, SoundEnds()]
        constraints = [
            models.CheckConstraint(condition=~Q(parent_id=F("child_id")), name="edge_between_two_lots"),
            models.CheckConstraint(condition=Q(quantity=None) | Q(quantity__gte=0), name="edge_quantity_not_negative"),
            models.UniqueConstraint(
                fields=["source_id", "parent_id", "child_id", "kind", "container"], name="edge_stated_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["parent_id"],
                include=["child_id", "partnership"],
                condition=Q(ended_at=None),
                name="edge_forward",
            ),
            models.Index(
                fields=["child_id"],
                include=["parent_id", "partnership"],
                condition=Q(ended_at=None),
                name="edge_backward",
            ),
            models.Index(fields=["parent_id"], condition=Q(ended_at__isnull=False), name="edge_ended_forward"),
            models.Index(fields=["child_id"], condition=Q(ended_at__isnull=False), name="edge_ended_backward"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display().lower()}: {self.parent_id} into {self.child_id}"
