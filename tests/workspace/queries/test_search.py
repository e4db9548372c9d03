"""The search: exact first, then beginnings, words, and slips of the hand; nobody else's words in any way."""

from datetime import date
from uuid import UUID

import pytest

from evidence.models import EvidenceFile, Pack, PackRow, PageText
from evidence.states import Form
from kernel import scope
from kernel.history import acting
from kernel.scope import Actor
from lots.models import Lot
from lots.states import LotState
from masters.models import Product
from parties.models import Partnership
from quality_events.states import ComplaintState
from tests.factories.walked import AT, Shop
from tests.factories.world import World
from tests.lots.rows import lots_of, product_of
from tests.parties.hostile import strings
from tests.quality_events.returned import receive as receive_return
from tests.quality_events.told import receive as receive_complaint
from tests.workspace.visiting import visitor
from workspace.addresses import address
from workspace.queries.search import ALIKE, BEGINS, EXACT, WORDS, Facets, Found, search
from workspace.states import Kind


def found(by: Actor, typed: str, facets: Facets | None = None) -> Found:
    with scope.opened(by):
        return search(typed, facets)


def names(result: Found) -> list[tuple[str, str, int]]:
    return [(str(hit.kind), hit.number or hit.title, hit.how) for hit in result.hits]


def make_document(partnership: Partnership, by: Actor, name: str, *pages: str) -> UUID:
    """A stored PDF's row and the text of its pages."""
    with scope.opened(by), acting(by=by, reason="certificate read", at=AT):
        file = EvidenceFile.objects.create(
            partnership=partnership, sponsor_id=partnership.sponsor_id, sha256=name.encode().hex().ljust(64, "0")[:64],
            size=1, media_type="application/pdf", name=name, uploaded_by_id=by.person_id, uploaded_at=AT,
        )  # fmt: skip
        PageText.objects.bulk_create(
            PageText(
                partnership=partnership, sponsor_id=partnership.sponsor_id, file=file, page=number, text=text,
                source="embedded", at=AT,
            )
            for number, text in enumerate(pages, start=1)
        )  # fmt: skip
    return file.pk


def make_pack_row(world: World, section: str, data: dict[str, str]) -> UUID:
    """A pack of the other sponsor's first lot that says this one thing; its key."""
    by, pair = world.clerk, world.blue_keystone
    shared = {"partnership": pair, "sponsor_id": pair.sponsor_id}
    with scope.opened(by), acting(by=by, reason="stated", at=AT):
        lot = Lot.objects.get(number="KB-2418")
        file = EvidenceFile.objects.get(name="blue.pdf")
        pack = Pack.objects.create(
            **shared, lot=lot, version=1, source=file, submitted_by_id=by.person_id, submitted_at=AT, header={},
            content_hash="0" * 64, form=Form.JSON, engine_version="1",
        )  # fmt: skip
        PackRow.objects.create(**shared, pack=pack, section=section, position=1, data=data)
    return pack.pk


pytestmark = pytest.mark.lot(until="released", first="KB-2417")


@pytest.fixture
def full(world: World) -> World:
    """A released lot with its pack and shipments' people, lots of another sponsor, and a document on either side."""
    lots_of(world, product_of(world.blue_keystone), ["KB-2418", "KB-24170"])
    make_document(world.alder_keystone, world.clerk, "coa.pdf", "First page.", "Residual ethanol was measured by GC.")
    make_document(world.blue_keystone, world.clerk, "blue.pdf", "Zirconium and ethanol, report BM-7781.")
    return world


def test_the_very_number_comes_first_then_what_begins_so(full: World) -> None:
    assert names(found(full.clerk, "kb-2417"))[:2] == [("lot", "KB-2417", EXACT), ("lot", "KB-24170", BEGINS)]
    assert names(found(full.reviewer, "KB-241"))[:1] == [("lot", "KB-2417", BEGINS)]
    assert names(found(full.other_sponsor, "KB-2418")) == [("lot", "KB-2418", EXACT)]
    assert names(found(full.reviewer, "QA-ALD-KEY-01"))[0] == ("agreement", "QA-ALD-KEY-01", EXACT)


