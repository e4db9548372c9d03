"""Every path of writing leaves one history row; nobody can write or change one by hand."""

import hashlib
import json

import pytest
from django.db import DatabaseError, connection, transaction

from clocks import tasks
from kernel import scope
from kernel.history import acting
from lots.models import Hold
from parties.models import Site
from tests.clocks.started import start_clock
from tests.factories.world import LONG_AGO, World
from workspace.models import SavedSearch


@pytest.fixture
def site(world: World) -> Site:
    return world.keystone_site


def _history(site: Site) -> list[tuple[str, str, str]]:
    rows = site.history.order_by("history_id").values_list("history_type", "history_change_reason", "name")
    return list(rows)


def test_save_update_raw_and_bulk_are_all_recorded(world: World, site: Site) -> None:
    with scope.opened(world.clerk), transaction.atomic():
        with acting(by=world.clerk, reason="renamed", at=LONG_AGO):
            site.name = "Plant A"
            site.save()
        with acting(by=world.clerk, reason="by update", at=LONG_AGO):
            Site.objects.filter(pk=site.pk).update(name="Plant B")
        with acting(by=world.clerk, reason="by SQL", at=LONG_AGO), connection.cursor() as cursor:
            cursor.execute("UPDATE parties_site SET name = 'Plant C' WHERE id = %s", [site.pk])
        with acting(by=world.clerk, reason="in bulk", at=LONG_AGO):
            Site.objects.bulk_create([Site(organisation=world.keystone, name="Plant 2")])
        assert _history(site) == [
            ("+", "set up", "Keystone Plant 1"),
            ("~", "renamed", "Plant A"),
            ("~", "by update", "Plant B"),
            ("~", "by SQL", "Plant C"),
        ]
        assert list(Site.history.filter(name="Plant 2").values_list("history_change_reason", flat=True)) == ["in bulk"]
        newest = site.history.order_by("-history_id").first()
        assert newest.history_user_id == world.clerk.person_id
        assert newest.acting_organisation_id == world.keystone.pk
        assert newest.history_date == LONG_AGO
        assert len(newest.leaf) == 32


def test_bulk_update_and_delete_are_recorded_with_who_and_why(world: World) -> None:
    by = world.clerk
    shared = {"organisation_id": by.organisation_id, "person_id": by.person_id, "saved_at": LONG_AGO}
    with scope.opened(by), transaction.atomic():
        with acting(by=by, reason="kept", at=LONG_AGO):
            kept = SavedSearch.objects.bulk_create([SavedSearch(**shared, name=name) for name in ("Lead", "Zinc")])
        with acting(by=by, reason="renamed together", at=LONG_AGO):
            for search in kept:
                search.name += " results"
            SavedSearch.objects.bulk_update(kept, ["name"])
        with acting(by=by, reason="not needed any more", at=LONG_AGO):
            SavedSearch.objects.filter(pk=kept[0].pk).delete()
        with acting(by=by, reason="by SQL", at=LONG_AGO), connection.cursor() as cursor:
            cursor.execute("DELETE FROM workspace_savedsearch WHERE id = %s", [kept[1].pk])
        rows = SavedSearch.history.order_by("history_id")
        told = list(rows.values_list("history_type", "name", "history_change_reason", "history_user_id"))
    assert sorted(row[:3] for row in told) == sorted([
        ("+", "Lead", "kept"), ("~", "Lead results", "renamed together"), ("-", "Lead results", "not needed any more"),
        ("+", "Zinc", "kept"), ("~", "Zinc results", "renamed together"), ("-", "Zinc results", "by SQL"),
    ])  # fmt: skip
    assert {row[3] for row in told} == {by.person_id}


def test_a_task_of_the_worker_is_recorded_as_the_platform_with_its_reason(world: World) -> None:
    """Through Celery's own machinery: who is the platform, why is what the task does."""
    clock = start_clock(world)
    assert tasks.sweep.apply().get() == 1
    with scope.opened(world.clerk):
        newest = clock.history.order_by("-history_id").first()
        began = clock.history.order_by("history_id").first()
    assert (began.history_type, began.history_user_id) == ("+", world.clerk.person_id)
    assert (newest.history_type, newest.history_change_reason) == ("~", "deadline passed")
    assert newest.history_user_id == scope.system().person_id


def test_a_save_that_changes_nothing_records_nothing(world: World, site: Site) -> None:
    with scope.opened(world.clerk), transaction.atomic(), acting(by=world.clerk, reason="no change", at=LONG_AGO):
        site.save()
        assert [row[0] for row in _history(site)] == ["+"]


def test_a_change_that_nobody_answers_for_is_refused(world: World, site: Site) -> None:
    with scope.opened(world.clerk), pytest.raises(DatabaseError, match="nobody answers"), transaction.atomic():
        Site.objects.filter(pk=site.pk).update(name="Plant X")
    with (
        scope.opened(world.clerk),
        pytest.raises(DatabaseError, match="nobody answers"),
        transaction.atomic(),
        acting(by=world.clerk, reason="  ", at=LONG_AGO),
    ):
        Site.objects.filter(pk=site.pk).update(name="Plant X")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO lots_historicalhold SELECT * FROM lots_historicalhold",
        "UPDATE lots_historicalhold SET reason = 'x'",
        "DELETE FROM lots_historicalhold",
        "TRUNCATE lots_historicalhold",
        "ALTER TABLE lots_hold DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
    ],
)
def test_the_application_cannot_touch_history(world: World, statement: str) -> None:
    assert Hold.history.model._meta.db_table == "lots_historicalhold"
    refusal = pytest.raises(DatabaseError, match=r"permission denied|must be owner")
    with scope.opened(world.clerk), refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_pgtriggers_ignore_setting_opens_nothing(world: World, site: Site) -> None:
    refusal = pytest.raises(DatabaseError, match="nobody answers")
    with scope.opened(world.clerk), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{history,pgtrigger_history_1}', true)")
        with refusal, transaction.atomic():
            cursor.execute("UPDATE parties_site SET name = 'Plant X' WHERE id = %s", [site.pk])


@pytest.mark.parametrize("reason", ["renamed", '"row": null', 'said “"row": null, "type": "-"”\n\\'])
def test_the_leaf_is_of_the_canonical_text_whatever_the_reason_says(world: World, site: Site, reason: str) -> None:
    with scope.opened(world.clerk), transaction.atomic(), acting(by=world.clerk, reason=reason, at=LONG_AGO):
        site.name = "Plant A"
        site.save()
        added = Site.objects.create(organisation=world.keystone, name="Plant 2")
        keys = [str(row.history_id) for row in (site.history.latest("history_id"), added.history.get())]
    with scope.opened(scope.system()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT leaf, content FROM facts_of_rows(%s, %s)", [[Site.history.model._meta.db_table] * 2, keys]
        )
        found = cursor.fetchall()
    assert [leaf.tobytes() for leaf, _ in found] == [
        hashlib.sha256(b"\x00" + content.encode()).digest() for _, content in found
    ]
    assert [json.loads(content)["reason"] for _, content in found] == [reason] * 2
    assert sorted(json.loads(content)["row"]["name"] for _, content in found) == ["Plant 2", "Plant A"]
