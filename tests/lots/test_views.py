"""Pages of lots as the people of the world see them."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from uuid import uuid4

import pytest
from django.utils.html import escape
from openpyxl import load_workbook

from kernel import scope
from kernel.clock import now
from lots.models import Hold, Lot
from records.models import AccessRecord, Refusal
from tests.factories.walked import Shop, make_lot, reload
from tests.factories.world import World
from tests.lots.rows import lots_of, product_of
from tests.workspace.visiting import asked, visitor

STEPS = ("start", "complete", "void", "hold")


def refusals(world: World) -> list[tuple[str, str]]:
    with scope.opened(world.clerk):
        return list(Refusal.objects.order_by("at").values_list("action", "sentence"))


def test_the_list_takes_the_same_queries_for_one_and_three_lots(world: World) -> None:
    product = product_of(world.alder_keystone)
    lots_of(world, product, ["KB-1"])
    client = visitor(world.clerk)
    client.get("/lots/")
    _, one = asked(client, "/lots/")
    lots_of(world, product, ["KB-2", "KB-3"])
    answer, three = asked(client, "/lots/")
    assert [row.lot.number for row in answer.context["page"].rows] == ["KB-3", "KB-2", "KB-1"]
    assert len(one) == len(three)
    mine = [sql for sql in three if "lots_" in sql or "masters_" in sql or "clocks_" in sql]
    assert len(mine) <= 12, three
    assert len(three) <= 20, three


def test_filters_live_in_the_address_and_in_the_links(world: World) -> None:
    lots_of(world, product_of(world.alder_keystone), [f"KB-{i:02}" for i in range(30)])
    client = visitor(world.clerk)
    page = client.get("/lots/", {"number": "KB-", "state": "planned"})
    text = page.content.decode()
    assert "/lots/export.csv?number=KB-&amp;state=planned" in text
    assert f"?number=KB-&amp;state=planned&amp;after={page.context['page'].after.replace(':', '%3A')[:13]}" in text
    following = client.get("/lots/", {"number": "KB-", "after": page.context["page"].after})
    assert [row.lot.number for row in following.context["page"].rows] == [f"KB-{i:02}" for i in range(4, -1, -1)]


def test_a_filter_that_cannot_be_read_shows_nothing_and_says_so(world: World) -> None:
    lots_of(world, product_of(world.alder_keystone), ["KB-1"])
    client = visitor(world.clerk)
    for query in ({"product": str(uuid4())}, {"state": "eaten"}, {"number": "\x00"}, {"partner": "' OR 1=1 --"}):
        page = client.get("/lots/", query)
        assert page.status_code == 200
        assert page.context["page"].rows == []
        assert "These filters cannot be read." in page.content.decode()


def test_empty_lists_teach_the_next_step(world: World) -> None:
    product_of(world.alder_keystone)
    client = visitor(world.clerk)
    assert "No lots yet" in client.get("/lots/").content.decode()
    assert "No lot matches" in client.get("/lots/?number=X").content.decode()


def test_exports_hold_what_the_filters_show_and_are_noted(world: World) -> None:
    lots_of(world, product_of(world.alder_keystone), ["KB-1", "KB-2", "=cmd|x"])
    client = visitor(world.reviewer)
    answer = client.get("/lots/export.csv?number=KB")
    rows = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Lot", "KB-2", "KB-1"]
    assert rows[1][:9] == [
        "KB-2", "MG-120", "Magnesium Glycinate 120 ct", "Alder & Pine Nutrition", "Keystone Blending Co.", "Planned",
        "5000.000", "", "bottle",
    ]  # fmt: skip
    assert answer["Content-Disposition"].startswith('attachment; filename="lots-')
    sheet = load_workbook(BytesIO(b"".join(client.get("/lots/export.xlsx").streaming_content))).active
    assert [cell.value for cell in sheet["A"]] == ["Lot", "'=cmd|x", "KB-2", "KB-1"]
    with scope.opened(world.reviewer):
        assert sorted(AccessRecord.objects.values_list("what", flat=True)) == [
            "List of lots as CSV",
            "List of lots as XLSX",
        ]
    assert client.get("/lots/export.pdf").status_code == 404
    assert client.get("/lots/export.csv?state=eaten").status_code == 302


def test_a_lot_is_planned_started_and_completed(world: World, shop: Shop) -> None:
    client = visitor(world.clerk)
    planned = client.post(
        "/lots/plan/",
        {"product": shop.product.pk, "number": "KB-7", "quantity": "5000", "site": world.keystone_site.pk},
    )
    with scope.opened(world.clerk):
        lot = Lot.objects.get(number="KB-7")
    assert planned.headers["Location"] == f"/lots/{lot.pk}/"
    assert client.get(f"/lots/{lot.pk}/start/").status_code == 200
    assert client.post(f"/lots/{lot.pk}/start/", {}).status_code == 302
    day = reload(lot).started_at.date().isoformat()
    given = {"quantity_good": "4942", "made_on": day, "packed_on": day, "expires_on": "2028-03-31"}
    assert client.post(f"/lots/{lot.pk}/complete/", given).status_code == 302
    done = reload(lot)
    assert (done.state, done.quantity_good, str(done.made_on)) == ("completed", 4942, day)


def test_planning_is_refused_in_words_and_keeps_what_was_typed(world: World, shop: Shop) -> None:
    make_lot(shop, "KB-7")
    client = visitor(world.clerk)
    given = {"product": shop.product.pk, "number": "KB-7", "quantity": "5000", "site": world.keystone_site.pk}
    answer = client.post("/lots/plan/", given)
    assert answer.status_code == 409
    assert "Lot KB-7 exists already for this product." in answer.content.decode()
    assert 'value="KB-7"' in answer.content.decode()
    assert refusals(world) == [("lots:plan", "Lot KB-7 exists already for this product.")]
    assert client.post("/lots/plan/", {**given, "number": " KB-8"}).status_code == 409
    assert client.post("/lots/plan/", {**given, "number": "KB-8", "quantity": "0"}).status_code == 409
    wrong = client.post("/lots/plan/", {**given, "number": "KB-8", "quantity": "NaN"})
    assert wrong.status_code == 200
    assert wrong.context["form"].errors["quantity"] == ["Enter a number."]
    assert visitor(world.cmo_qa).get("/lots/plan/").status_code == 403


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "' OR '1'='1", "{{7*7}}", "Ω≈ç√∫˜µ≤≥÷", "田中さん"])
def test_hostile_numbers_are_kept_and_escaped(world: World, text: str, shop: Shop) -> None:
    client = visitor(world.clerk)
    given = {"product": shop.product.pk, "number": text, "quantity": "1", "site": world.keystone_site.pk}
    location = client.post("/lots/plan/", given).headers["Location"]
    with scope.opened(world.clerk):
        assert Lot.objects.get(number=text).get_absolute_url() == location
    for address in (location, "/lots/"):
        assert escape(text) in client.get(address).content.decode()


def test_a_refused_step_says_why_and_is_recorded(world: World, shop: Shop) -> None:
    lot = make_lot(shop, "KB-7", until="in_process")
    client = visitor(world.clerk)
    started = reload(lot).started_at.date()
    day = started.isoformat()
    given = {"quantity_good": "0", "made_on": day, "packed_on": day, "expires_on": "2028-03-31"}
    answer = client.post(f"/lots/{lot.pk}/complete/", given)
    assert answer.status_code == 409
    assert "The good quantity must be more than zero. (21 CFR 111.260(f))" in answer.content.decode()
    assert client.post(f"/lots/{lot.pk}/void/", {"reason": " "}).status_code == 409
    assert client.get(f"/lots/{lot.pk}/start/").status_code == 409
    assert refusals(world) == [
        ("lots:complete", "The good quantity must be more than zero."),
        ("lots:void", "Give a reason: “Void” needs one."),
        ("lots:start", "“Start” is not possible while lot KB-7 is “In process”."),
    ]
    assert reload(lot).state == "in_process"


def test_nobody_opens_the_page_of_a_step_not_his_to_take(world: World, shop: Shop) -> None:
    lot = make_lot(shop, "KB-7")
    day = "2026-03-10"
    for by in (world.reviewer, world.cmo_qa, world.auditor):
        assert visitor(by).get(f"/lots/{lot.pk}/start/").status_code == 403, by.name
    assert visitor(world.clerk).get(f"/lots/{lot.pk}/hold/").status_code == 403
    for step in STEPS:
        assert visitor(world.other_sponsor).get(f"/lots/{lot.pk}/{step}/").status_code == 404
        assert visitor(world.other_sponsor).post(f"/lots/{lot.pk}/{step}/", {"reason": "x"}).status_code == 404
        given = {"reason": "x", "quantity_good": 1, "made_on": day, "packed_on": day, "expires_on": "2028-03-31"}
        given |= {"authority": "quality", "review_on": now().date() + timedelta(days=1)}
        assert visitor(world.auditor).post(f"/lots/{lot.pk}/{step}/", given).status_code in (403, 409), step
    assert reload(lot).state == "planned"


def test_a_hold_is_placed_and_lifted_by_its_own_company_only(world: World, shop: Shop) -> None:
    lot = make_lot(shop, "KB-7", until="released")
    sponsor, maker = visitor(world.reviewer), visitor(world.cmo_qa)
    given = {"authority": "quality", "review_on": now().date() + timedelta(days=30)}
    assert sponsor.post(f"/lots/{lot.pk}/hold/", {"reason": "", **given}).status_code == 409
    assert sponsor.post(f"/lots/{lot.pk}/hold/", {"reason": "Broken capsules", **given}).status_code == 302
    with scope.opened(world.reviewer):
        hold = Hold.objects.get(lot=lot)
    assert not reload(lot).gate.ok
    refused = maker.post(f"/lots/holds/{hold.pk}/lift/", {"reason": "we looked"})
    assert refused.status_code == 409
    assert "Only Alder &amp; Pine Nutrition can lift its own hold." in refused.content.decode()
    later = {"reason": "waits for the laboratory", "review_on": now().date() + timedelta(days=60)}
    assert sponsor.post(f"/lots/holds/{hold.pk}/keep/", later).status_code == 302
    assert maker.post(f"/lots/holds/{hold.pk}/keep/", later).status_code == 409
    assert visitor(world.other_sponsor).get(f"/lots/holds/{hold.pk}/lift/").status_code == 404
    assert visitor(world.other_sponsor).get(f"/lots/holds/{hold.pk}/keep/").status_code == 404
    assert sponsor.post(f"/lots/holds/{hold.pk}/lift/", {"reason": "Inspected, sound"}).status_code == 302
    assert sponsor.post(f"/lots/holds/{hold.pk}/lift/", {"reason": "again"}).status_code == 409
    assert reload(lot).gate.ok
