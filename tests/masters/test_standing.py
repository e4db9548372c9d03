"""Suppliers, methods, people, component specifications and equipment: recorded, read, from a file and back."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kernel import scope
from kernel.errors import Forbidden, Refused
from masters.actions import record_standing_facts
from masters.models import TrainedPerson
from masters.queries import standing_facts
from masters.standing import KINDS, EquipmentValue, MethodValue, PersonValue, SupplierValue
from masters.standing_file import UnreadableFileError, read_rows, write_rows
from tests.factories.standing import STANDING
from tests.factories.world import LONG_AGO, World
from tests.workspace.visiting import visitor

PEOPLE, SUPPLIERS, EQUIPMENT = KINDS["people"], KINDS["suppliers"], KINDS["equipment"]


def record(world: World, kind: str, *values: object, by: str = "cmo_qa") -> int:
    actor = getattr(world, by)
    with scope.opened(actor):
        return record_standing_facts(
            partnership_id=world.alder_keystone.pk, kind=KINDS[kind], values=values, by=actor, reason="", at=LONG_AGO
        )


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_file_says_what_is_recorded_and_the_other_way_round(kind: str) -> None:
    values = getattr(STANDING, kind)
    assert read_rows(KINDS[kind], write_rows(KINDS[kind], values)) == values


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty"),
        ("initials,shoe size\nJLO,44\n", "The columns must be among initials, name, unit"),
        ("initials,initials\nJLO,JLO\n", "each once"),
        ("name\nJose\n", "Row 2 lacks initials"),
        ("initials,trained_until\nJLO,03/31/2026\n", "write the date as 2026-03-31, not “03/31/2026”"),
        ("initials\nJLO\nJLO\n", "Row 3 repeats JLO"),
        ("initials\nJLO,x\n", "Row 2 has more cells"),
        ("initials\nJ\u200bO\n", "invisible character"),
    ],
)
def test_nothing_in_a_file_is_guessed(text: str, sentence: str) -> None:
    with pytest.raises(UnreadableFileError) as problem:
        read_rows(PEOPLE, text)
    assert sentence in str(problem.value)


@pytest.mark.parametrize(
    ("hours", "is_read"), [("0", True), ("32000", True), ("32001", False), ("-1", False), ("1.5", False)]
)
def test_whole_numbers_fit_their_column(hours: str, is_read: bool) -> None:
    text = f"\ufeffnumber,clean_hold_hours\r\nBL-03,{hours}\r\n\r\n"
    if is_read:
        assert read_rows(EQUIPMENT, text) == (EquipmentValue("BL-03", clean_hold_hours=int(hours)),)
    else:
        with pytest.raises(UnreadableFileError):
            read_rows(EQUIPMENT, text)


def test_yes_and_no_and_several_words() -> None:
    text = "number,components,is_organoleptic\nQC-010, MGBG-20 ; ZNPC-21,Yes\n"
    assert read_rows(KINDS["methods"], text) == (MethodValue("QC-010", "", ("MGBG-20", "ZNPC-21"), True),)
    with pytest.raises(UnreadableFileError, match="write yes or no"):
        read_rows(KINDS["methods"], "number,is_organoleptic\nQC-010,x\n")


def test_a_row_recorded_again_says_the_new_and_the_old_row_stays(world: World) -> None:
    first = PersonValue("JLO", "Jose L. Ortega", "production", date(2025, 1, 6), date(2025, 12, 31))
    later = PersonValue("JLO", "Jose L. Ortega", "production", date(2025, 1, 6), date(2026, 12, 31), ("SOP-210 v4",))
    assert record(world, "people", first, PersonValue("MAV")) == 2
    assert record(world, "people", first, PersonValue("MAV")) == 0
    assert record(world, "people", later) == 1
    with scope.opened(world.reviewer):
        facts = standing_facts(world.alder_keystone.pk)
        kept = TrainedPerson.objects.filter(initials="JLO").order_by("recorded_until")
        assert [(row.trained_until, row.recorded_until is None) for row in kept] == [
            (date(2025, 12, 31), False),
            (date(2026, 12, 31), True),
        ]
    assert facts.people == (later, PersonValue("MAV"))
    assert facts.person("jlo") == later


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((), "There is no row"),
        ((PersonValue("JLO"), PersonValue("JLO")), "JLO is listed twice"),
        ((PersonValue(" JLO"),), "without blanks around it"),
        ((PersonValue("JLO", unit="kitchen"),), "“kitchen” is not a unit"),
        ((PersonValue("JLO", "", "production", date(2026, 1, 2), date(2026, 1, 1)),), "trained_until lies before"),
    ],
)
def test_what_is_refused(world: World, values: tuple[PersonValue, ...], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        record(world, "people", *values)
    assert sentence in refused.value.sentence


def test_a_span_of_one_day_is_one(world: World) -> None:
    assert record(world, "people", PersonValue("JLO", "", "production", date(2026, 1, 1), date(2026, 1, 1))) == 1


@pytest.mark.parametrize("who", ["clerk", "reviewer", "other_sponsor"])
def test_who_may_not(world: World, who: str) -> None:
    with pytest.raises((Forbidden, Exception)) as refused:
        record(world, "suppliers", SupplierValue("RICE-FL", "RiceBran"), by=who)
    assert type(refused.value).__name__ in ("Forbidden", "DoesNotExist")


def test_the_pages_show_download_and_record(world: World) -> None:
    client, place = visitor(world.cmo_qa), f"/products/standing/{world.alder_keystone.pk}/people/"
    assert place in client.get("/products/standing/").content.decode()
    assert "Nothing recorded" in client.get(place).content.decode()
    file = SimpleUploadedFile("people.csv", b"initials,unit,trained_from\nCHW,quality control,2025-01-06\n")
    assert client.post(place, {"file": file, "reason": "taken over"}).headers["Location"] == place
    assert "quality control" in client.get(place).content.decode()
    answer = client.get(f"{place}file/")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode().splitlines()[1] == "CHW,,quality control,2025-01-06,,"
    assert visitor(world.other_sponsor).get(place).status_code == 404
    assert client.get(f"/products/standing/{world.alder_keystone.pk}/spoons/").status_code == 404


def test_a_file_that_cannot_be_read_stands_on_the_form(world: World) -> None:
    client, place = visitor(world.cmo_qa), f"/products/standing/{world.alder_keystone.pk}/people/"
    for content, sentence in ((b"initials,x\nA,B\n", "The columns must be among"), (b"\xff\xfe", "CSV in UTF-8")):
        answer = client.post(place, {"file": SimpleUploadedFile("p.csv", content), "reason": "x"})
        assert sentence in answer.content.decode()
    file = SimpleUploadedFile("p.csv", b"initials\nCHW\n")
    assert visitor(world.clerk).post(place, {"file": file, "reason": "x"}).status_code == 403
