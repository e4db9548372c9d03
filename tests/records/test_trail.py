"""Refusals and looks: written, readable by those concerned, changed by nobody (domain §E.5, §E.6)."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from kernel import events, scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from parties.events import AttemptRefused
from records.actions import note_access
from records.models import AccessRecord, Refusal
from records.queries import looks_at, refusals_of
from tests.factories.world import LONG_AGO, World


def _refuse(by: Actor | None, world: World, **changes: Any) -> None:
    values: dict[str, Any] = {
        "refusal": Refused("Lot KB-1 is on hold.", "clause 5.2", code="on-hold"),
        "by": by,
        "action": "lots:ship",
        "subject_id": world.keystone_site.pk,
        "partnership_id": world.alder_keystone.pk,
        "at": LONG_AGO,
        "detail": {"quantity": "12"},
    }
    with scope.opened(by) if by else scope.anonymous():
        events.publish(AttemptRefused(**(values | changes)))


def test_a_refusal_is_written_as_it_was_said(world: World) -> None:
    _refuse(world.clerk, world)
    with scope.opened(world.clerk):
        row = refusals_of(world.keystone_site.pk).get()
    assert (row.sentence, row.clause, row.code) == ("Lot KB-1 is on hold.", "clause 5.2", "on-hold")
    assert (row.person, row.organisation, row.at) == (world.people["clerk@keystone.example"], world.keystone, LONG_AGO)
    assert row.detail == {"quantity": "12"}


def test_both_companies_and_the_auditor_read_it_and_nobody_else(world: World) -> None:
    _refuse(world.clerk, world)
    for reader, count in ((world.reviewer, 1), (world.auditor, 1), (world.other_sponsor, 0)):
        with scope.opened(reader):
            assert Refusal.objects.count() == count


def test_without_a_partnership_only_the_own_company_reads_it(world: World) -> None:
    _refuse(world.clerk, world, partnership_id=None)
    for reader, count in ((world.cmo_qa, 1), (world.reviewer, 0)):
        with scope.opened(reader):
            assert Refusal.objects.count() == count


def test_an_anonymous_attempt_has_no_person(world: World) -> None:
    _refuse(None, world, partnership_id=None)
    with scope.opened(scope.system()):
        assert (Refusal.objects.get().person_id, Refusal.objects.get().organisation_id) == (None, None)
    with scope.opened(world.clerk):
        assert Refusal.objects.count() == 0


def test_an_auditors_attempt_is_written_too(world: World) -> None:
    _refuse(world.auditor, world, refusal=Forbidden("No."))
    with scope.opened(world.head):
        assert Refusal.objects.get().person_id == world.auditor.person_id


def test_unstorable_text_is_kept_visibly(world: World) -> None:
    hostile = {"file\x00name": ["a\x00b", {"c": "\ud800"}], "n": 1}
    _refuse(world.clerk, world, refusal=Refused("No\x00.", "c" * 300, code="x" * 90), detail=hostile)
    with scope.opened(world.clerk):
        row = Refusal.objects.get()
    assert row.sentence == "No\N{REPLACEMENT CHARACTER}."
    assert row.detail == {"file\N{REPLACEMENT CHARACTER}name": ["a\N{REPLACEMENT CHARACTER}b", {"c": "?"}], "n": 1}
    assert (len(row.clause), len(row.code)) == (120, 40)


def test_a_look_is_noted(world: World) -> None:
    with scope.opened(world.auditor):
        note_access(by=world.auditor, what="opened the dossier", subject=world.alder_keystone, at=LONG_AGO)
        row = looks_at(world.alder_keystone.pk).get()
    assert (row.what, row.subject_kind, row.at) == ("opened the dossier", "parties.partnership", LONG_AGO)
    assert (row.person_id, row.organisation_id) == (world.auditor.person_id, world.auditor.organisation_id)
    with scope.opened(world.other_sponsor):
        assert AccessRecord.objects.count() == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            note_access(by=world.other_sponsor, what="x", subject=world.alder_keystone, at=LONG_AGO)


@pytest.mark.parametrize("table", ["records_refusal", "records_accessrecord", "parties_loginrecord"])
@pytest.mark.parametrize("change", ["UPDATE {} SET at = now()", "DELETE FROM {}"])
def test_nobody_changes_the_trail(world: World, table: str, change: str) -> None:
    with scope.opened(world.clerk), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(change.format(table))
