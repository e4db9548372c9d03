"""The trail, sealed: what is in a seal, that nothing is missed or sealed twice, and that all of it verifies."""

import re
import threading
from contextlib import closing
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from clocks.queries import unsealed_history
from kernel import scope
from kernel.clock import now
from kernel.history import acting
from kernel.rls.install import install
from kernel.rls.trail import trail_tables
from parties.models import Site
from records.actions import seal_next
from records.merkle.entries import Entry
from records.merkle.heads import FIRST
from records.models import Seal, SealTree, TreeHead
from records.outside.verification import verify_trail
from records.queries.seals import body_of, lines_of
from records.queries.trail import ForeignClusterError
from tests.databases import as_owner, owner_connection
from tests.factories.sealed import THIRD_DAY, SealedTrail, seal_all
from tests.factories.world import World

LATER = THIRD_DAY + timedelta(hours=1)
SETTINGS = (
    "SELECT set_config('app.actor', %s, {0}), set_config('app.organisation', %s, {0}), "
    "set_config('app.reason', 'renamed', {0}), set_config('app.at', '2026-03-28T19:00:00Z', {0})"
)
COUNT = 'SELECT count(*) FROM "{}"'
RENAME = "UPDATE parties_site SET name = left(name, 20) || md5(random()::text) WHERE id = %s"


@pytest.fixture
def world(sealed_trail: SealedTrail) -> World:
    return sealed_trail.shop.world


def rename(world: World, name: str) -> None:
    by = world.clerk
    with scope.opened(by), transaction.atomic(), acting(by=by, reason="renamed", at=now()):
        site = Site.objects.get(pk=world.keystone_site.pk)
        site.name = name
        site.save()


def seals() -> list[Seal]:
    with scope.opened(scope.system()), transaction.atomic():
        return list(Seal.objects.order_by("number"))


def lines(*numbers: int) -> list[Entry]:
    with scope.opened(scope.system()), transaction.atomic():
        heads = TreeHead.objects.order_by("seal_id", "tree_id")
        return [Entry.of(line) for line in lines_of(heads.filter(seal_id__in=numbers) if numbers else heads)]


def found() -> list[str]:
    with scope.opened(scope.system()), transaction.atomic():
        return [str(finding) for finding in verify_trail().findings]


def acting_connection(world: World) -> Any:
    """Another session of the owner's, in an open transaction that may change a site."""
    other = owner_connection()
    other.autocommit = False
    with other.cursor() as cursor:
        cursor.execute(SETTINGS.format("true"), [str(world.clerk.person_id), str(world.keystone.pk)])
    return other


def test_every_row_of_the_trail_stands_in_one_line(sealed_trail: SealedTrail) -> None:
    seal_all(LATER)
    every = [(entry.relation, entry.key) for entry in lines()]
    counts = [as_owner(COUNT.format(table.relation))[0][0] for table in trail_tables()]
    assert len(every) == len(set(every)) == sum(counts) > 300
    named = {entry.relation for entry in lines()}
    assert {"lots_historicalhold", "records_refusal", "records_accessrecord", "parties_loginrecord"} <= named
    assert {"records_dayhead", "records_countersignature", "records_sealstamp"} <= named


def test_seals_are_numbered_and_chained(sealed_trail: SealedTrail) -> None:
    made = seals()
    assert [seal.number for seal in made] == list(range(1, len(made) + 1))
    bodies = [body_of(seal) for seal in made]
    assert [body.previous for body in bodies] == [FIRST, *(body.hash for body in bodies[:-1])]
    assert len(made) > 4


def test_each_owner_has_a_tree_and_sees_no_other(world: World) -> None:
    with scope.opened(scope.system()), transaction.atomic():
        names = {name.partition(":")[0] for name in SealTree.objects.values_list("name", flat=True)}
    assert names == {"partnership", "company", "platform"}
    with scope.opened(world.clerk), transaction.atomic():
        seen = set(TreeHead.objects.values_list("tree_id", flat=True))
    assert f"partnership:{world.alder_keystone.pk}" in seen
    assert f"company:{world.keystone.pk}" in seen
    assert {f"company:{world.alder.pk}", "platform"} & seen == set()
    with scope.opened(world.other_sponsor), transaction.atomic():
        assert f"partnership:{world.alder_keystone.pk}" not in set(TreeHead.objects.values_list("tree_id", flat=True))


def test_what_was_sealed_verifies(sealed_trail: SealedTrail) -> None:
    out = StringIO()
    call_command("verify", stdout=out)
    assert re.fullmatch(
        r"[\d,]+ rows of the trail, \d+ seals\.\nNothing was altered, taken away or slipped in\.\n", out.getvalue()
    )


def test_a_change_is_sealed_once_and_then_nothing_waits(world: World) -> None:
    seal_all(LATER)
    rename(world, "Plant A")
    with scope.opened(scope.system()), transaction.atomic():
        assert unsealed_history().waiting == 1
    made = seal_all(LATER)
    assert [seal.number for seal in made] == [len(seals())]
    (entry,) = lines(made[0].number)
    assert (entry.relation, entry.record) == ("parties_historicalsite", str(world.keystone_site.pk))
    assert entry.acted_for == str(world.keystone.pk)
    with scope.opened(scope.system()), transaction.atomic():
        assert unsealed_history() == unsealed_history().__class__(0, 0.0)
    assert seal_all(LATER) == []


