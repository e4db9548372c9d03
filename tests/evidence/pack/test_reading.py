import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.pack.canonical import content_hash
from evidence.pack.format import Pack
from evidence.pack.problems import Problem, Unreadable
from evidence.pack.reading import attached, from_json
from tests.factories.pack_strategies import packs
from tests.factories.packs import added, complete_pack, sha256_of


def content() -> dict[str, Any]:
    return json.loads(complete_pack().model_dump_json(exclude_none=True))


def problems_of(changed: dict[str, Any]) -> list[Problem]:
    result = from_json(json.dumps(changed).encode())
    assert isinstance(result, Unreadable)
    return list(result.problems)


@settings(max_examples=40)
@given(packs())
def test_any_pack_survives_its_json_form(pack: Pack) -> None:
    again = from_json(pack.model_dump_json().encode())
    assert again == pack
    assert isinstance(again, Pack)
    assert content_hash(again) == content_hash(pack)


def test_decimals_may_be_numbers_or_texts_and_are_one_content() -> None:
    as_numbers = content()
    as_numbers["header"]["batch_size"] = 600000
    result = from_json(json.dumps(as_numbers).encode())
    assert isinstance(result, Pack)
    assert content_hash(result) == content_hash(complete_pack())


def test_times_without_offset_are_the_sites() -> None:
    changed = content()
    changed["header"]["started_at"] = "2026-03-10T07:30"
    result = from_json(json.dumps(changed).encode())
    assert result == complete_pack()


def test_all_problems_are_named_at_once_with_their_place() -> None:
    changed = content()
    changed["laboratory"]["results"][4]["value"] = "0,08"
    changed["laboratory"]["results"][11]["unit"] = "spoon"
    changed["materials"]["component_lots"][0]["received_on"] = "02/03/2026"
    del changed["packaging"]["rolls"][1]["number"]
    changed["header"]["batch"] = "1"
    found = {(problem.sheet, problem.row, problem.column): problem.reason for problem in problems_of(changed)}
    assert found == {
        ("laboratory.results", 5, "value"): (
            "“0,08” has a comma, which may be a decimal mark or a thousands separator."
        ),
        ("laboratory.results", 12, "unit"): "“spoon” is not a unit of the list.",
        ("materials.component_lots", 1, "received_on"): "“02/03/2026” can be read as two different days.",
        ("packaging.rolls", 2, "number"): "It is missing.",
        ("header", None, "batch"): "This field is not part of the format.",
    }


def test_numbers_that_play_tricks_are_refused_where_they_stand() -> None:
    text = json.dumps(content()).replace('"batch_size": "600000"', '"batch_size": 6e5')
    result = from_json(text.encode())
    assert isinstance(result, Unreadable)
    assert [(p.sheet, p.column, p.reason) for p in result.problems] == [
        ("header", "batch_size", "“6e5” is not a number.")
    ]


def test_a_lone_surrogate_and_a_null_character_are_refused() -> None:
    text = json.dumps(content())
    for escape in ("\\ud800", "\\u0000"):
        result = from_json(text.replace("Dana Whitlock", escape).encode())
        assert isinstance(result, Unreadable)
        assert [problem.column for problem in result.problems] == ["submitter_name"]


def test_what_is_no_object_is_no_pack() -> None:
    for text in ("[]", "7", '"pack"', "null"):
        result = from_json(text.encode())
        assert isinstance(result, Unreadable)
        assert [problem.reason for problem in result.problems] == ["This is not a pack."]
    assert [problem.column for problem in problems_of({})] == ["header"]


def test_another_version_is_refused() -> None:
    changed = content()
    changed["header"]["format"] = "pack-2"
    assert [problem.cure for problem in problems_of(changed)] == ["Choose 'pack-1'."]


def test_a_refusal_is_one_sentence() -> None:
    changed = content()
    changed["laboratory"]["results"][4]["unit"] = "spoon"
    changed["laboratory"]["results"][5]["unit"] = "spoon"
    result = from_json(json.dumps(changed).encode(), file="lot.json")
    assert isinstance(result, Unreadable)
    assert result.sentence == (
        "lot.json, laboratory.results, row 5, unit: “spoon” is not a unit of the list. "
        "Choose a unit from the list, for example kg, mg, mL, capsule, %, ppm, CFU/g or IU. (1 more problem.)"
    )


def test_ten_thousand_results_are_read() -> None:
    many = content()
    row = many["laboratory"]["results"][4]
    many["laboratory"]["results"] = [row | {"number": str(number)} for number in range(10_000)]
    data = json.dumps(many).encode()
    result = from_json(data)
    assert isinstance(result, Pack)
    assert len(result.laboratory.results) == 10_000


def test_documents_take_the_hashes_of_the_files_that_came() -> None:
    pack = complete_pack()
    bare = pack.model_copy(
        update={"documents": tuple(document.model_copy(update={"sha256": None}) for document in pack.documents)}
    )
    files = {document.name: sha256_of(document.name) for document in pack.documents}
    assert attached(bare, files) == pack
    more = attached(bare, files | {"photo.png": "a" * 64})
    assert isinstance(more, Pack)
    assert (more.documents[-1].name, more.documents[-1].category) == ("photo.png", "other")


def test_a_listed_document_that_did_not_come_is_refused() -> None:
    pack = added(complete_pack(), "documents", name="missing.pdf", category="other")
    files = {document.name: sha256_of(document.name) for document in complete_pack().documents}
    result = attached(pack, files)
    assert isinstance(result, Unreadable)
    assert [(p.row, p.reason) for p in result.problems] == [(7, "The file “missing.pdf” did not come with the pack.")]


def test_a_file_of_another_content_is_refused() -> None:
    pack = complete_pack()
    files = {document.name: "b" * 64 for document in pack.documents}
    result = attached(pack, files)
    assert isinstance(result, Unreadable)
    assert len(result.problems) == len(pack.documents)


def test_without_a_readable_zone_the_other_problems_are_found_all_the_same() -> None:
    changed = content()
    changed["header"]["time_zone"] = "../../etc/passwd"
    changed["laboratory"]["results"][4]["unit"] = "spoon"
    assert [problem.column for problem in problems_of(changed)] == ["time_zone", "unit"]


ODD = (
    *(None, True, -1, 1.5, [], {}, [None], {"a": 1}),
    *("", "x" * 5000, "\ud800", "\x00", "1e400", "２", "\u202e", "America"),
)


@settings(max_examples=150)
@given(st.data())
def test_an_odd_value_anywhere_ends_in_a_pack_or_a_storable_refusal(data: st.DataObject) -> None:
    changed = data.draw(st.sampled_from(list(places(WHOLE))))
    copy = json.loads(json.dumps(WHOLE))
    node = copy
    for part in changed[:-1]:
        node = node[part]
    node[changed[-1]] = data.draw(st.sampled_from(ODD))
    result = from_json(json.dumps(copy).encode())
    if isinstance(result, Unreadable):
        assert str(result.problems).isprintable()
    else:
        assert from_json(result.model_dump_json().encode()) == result


def places(node: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    parts = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, part in parts:
        yield from places(part, (*path, name))


WHOLE = content()
