"""Real facts in a pack: products as recalled, results as certified; workbook and JSON are one pack.

Read from `../shared/data`, which stands beside the repository and is no part of it.
"""

import csv
from pathlib import Path

import pytest

from evidence.known_lots import known_lot
from evidence.models import Pack
from evidence.pack import workbook
from evidence.pack.certificates import Certificate, read_certificate
from evidence.pack.format import Pack as StatedPack
from evidence.pack.reading import from_json, from_workbook
from evidence.queries import stated_pack
from kernel import scope
from kernel.errors import Refused
from masters.entrance import Content, Row, read_workbook, write_workbook
from masters.models import Product
from tests.evidence.scene import Scene, stated
from tests.factories.pack_sections import DOCUMENTS
from tests.factories.world import World
from tests.masters.entering import approve, bring, only

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
RECALLS = SHARED / "recalls/openfda_supplement_product_descriptions.csv"
COA = SHARED / "coa/material-identity-examples"
LONGEST_NAME = 200
DOCUMENT = DOCUMENTS[0][0]
"""A document of the pack that the rows point to."""


def descriptions() -> list[tuple[str, str]]:
    """Recall number and product description of each row."""
    if not RECALLS.exists():
        pytest.skip("The recalls are not beside this repository (../shared/data/recalls).")
    with RECALLS.open(encoding="utf-8", newline="") as file:
        return [(row["recall_number"], row["product_description"]) for row in csv.DictReader(file)]


def products() -> Content:
    """A product for each description that is short enough to be a name: its words untouched."""
    (first,) = only("products")["products"]
    fit = [
        (number, text)
        for number, text in dict(descriptions()).items()
        if len(text) <= LONGEST_NAME and text == text.strip() and text.isprintable()
    ]
    rows = [
        Row(place, first.values | {"code": number, "name": text}) for place, (number, text) in enumerate(fit, start=2)
    ]
    return only() | {"products": tuple(rows)}


def certificate(number: int) -> Certificate:
    path = COA / f"valid_certificate_{number}.json"
    if not path.exists():
        pytest.skip("The certificates are not beside this repository (../shared/data/coa).")
    found = read_certificate(path.read_bytes(), file=path.name)
    assert isinstance(found, Certificate)
    return found


def certified(scene: Scene, number: int) -> StatedPack:
    """The lot's pack with the rows of a real certificate behind its own results, shown by a document of the pack."""
    pack, found = stated(lot_number=scene.number), certificate(number)
    rows = tuple(row.model_copy(update={"number": f"COA-{row.number}", "document": DOCUMENT}) for row in found.results)
    laboratory = pack.laboratory.model_copy(update={"results": (*pack.laboratory.results, *rows)})
    return pack.model_copy(update={"laboratory": laboratory})


def test_every_description_is_kept_to_the_letter_as_a_products_name(world: World) -> None:
    given = products()
    assert len(given["products"]) > 100
    read = read_workbook(write_workbook(given, title="Recalled"), file="recalled.xlsx")
    assert read == given
    approve(bring(world.alder_keystone, world.cmo_qa, given), world.head)
    with scope.opened(world.head):
        kept = dict(Product.objects.values_list("code", "name"))
    told = dict(descriptions())
    assert kept == {row.values["code"]: row.values["name"] for row in given["products"]}
    assert all(told[code] == name for code, name in kept.items())


def test_a_description_that_is_too_long_is_refused_and_not_cut(world: World) -> None:
    long = next((number, text) for number, text in descriptions() if len(text) > LONGEST_NAME)
    given = products()
    row = Row(2, given["products"][0].values | {"code": long[0], "name": long[1]})
    draft = bring(world.alder_keystone, world.cmo_qa, given | {"products": (row,)})
    with pytest.raises(Refused, match=f"at most {LONGEST_NAME} characters"):
        approve(draft, world.head)


@pytest.mark.parametrize("number", range(1, 6))
def test_a_certificates_rows_fill_workbook_and_json_alike(scene: Scene, number: int) -> None:
    pack = certified(scene, number)
    with scope.opened(scene.world.clerk):
        known = known_lot(scene.lot)
    from_json_text = from_json(pack.model_dump_json(exclude_none=True).encode())
    from_sheets = from_workbook(workbook.fill(pack, known))
    assert isinstance(from_json_text, StatedPack)
    assert isinstance(from_sheets, StatedPack)
    assert from_sheets.laboratory == from_json_text.laboratory == pack.laboratory
    first = scene.submit(from_json_text)
    again = scene.submit(from_sheets, form="workbook")
    assert (first.is_new, again.is_new, again.pack.pk) == (True, False, first.pack.pk)
    with scope.opened(scene.world.clerk):
        kept = stated_pack(Pack.objects.get(pk=first.pack.pk)).laboratory.results
    assert kept[-len(certificate(number).results) :] == pack.laboratory.results[-len(certificate(number).results) :]


def test_recalled_names_stand_in_workbook_and_json_alike(scene: Scene) -> None:
    """A pack whose result names carry the recalls' own words is one pack in both forms."""
    texts = [text for _, text in descriptions() if len(text) <= LONGEST_NAME and text.isprintable()][:50]
    pack = stated(lot_number=scene.number)
    (first, *_) = pack.laboratory.results
    rows = tuple(first.model_copy(update={"number": f"N-{n}", "name": text}) for n, text in enumerate(texts))
    laboratory = pack.laboratory.model_copy(update={"results": (*pack.laboratory.results, *rows)})
    pack = pack.model_copy(update={"laboratory": laboratory})
    with scope.opened(scene.world.clerk):
        known = known_lot(scene.lot)
    one = from_json(pack.model_dump_json(exclude_none=True).encode())
    other = from_workbook(workbook.fill(pack, known))
    assert isinstance(one, StatedPack)
    assert isinstance(other, StatedPack)
    assert [row.name for row in other.laboratory.results[-len(texts) :]] == texts
    assert scene.submit(one).pack.pk == scene.submit(other, form="workbook").pack.pk
