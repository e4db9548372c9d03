"""Every address, as every role of every organisation: nothing of another partnership is ever told.

The routes come from the resolver and the arguments from the data, so a new route is walked from its first day; one
whose arguments the walk does not know fails.
"""

from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import get_resolver, reverse

from kernel import scope
from kernel.history import acting
from kernel.rls.policies import project_models
from parties.models import AuditorGrant
from records.models import SealedReport
from tests.databases import as_owner, owner_connection
from tests.factories.world import LONG_AGO
from tests.isolation.addresses import Route, UnknownArgumentError, routes
from tests.isolation.checking import poke, walk
from tests.isolation.estate import SHARED_LOT
from tests.isolation.knowledge import MARKS
from tests.isolation.planting import UNTOUCHED, plain, texts
from tests.isolation.reading import body_of, said
from tests.isolation.walking import VISIBLE, Estate, Walker

ROUTES = list(routes(get_resolver()))
SIDES = ("Alder", "Blue", "Keystone", "Cedar", "auditor", "narrow", "nobody", "nowhere")
ENDING = ("accounts/logout/", "admin/logout/")
"""These end the walk; they are asked last."""
TABLES = sorted({model._meta.db_table for model in project_models()} - {"records_refusal", "records_accessrecord"})
_PARTNERSHIPS = 'SELECT count(DISTINCT partnership_id) FROM "{}"'
_ALL = 'SELECT count(*) || md5(string_agg(t.row, chr(10) ORDER BY t.row)) FROM (SELECT r::text AS row FROM "{}" r) t'


def ordered() -> list[Route]:
    return sorted(ROUTES, key=lambda route: route.pattern in ENDING)


def company(estate: Estate, side: str) -> list[Walker]:
    return [walker for walker in estate.walkers if walker.side == side]


@pytest.mark.parametrize("side", SIDES)
def test_nothing_of_another_partnership_is_told(estate: Estate, side: str) -> None:
    wrong = list(walk(company(estate, side), ordered()))
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("side", ["Alder", "Cedar", "auditor", "narrow", "nobody"])
def test_strangers_change_nothing(estate: Estate, side: str) -> None:
    walker = company(estate, side)[0]
    walker.ask("/")  # being let in is written down
    before = fingerprint()
    wrong = list(poke(walker, ordered()))
    assert wrong == [], "\n".join(wrong)
    assert changed_since(before) == set()


@pytest.mark.parametrize("side", ["Alder", "Blue", "Cedar", "auditor", "narrow", "nobody"])
def test_search_finds_nothing_of_strangers(estate: Estate, side: str) -> None:
    walker = company(estate, side)[0]
    unseen = [mark for name, mark in MARKS.items() if name not in VISIBLE.get(side, set())]
    for mark in unseen:
        for words in (mark, mark[:4], mark.lower(), f"{mark}-113", f"{mark[:3]}X{mark[4:]}", f"C-26-{mark}-113-0398"):
            for path in ("/search/", "/lots/", "/trace/", "/api/v1/lots/", "/api/v1/search/"):
                answer = walker.ask(path, data={"q": words, "number": words, "search": words})
                found = walker.forbidden.found(said(answer), typed=words)
                assert (answer.status_code < 500, found) == (True, []), (path, words)


def test_both_sponsors_see_the_component_lot_that_both_consumed(estate: Estate) -> None:
    for side in ("Alder", "Blue", "Cedar"):
        answer = company(estate, side)[0].ask("/search/", data={"q": SHARED_LOT})
        found = [hit.number for hit in answer.context["found"].hits if hit.kind == "component_lot"]
        assert found.count(SHARED_LOT) == 1, side


def test_every_table_of_a_partnership_has_rows_of_all_four(estate: Estate) -> None:
    """What is not there cannot leak: a new model has to be filled by the estate."""
    counts = {
        model._meta.db_table: as_owner(_PARTNERSHIPS.format(model._meta.db_table))[0][0]
        for model in project_models()
        if "partnership_id" in {field.column for field in model._meta.concrete_fields}
    }
    assert {table: count for table, count in counts.items() if count < 4} == {}


def test_every_text_carries_its_owners_word(estate: Estate) -> None:
    assert set(UNTOUCHED) <= {plain(model) for model in project_models()}
    assert set(estate.planted) >= {
        model._meta.db_table for model in project_models() if [*texts(model)] and plain(model) not in UNTOUCHED
    }
    assert as_owner("SELECT count(*) FROM lots_lot WHERE number !~ 'ZQ[A-Z]+$'") == [(0,)]
    assert as_owner("SELECT count(*) FROM lots_historicallot WHERE history_change_reason !~ 'ZQ[A-Z]+$'") == [(0,)]


