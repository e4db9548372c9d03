"""The pages of products: complete, and silent about other partnerships."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.baseline import make_baseline, make_product
from tests.factories.browsers import browser
from tests.factories.world import World


def test_the_product_page_shows_every_master(world: World) -> None:
    record = make_baseline(world).master_record
    page = browser(world, "qa@alderpine.example").get(f"/products/{record.product_id}/")
    assert page.status_code == 200
    text = page.content.decode()
    for words in (
        "MMR-0417 v3", "SPEC-0417 v4", "SP-007 v2", "LBL-MG120 v5", "Magnesium bisglycinate, 20 % magnesium",
        "Blend 20 minutes at 12 rpm", "Filled capsule weight", "NMT 0.5 ppm", "Every lot is tested.",
        "600,000".replace(",", "\u00a0"), "Quentin Abbot",
    ):  # fmt: skip
        assert words in text, words


def test_a_product_without_versions_says_what_is_missing(world: World) -> None:
    product = make_product(world)
    text = browser(world, "clerk@keystone.example").get(f"/products/{product.pk}/").content.decode()
    assert text.count("No lot of this product can start.") == 3


def test_strangers_get_404_and_an_own_list(world: World) -> None:
    product = make_product(world)
    stranger = browser(world, "qa@bluemesa.example")
    assert stranger.get(f"/products/{product.pk}/").status_code == 404
    text = stranger.get("/products/").content.decode()
    assert "Magnesium Glycinate" not in text
    assert "No products yet" in text


def test_the_list_takes_the_same_queries_for_one_and_three(world: World) -> None:
    make_product(world)
    client = browser(world, "clerk@keystone.example")
    client.get("/products/")
    with CaptureQueriesContext(connection) as one:
        client.get("/products/")
    for number in (2, 3):
        make_product(world, code=f"MG-{number}", name=f"Magnesium <script>alert({number})</script>")
    with CaptureQueriesContext(connection) as three:
        text = client.get("/products/").content.decode()
    assert len(three) == len(one)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(3)" in text


def test_a_foreign_cursor_starts_at_the_top(world: World) -> None:
    make_product(world)
    answer = browser(world, "clerk@keystone.example").get("/products/", {"after": "' OR 1=1 --"})
    assert answer.status_code == 200
    assert "MG-GLY-120" in answer.content.decode()


def test_without_a_login_the_door_is_shown(world: World) -> None:
    answer = Client().get("/products/")
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")


def test_a_label_shows_its_panel_and_leads_to_its_lots(world: World) -> None:
    baseline = make_baseline(world)
    assert baseline.label is not None
    text = browser(world, "qa@alderpine.example").get(f"/products/{baseline.label.product_id}/").content.decode()
    assert "Supplement Facts: 2 lines" in text
    assert "29 %" in text
    assert 'class="citations"' not in text
    assert f"/lots/?label_version={baseline.label.pk}" in text
