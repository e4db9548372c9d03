"""The trail of any record: complete by walking the models, worded, and with queries that do not grow."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel import scope
from lots.models import Hold, Lot
from parties.models import Partnership, Qualification
from quality_events import models as of_events
from quality_events.actions import name_cause
from quality_events.models import QualityEvent
from quality_events.states import Branch
from records.actions import note_access
from records.models import Refusal, Signature
from tests.factories.walked import Shop
from tests.factories.world import World
from tests.quality_events.reported import NOON, investigate, propose, report
from tests.quality_events.test_investigation import act
from workspace.queries.hanging import trails_of
from workspace.queries.trail import audit_trail
from workspace.trail_data import AuditTrail


@pytest.fixture
def event(shop: Shop, lot: Lot) -> QualityEvent:
    return report(shop, lot)


def trail_of(by: Any, record: Any, **given: bool) -> AuditTrail:
    with scope.opened(by):
        return audit_trail(record, **given)


def test_everything_that_needs_an_event_is_in_its_trail() -> None:
    """A new model with a key to an event that must be there is in the trail by itself."""
    found = {trail.model for trail in trails_of(QualityEvent())}
    needing = {
        model
        for model in apps.get_app_config("quality_events").get_models()
        for field in model._meta.concrete_fields
        if field.related_model is QualityEvent and not field.null and hasattr(model, "history")
    }
    assert len(needing) > 8
    assert needing <= found
    assert {of_events.OosResult, Hold, Signature} <= found
    assert not {of_events.Complaint, of_events.ReturnedProduct, Lot} & found, "records of their own"


def test_a_partners_trail_is_about_the_partner_alone() -> None:
    found = {trail.model for trail in trails_of(Partnership())}
    assert {Partnership, Qualification} <= found
    assert not {Lot, QualityEvent} & found


@pytest.mark.lot(until="completed")
def test_it_says_who_changed_what_from_what_to_what_and_why(world: World, shop: Shop, event: QualityEvent) -> None:
    investigate(shop, event)
    trail = trail_of(world.reviewer, event)
    changed = {row.field: row for row in trail.changes if row.record == "Quality event DEV-1" and row.field}
    state, cause = changed["state"], changed["cause investigation"]
    assert (state.old, state.new, state.by, state.organisation) == (
        "Reported", "Under investigation", "Quentin Abbot", "Keystone Blending Co."
    )  # fmt: skip
    assert (cause.old, cause.new) == ("", "Sensor set too low after cleaning.")
    assert cause.reason == "investigation"
    assert all(row.recorded_at > row.at for row in trail.changes)
    assert {row.record for row in trail.changes} >= {"Quality event DEV-1", "Why step 1", "Event lot"}
    assert [row.at for row in trail.changes] == sorted((row.at for row in trail.changes), reverse=True)


@pytest.mark.lot(until="completed")
def test_the_extract_has_a_new_rows_first_values_too(world: World, event: QualityEvent) -> None:
    full = trail_of(world.auditor, event, is_full=True)
    first = {row.field: row.new for row in full.changes if row.record == "Quality event DEV-1"}
    assert first["title"] == "Desiccant missing"
    assert first["classification"] == "Major"
    assert first["reported by"] == "Carla Diaz"
    assert len(full.changes) > len(trail_of(world.auditor, event).changes)


@pytest.mark.lot(until="completed")
def test_refusals_looks_and_signatures_stand_in_it(world: World, shop: Shop, event: QualityEvent) -> None:
    investigate(shop, event)
    propose(shop, event)
    with scope.opened(world.auditor):
        note_access(by=world.auditor, what="Event: event DEV-1", subject=event, at=NOON)
    with scope.opened(world.clerk):
        Refusal.objects.create(
            partnership_id=event.partnership_id, organisation_id=world.keystone.pk, person_id=world.clerk.person_id,
            at=NOON, action="quality_events:sign", subject_id=event.pk, code="forbidden", sentence="You may not sign.",
            clause="21 CFR 11.10(g)",
        )  # fmt: skip
    trail = trail_of(world.head, event)
    assert [(row.by, row.sentence, row.clause) for row in trail.refusals] == [
        ("Carla Diaz", "You may not sign.", "21 CFR 11.10(g)")
    ]
    assert [(row.by, row.what) for row in trail.looks] == [("Astrid Nyman", "Event: event DEV-1")]
    assert [(row.printed_name, row.meaning, row.standing) for row in trail.signatures] == [
        ("Quentin Abbot", "Authored", "intact")
    ]


@pytest.mark.lot(until="completed")
def test_its_queries_do_not_grow_with_its_rows(world: World, shop: Shop, event: QualityEvent) -> None:
    _cause(shop, event, "Sieve worn")
    investigate(shop, event)
    few = _queries(world, event)
    for number in range(5):
        _cause(shop, event, f"Cause {number}")
        investigate(shop, event, cause=f"Looked at {number}")
    assert len(_queries(world, event)) == len(few)


def _cause(shop: Shop, event: QualityEvent, words: str) -> None:
    act(shop.world.cmo_qa, name_cause, event_id=event.pk, branch=Branch.MACHINE, cause=words)


def _queries(world: World, event: QualityEvent) -> list[str]:
    with scope.opened(world.reviewer), CaptureQueriesContext(connection) as caught:
        audit_trail(event)
    return [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(("SELECT set_config", "SAVEPOINT"))]