def test_files_are_read_inside(estate: Estate) -> None:
    """The walk reads what is packed: the own lots stand in the list's workbook and in the sealed dossier."""
    walker = estate.walker("SQA of Alder")
    assert "ZQALFA-113" in said(walker.ask("/lots/export.xlsx"))
    report = walker.ask(f"/reports/{walker.own(SealedReport)[-1]}/file/")
    assert body_of(report).startswith(b"%PDF")
    again = walker.ask(f"/reports/{walker.own(SealedReport)[-1]}/file/")
    assert said(again).count("ZQALFA-113") > 3


@override_settings(ROOT_URLCONF="tests.isolation.leaking")
def test_the_walk_bites(estate: Estate) -> None:
    found = {route.name: route for route in routes(get_resolver("tests.isolation.leaking"))}
    leaks = list(walk(company(estate, "Blue")[:1], [found["all_lots"], found["forbidding"]], everybody=True))
    assert any("/leaks/: 200 shows" in line and "ZQALFA" in line for line in leaks)
    assert sum("403 for a stranger's row" in line for line in leaks) == 2
    with pytest.raises(UnknownArgumentError, match="pallet_id"):
        list(walk(company(estate, "Blue")[:1], [found["unknown"]]))


@override_settings(ROOT_URLCONF="tests.isolation.leaking")
def test_the_pokes_bite(estate: Estate) -> None:
    """A view that writes and says 404 all the same: its answers look right, the tables do not."""
    found = {route.name: route for route in routes(get_resolver("tests.isolation.leaking"))}
    walker = company(estate, "Blue")[0]
    walker.ask("/")  # being let in is written down
    before = fingerprint()
    assert list(poke(walker, [found["writing"]])) == []
    assert changed_since(before) == {"workspace_searchword"}


def fingerprint() -> dict[str, str]:
    """One digest for every table of ours; looks and refused attempts are written down, so they are left out."""
    connection = owner_connection()
    try:
        with connection.cursor() as cursor:
            return {table: digest(cursor, table) for table in TABLES}
    finally:
        connection.close()


def digest(cursor: Any, table: str) -> str:
    cursor.execute(_ALL.format(table))
    return str(cursor.fetchone()[0])


def changed_since(before: dict[str, str]) -> set[str]:
    return {table for table, now in fingerprint().items() if before[table] != now}


def test_a_narrow_grant_shows_its_lot_and_a_whole_one_all(estate: Estate) -> None:
    """The control of the walk: what is out of sight for the one is there for the other."""
    lots = estate.holdings["Alder at Keystone"].lots
    inside, outside = lots["released"], lots["held"]
    whole, narrow = (estate.walker(f"{name} of Auditors") for name in ("AUD", "narrow"))
    for walker, found in ((whole, 200), (narrow, 404)):
        assert walker.ask(f"/lots/{inside.pk}/").status_code == 200
        assert walker.ask(f"/lots/{outside.pk}/").status_code == found
        assert (outside.number in said(walker.ask("/lots/"))) == (found == 200)
        assert inside.number in said(walker.ask("/lots/"))
        assert inside.number in said(walker.ask("/search/", data={"q": inside.number}))
        assert walker.ask(reverse("performance:partner", args=[inside.partnership_id])).status_code == found
        assert "Identity" in said(walker.ask(f"/lots/{inside.pk}/evidence/"))


@pytest.mark.parametrize(("lots", "products", "since", "until", "seen"), [
    ([], True, None, None, {"PLAN", "HELD", "113", "114", "115"}),
    ([], True, "2026-03-01", None, {"HELD", "113", "114", "115"}),
    ([], True, None, "2020-01-01", set()),
    (["held", "released"], False, None, None, {"HELD", "113"}),
    (["held", "released"], True, "2099-01-01", None, set()),
])  # fmt: skip
def test_what_the_limits_of_a_grant_reach(
    estate: Estate, lots: list[str], products: bool, since: str | None, until: str | None, seen: set[str]
) -> None:
    """By lot, by product, by period, and all together; and put back."""
    there, walker = estate.holdings["Alder at Keystone"].lots, estate.walker("narrow of Auditors")
    ids = [there[name].pk for name in lots]
    ours = [there["held"].product_id] if products else []
    limit_grant(walker, lot_ids=ids, product_ids=ours, made_from=since, made_until=until)
    try:
        rows = said(walker.ask("/api/v1/lots/"))
        found = {lot.number.removeprefix("ZQALFA-") for lot in there.values() if lot.number in rows}
        assert found == seen
    finally:
        limit_grant(walker, lot_ids=[there["released"].pk], product_ids=[], made_from=None, made_until=None)


def limit_grant(walker: Walker, **limits: Any) -> None:
    pair = walker.estate.companies.world.alder_keystone.pk
    by = scope.system(pair)
    with scope.opened(by), transaction.atomic(), acting(by=by, reason="other limits", at=LONG_AGO):
        AuditorGrant.objects.filter(person_id=walker.actor.person_id).update(**limits)  # type: ignore[union-attr]