def test_a_transaction_of_many_rows_is_cut_without_loss(world: World) -> None:
    seal_all(LATER)
    by = world.clerk
    with scope.opened(by), transaction.atomic(), acting(by=by, reason="in bulk", at=now()):
        Site.objects.bulk_create([Site(organisation=world.keystone, name=f"Store {i}") for i in range(7)])
    made = seal_all(LATER, most=3)
    assert [len(lines(seal.number)) for seal in made] == [3, 3, 1]
    assert len({str(seal.horizon) for seal in made[:2]}) == 1
    assert found() == []


def test_who_commits_late_is_not_missed(world: World) -> None:
    """A cursor over ids, the control, passes the late row over for ever: its id is the lower one."""
    seal_all(LATER)
    with closing(acting_connection(world)) as late, late.cursor() as cursor:
        cursor.execute(RENAME, [str(world.keystone_site.pk)])
        by = world.clerk
        with scope.opened(by), transaction.atomic(), acting(by=by, reason="early", at=now()):
            Site.objects.create(organisation=world.keystone, name="Early")
        early = seal_all(LATER)
        ids = as_owner("SELECT max(history_id) FROM parties_historicalsite")[0][0]
        late.commit()
    both = seal_all(LATER)
    assert early == []  # it may not pass the transaction that is still open
    new = [int(entry.key) for seal in both for entry in lines(seal.number)]
    assert len(new) == 2
    assert min(new) < ids  # the naive cursor stood at `ids` before the late row was there to be seen
    assert max(new) == ids
    assert found() == []


def test_writers_and_sealer_do_not_wait_for_each_other(world: World) -> None:
    rename(world, "Plant B")
    with scope.opened(scope.system()), transaction.atomic():
        assert seal_next(at=LATER) is not None
        with closing(acting_connection(world)) as other, other.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
            cursor.execute(RENAME, [str(world.keystone_site.pk)])
            other.commit()
    assert len(seal_all(LATER)) == 1


def test_one_sealer_at_a_time(world: World) -> None:
    rename(world, "Plant C")
    with closing(owner_connection()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [0x5EA1])
        assert seal_all(LATER) == []
        cursor.execute("SELECT pg_advisory_unlock(%s)", [0x5EA1])
    assert len(seal_all(LATER)) == 1


def test_no_false_alarm_while_others_write(world: World) -> None:
    """Four writers with overlapping transactions, the sealer and the verifier all at once."""
    stop, failed = threading.Event(), list[Exception]()
    key = str(world.keystone_site.pk)

    def write() -> None:
        try:
            while not stop.is_set():
                with closing(acting_connection(world)) as other, other.cursor() as cursor:
                    cursor.execute("INSERT INTO parties_site SELECT (r).* FROM (SELECT jsonb_populate_record(s, "
                                   "jsonb_build_object('id', gen_random_uuid(), 'name', md5(random()::text))) AS r "
                                   "FROM parties_site s WHERE s.id = %s) t", [key])  # fmt: skip
                    other.commit()
        except Exception as problem:
            failed.append(problem)

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    alarms = []
    try:
        for _ in range(4):
            seal_all(LATER, most=50)
            alarms += found_at_one_moment()
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    seal_all(LATER)
    assert (failed, alarms, found()) == ([], [], [])


def found_at_one_moment() -> list[str]:
    from workspace.management.commands.verify import check  # noqa: PLC0415 - the command's own reading

    return [str(finding) for finding in check(with_files=False).findings]


@pytest.mark.parametrize("statement", ["UPDATE {} SET history_id = 0", "DELETE FROM {}", "TRUNCATE {}"])
def test_not_even_the_owner_rewrites_history(sealed_trail: SealedTrail, statement: str) -> None:
    for table in ("lots_historicalhold", "parties_historicalperson"):
        with pytest.raises(Exception, match="written once and never changed"):
            as_owner(statement.format(table))


def test_nobody_but_the_platform_reads_the_whole_trail(world: World) -> None:
    from records.queries.trail import Window, claimed, trail_rows  # noqa: PLC0415 - here alone

    window = Window(1, "", "0", "9999999999", "-infinity", "infinity")
    with scope.opened(world.clerk), transaction.atomic():
        assert claimed(window, 10) == []
        assert trail_rows(window) == []
        with pytest.raises(ForeignClusterError):
            seal_next(at=LATER)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Seal.objects.create(
                number=10**6, epoch=1, cluster="", horizon="1", after_relation="", after_key="", sealed_at=LATER,
                root="", previous="", public_key="", signature="",
            )  # fmt: skip


def test_a_restored_cluster_begins_a_new_epoch(world: World) -> None:
    """Transaction numbers begin anew there: the old cluster's numbers are high above those that are given out now."""
    seal_all(LATER)
    rename(world, "Plant D")
    as_owner("UPDATE kernel_epoch SET cluster = 'another' WHERE number = (SELECT max(number) FROM kernel_epoch)")
    with pytest.raises(ForeignClusterError, match=r"manage\.py migrate"):
        seal_all(LATER)
    install()
    rename(world, "Plant E")
    made = seal_all(LATER)
    assert [seal.epoch for seal in made] == [1, 2]
    assert [len(lines(seal.number)) for seal in made] == [1, 1]
    assert found() == []
