import json
from pathlib import Path

import pytest

from evidence.pack.canonical import canonical_bytes, canonical_json, content_hash
from evidence.pack.format import Pack
from evidence.pack.reading import from_json
from tests.factories.packs import complete_pack, with_fields, with_row

VECTORS = Path("../shared/data/hostile/jcs/testdata")
NAMES = ("arrays", "french", "structures", "unicode", "values", "weird")


@pytest.mark.parametrize("name", NAMES)
def test_the_vectors_of_rfc_8785_pass(name: str) -> None:
    if not VECTORS.exists():
        pytest.skip("The RFC 8785 vectors are not beside this repository (../shared/data/hostile/jcs).")
    value = json.loads((VECTORS / "input" / f"{name}.json").read_text(encoding="utf-8"))
    assert canonical_json(value) == (VECTORS / "output" / f"{name}.json").read_bytes()
    assert canonical_json(value) == bytes.fromhex((VECTORS / "outhex" / f"{name}.txt").read_text())


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, b"0"), (-0.0, b"0"), (5e-324, b"5e-324"), (-5e-324, b"-5e-324"),
        (1.7976931348623157e308, b"1.7976931348623157e+308"), (9007199254740992, b"9007199254740992"),
        (295147905179352830000, b"295147905179352830000"), (1e21, b"1e+21"), (9.999999999999997e22,
         b"9.999999999999997e+22"),
        (1e-6, b"0.000001"), (1e-7, b"1e-7"), (333333333.33333329, b"333333333.3333333"), (4.5, b"4.5"),
        (-1.5, b"-1.5"), (True, b"true"), (None, b"null"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_ecmascript_does(number: object, text: bytes) -> None:
    assert canonical_json(number) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}])
def test_what_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="JSON cannot hold"):
        canonical_json(value)


def test_the_packs_bytes_are_the_general_canonical_form() -> None:
    content = canonical_bytes(complete_pack())
    assert canonical_json(json.loads(content)) == content


def test_trailing_zeros_zones_and_the_order_of_documents_make_no_difference() -> None:
    pack = complete_pack()
    same = with_row(pack, "laboratory.results", {"test": "LEAD"}, value="0.080")
    same = with_fields(same, "header", started_at="2026-03-10T13:30:00Z")
    same = same.model_copy(update={"documents": tuple(reversed(pack.documents))})
    assert same.model_dump_json() != pack.model_dump_json()
    assert content_hash(same) == content_hash(pack)


def test_a_changed_value_or_document_changes_the_hash() -> None:
    pack = complete_pack()
    other_value = with_row(pack, "laboratory.results", {"test": "LEAD"}, value="0.09")
    other_file = with_row(pack, "documents", {"name": "Label LBL-MG120 v5.pdf"}, sha256="0" * 64)
    assert len({content_hash(pack), content_hash(other_value), content_hash(other_file)}) == 3


def test_zero_and_missing_differ() -> None:
    pack = complete_pack()
    without = with_row(pack, "materials.component_lots", {"component": "SIO2"}, returned=None)
    assert content_hash(without) != content_hash(pack)


def test_a_written_pack_reads_back_the_same() -> None:
    pack = complete_pack()
    again = from_json(pack.model_dump_json().encode())
    assert isinstance(again, Pack)
    assert content_hash(again) == content_hash(pack)