def test_a_suppliers_number_finds_the_component_lot_once_for_either_side(full: World) -> None:
    for by in (full.clerk, full.reviewer, full.auditor):
        hits = [hit for hit in found(by, "240977").hits if hit.kind == Kind.COMPONENT_LOT]
        assert [(hit.number, hit.where, hit.how) for hit in hits] == [("C-26-0412", "Supplier’s lot", EXACT)]
    assert names(found(full.other_sponsor, "240977")) == []


def test_complaints_and_returns_are_found_by_number_and_words(full: World, shop: Shop, lot: Lot) -> None:
    receive_complaint(shop, [lot], words="Capsules taste of ozokerite.")
    receive_return(shop, lot, condition="Cartons crushed by a pallet.")
    for by in (full.clerk, full.reviewer):
        assert names(found(by, "CMP-1"))[0] == ("complaint", "CMP-1", EXACT)
        assert names(found(by, "ozokerite")) == [("complaint", "CMP-1", WORDS)]
        assert names(found(by, "RET-1"))[0] == ("return", "RET-1", EXACT)
        assert names(found(by, "crushed cartons", Facets(kind=Kind.RETURN))) == [("return", "RET-1", WORDS)]
    narrowed = found(full.clerk, "cmp", Facets(kind=Kind.COMPLAINT, state=ComplaintState.RECEIVED))
    assert names(narrowed) == [("complaint", "CMP-1", BEGINS)]
    for hit in (found(full.clerk, "CMP-1").hits[0], found(full.clerk, "RET-1").hits[0]):
        assert address(hit).endswith(f"/{hit.object_id}/")
    for typed in ("CMP-1", "ozokerite", "RET-1", "crushed"):
        assert names(found(full.other_sponsor, typed)) == []


def test_a_page_is_found_by_its_words_and_marked(full: World) -> None:
    (hit,) = [hit for hit in found(full.reviewer, "residual ethanol measuring").hits if hit.kind == Kind.DOCUMENT]
    assert (hit.title, hit.page, hit.where) == ("coa.pdf", 2, "page 2")
    assert [piece.text for piece in hit.pieces if piece.is_met] == ["Residual", "ethanol", "measured"]
    assert names(found(full.reviewer, '"ethanol residual"')) == []
    assert [hit.page for hit in found(full.reviewer, '"residual ethanol"').hits] == [2]
    assert [hit.page for hit in found(full.reviewer, "ethanol -residual").hits] == []
    assert [hit.page for hit in found(full.reviewer, "ethan").hits] == [2]


def test_results_and_signatures_name_the_field(full: World) -> None:
    results = found(full.reviewer, "lead", Facets(kind=Kind.RESULT)).hits
    assert {hit.field for hit in results} == {"laboratory.results", "materials.certificate_results"}
    assert {"".join(piece.text for piece in hit.pieces if piece.is_met) for hit in results} == {"Lead", "LEAD"}
    signed = found(full.reviewer, "Helen Okafor", Facets(kind=Kind.SIGNATURE)).hits
    assert {hit.where for hit in signed} == {"Signed by"}
    assert {"".join(p.text for p in hit.pieces) for hit in signed} == {"Helen Okafor"}


def test_a_materials_own_results_are_found_by_those_who_are_shown_the_material(full: World) -> None:
    for by in (full.clerk, full.reviewer, full.auditor):
        told = {(hit.field, hit.page): hit for hit in found(by, "C-26-0412", Facets(kind=Kind.RESULT)).hits}
        identity = told["materials.identity_tests", 1]
        assert identity.title == "C-26-0412: Identity complies"
        assert address(identity).endswith("/materials.identity_tests/#row-1")
        assert 'id="row-1"' in visitor(by).get(address(identity)).content.decode()
        assert {section for section, _ in told} == {"materials.identity_tests", "materials.certificate_results"}
    (hit,) = found(full.reviewer, "bisglycinate RS R-2207", Facets(kind=Kind.RESULT)).hits
    assert (hit.field, hit.where) == ("materials.identity_tests", "Reference")
    assert found(full.other_sponsor, "C-26-0412").hits == []
    assert found(full.other_sponsor, "R-2207").hits == []


