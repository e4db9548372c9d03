"""A result opens the very page of the section on which its row stands."""

import ast
from uuid import UUID

import pytest

from evidence.models import Pack, PackRow
from evidence.queries import ROWS_A_PAGE
from kernel import scope
from kernel.history import acting
from tests.architecture.sources import of_apps, tree
from tests.factories.walked import AT, Shop, make_lot
from tests.factories.world import World
from tests.workspace.visiting import visitor
from workspace.addresses import address
from workspace.queries.search import Facets, Hit, search
from workspace.states import Kind

SECTION = "laboratory.results"
NAMES = {1: "Firstium", ROWS_A_PAGE: "Lastium", ROWS_A_PAGE + 1: "Nextium", 2 * ROWS_A_PAGE + 50: "Farium"}


def plant_results(world: World, pack: Pack) -> None:
    """Rows 1 to 250 in place of the pack's own; four of them bear a name of their own."""
    have = set(PackRow.objects.filter(pack=pack, section=SECTION).values_list("position", flat=True))
    free = max(have) + 1
    with acting(by=world.clerk, reason="results", at=AT):
        PackRow.objects.bulk_create(
            PackRow(
                partnership_id=pack.partnership_id, sponsor_id=pack.sponsor_id, pack=pack, section=SECTION,
                position=position, data={"name": NAMES.get(position, "Other"), "test": "X", "number": f"R-{position}"},
            )
            for position in range(free, 2 * ROWS_A_PAGE + 60)
        )  # fmt: skip


def the_hit(word: str) -> Hit:
    (hit,) = search(word, Facets(kind=Kind.RESULT)).hits
    return hit


def test_a_result_opens_the_page_of_its_row(world: World, shop: Shop) -> None:
    make_lot(shop, "KB-2417", until="pack_pending")
    with scope.opened(world.clerk):
        plant_results(world, Pack.objects.get())
        hits = {position: the_hit(name) for position, name in NAMES.items() if position > 1}
    for position, hit in hits.items():
        url = address(hit)
        assert hit.page == position
        assert url.endswith(f"#row-{position}")
        assert ("?after=" in url) == (position > ROWS_A_PAGE), url
        shown = [row.position for row in visitor(world.reviewer).get(url.partition("#")[0]).context["table"].rows]
        first = (position - 1) // ROWS_A_PAGE * ROWS_A_PAGE + 1
        assert (position in shown, shown[0]) == (True, first)


def signed_kinds() -> set[str]:
    """Every `subject_kind` that the source hands to `sign()`."""
    calls = [node for path in of_apps() for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    signing = [call for call in calls if getattr(call.func, "attr", getattr(call.func, "id", "")) == "sign"]
    given = [word.value for call in signing for word in call.keywords if word.arg == "subject_kind"]
    return {value.value for value in given if isinstance(value, ast.Constant)}


def test_the_source_signs_what_is_named_here() -> None:
    assert signed_kinds() >= {"lot", "pack", "waiver", "oos", "oot", "informant", "class_change", "agreement_version"}


@pytest.mark.parametrize("kind", sorted(signed_kinds()))
def test_every_signature_that_is_found_opens_what_was_signed(kind: str) -> None:
    key = UUID(int=7)
    hit = Hit(
        kind=Kind.SIGNATURE, object_id=key, opens_id=key, field=kind, page=0, number="", title="", state="",
        state_label="", at=None, how=0, where="", pieces=(),
    )  # fmt: skip
    assert address(hit).startswith("/")