def test_another_sponsor_of_the_same_material_finds_its_own_packs_words_alone(full: World) -> None:
    """The lot's number is the same to both; what either was told of it is its own (settled §2)."""
    theirs = make_pack_row(full, "materials.identity_tests", {"component_lot": "C-26-0412", "result": "xanthic"})
    assert [hit.opens_id for hit in found(full.other_sponsor, "C-26-0412").hits] == [theirs]
    assert [hit.opens_id for hit in found(full.other_sponsor, "xanthic").hits] == [theirs]
    assert found(full.reviewer, "xanthic").hits == []
    assert theirs not in {hit.opens_id for hit in found(full.reviewer, "C-26-0412").hits}
    sides = {hit.opens_id == theirs for hit in found(full.clerk, "C-26-0412", Facets(kind=Kind.RESULT)).hits}
    assert sides == {True, False}


def test_a_slip_is_forgiven_only_where_nothing_reads_so(full: World) -> None:
    slip = found(full.reviewer, "KB-2147")
    assert names(slip) == [("lot", "KB-2417", ALIKE)]
    mistyped = found(full.clerk, "magnesum glycinat")
    assert mistyped.meant == {"magnesum": "magnesium", "glycinat": "glycinate"}
    assert Kind.LOT in {hit.kind for hit in mistyped.hits}
    assert found(full.clerk, "magnesium glycinate").meant == {}


@pytest.mark.parametrize(
    "typed", ["zirconium", "zircon", "BM-7781", "bm-77", "blue.pdf", "KB-2418", "KB-2481", "KB-241"]
)
def test_nobody_learns_another_partnerships_words(full: World, typed: str) -> None:
    for by in (full.reviewer, full.auditor, full.head):
        result = found(by, typed)
        told = repr((result.facets, result.meant, [(hit.title, hit.pieces, hit.number) for hit in result.hits]))
        assert not any(word in told.lower() for word in ("zirc", "bm-7", "blue", "kb-2418", "kb-24170")), told
    assert found(full.other_sponsor, typed).hits


def test_facets_count_and_narrow(full: World) -> None:
    whole = found(full.clerk, "ethanol")
    assert [(c.label, c.count) for c in whole.facets["kind"]] == [("Documents", 2)]
    assert sorted(c.count for c in whole.facets["holder"]) == [1, 1]
    narrowed = found(full.clerk, "ethanol", Facets(holder=full.blue_keystone.pk))
    assert [hit.title for hit in narrowed.hits] == ["blue.pdf"]
    assert found(full.reviewer, "ethanol", Facets(holder=full.blue_keystone.pk)).hits == []
    assert found(full.clerk, "ethanol", Facets(since=date(2026, 3, 11))).hits == []
    assert len(found(full.clerk, "ethanol", Facets(since=date(2026, 3, 10), until=date(2026, 3, 11))).hits) == 2
    assert names(found(full.clerk, "KB-24", Facets(state=LotState.RELEASED))) == [("lot", "KB-2417", BEGINS)]
    with scope.opened(full.reviewer):
        product = Product.objects.get()
    lots = found(full.clerk, "KB-24", Facets(kind=Kind.LOT, product=product.pk))
    assert names(lots) == [("lot", "KB-2417", BEGINS)]
    assert [(c.value, c.count) for c in lots.facets["product"]] == [(str(product.pk), 1)]


def test_a_change_is_found_at_once_and_the_old_words_no_longer(full: World) -> None:
    with scope.opened(full.clerk), acting(by=full.clerk, reason="renamed", at=AT):
        lot = Lot.objects.select_related("product").get(number="KB-2417")
        lot.product.name = "Calcium Citrate"
        lot.product.save()
    assert ("lot", "KB-2417", WORDS) in names(found(full.reviewer, "calcium"))
    assert "KB-2417" not in [hit.number for hit in found(full.reviewer, "magnesium", Facets(kind=Kind.LOT)).hits]


@pytest.mark.parametrize(
    "typed", ["", " ", "%", "' OR 1=1 --", "& | ! <-> :*", "a:*b", "\\", '"', "(((", "-", "\x00", "\ud800"]
)
def test_syntax_of_queries_is_only_text(full: World, typed: str) -> None:
    assert found(full.other_sponsor, typed).hits == []


@pytest.mark.parametrize("part", range(2))
def test_hostile_text_breaks_nothing(full: World, part: int) -> None:
    for typed in strings(part)[:60]:
        found(full.reviewer, typed[:200])
