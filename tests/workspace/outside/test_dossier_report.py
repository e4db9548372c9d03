"""The dossier on paper: it says what the machine copy says, whole, numbered and as PDF/A-3b."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from records.outside.machine_copy import MachineCopy
from records.outside.pdf import render_parts
from tests.records.outside.paper import AT, STATIC, pdf_a_failures, text_of
from tests.workspace.dossiers import BLOCKED, EMPTY, LOT, NOW
from workspace.dossier_data import LotDossier
from workspace.kit.paper import printed_day, printed_moment
from workspace.outside import dossier_sections
from workspace.outside.dossier_report import html_parts, title, to_machine_copy

NO_FIGURES = {"tone", "format", "time_zone", "is_open", "is_met", "is_held"}  # for programs, or said in words
LIMITS = {
    "value",
    "low",
    "high",
}  # drawn as a bar; printed as the laboratory's and the specification's own words


def printed(dossier: LotDossier) -> tuple[bytes, MachineCopy]:
    copy = to_machine_copy(dossier)
    pdf = render_parts(html_parts(dossier, copy), base=STATIC, attachments=[copy], title=title(dossier), at=AT)
    return pdf, copy


@pytest.fixture(scope="module")
def blocked() -> tuple[bytes, MachineCopy]:
    return printed(BLOCKED)


def squeezed(text: str) -> str:
    """Without any space: a table breaks lines where it must."""
    return re.sub(r"\s", "", text)


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part, name)
    else:
        yield name, value


def as_printed(name: str, value: Any) -> str:
    """How the paper shows a value of the machine copy."""
    if isinstance(value, int) or re.fullmatch(r"-?\d+\.?\d*", str(value)):
        return str(value).replace("-", "\u2212") if name not in {"registration", "number"} else str(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return printed_day(datetime.fromisoformat(value).date())
    if name.endswith("_at") or name == "at":
        return printed_moment(datetime.fromisoformat(value), LOT.time_zone)
    return str(value)


def test_every_value_of_the_machine_copy_stands_on_the_paper(blocked: tuple[bytes, MachineCopy]) -> None:
    pdf, copy = blocked
    paper = squeezed(text_of(pdf, "-raw"))
    said = [
        as_printed(name, value)
        for name, value in leaves(json.loads(copy.content))
        if name not in NO_FIGURES | LIMITS | {"format", "time_zone", "is_open", "is_met", "is_held"}
        and value is not None
    ]
    assert len(said) > 400
    assert [words for words in said if squeezed(words) not in paper] == []


def test_what_is_drawn_as_a_bar_is_in_the_copy_as_figures(blocked: tuple[bytes, MachineCopy]) -> None:
    copied = json.loads(blocked[1].content)["results"]
    assert [(row["value"], row["low"], row["high"]) for row in copied[:4]] == [
        ("131.4", "120", "150"),
        ("0.62", None, "0.5"),
        ("0.08", None, "1.0"),
        (None, None, "0.5"),
    ]


def test_a_changed_figure_changes_both() -> None:
    changed = replace(BLOCKED, lot=replace(LOT, quantity_good=Decimal("4913.50")))
    pdf, copy = printed(changed)
    assert "4913.50" in squeezed(text_of(pdf))
    assert json.loads(copy.content)["lot"]["quantity_good"] == "4913.50"


def test_the_first_page_says_why_it_may_not_ship(blocked: tuple[bytes, MachineCopy]) -> None:
    page = text_of(blocked[0], "-f", "1", "-l", "1", "-layout")
    assert "It may not ship" in page
    for reason in BLOCKED.gate.reasons:
        assert reason.sentence in page
    assert page.count("Not met") == 3
    assert page.count("needs: ") == 3


def test_an_open_gate_says_so() -> None:
    gate = replace(BLOCKED.gate, is_open=True, reasons=BLOCKED.gate.reasons[:3], open_quantity=Decimal(4912))
    html = html_parts(replace(BLOCKED, gate=gate), to_machine_copy(BLOCKED))[0]
    assert "It may ship" in html
    assert "It may not ship" not in html


def test_it_names_who_printed_it_when_and_the_machine_copys_hash(blocked: tuple[bytes, MachineCopy]) -> None:
    pdf, copy = blocked
    pages = text_of(pdf).split("\f")[:-1]
    for page in pages:
        assert squeezed("27 Mar 2026 10:40:12 MDT (UTC\u221206:00) by Avery Audit") in squeezed(page)
        assert copy.sha256 in page
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page


def test_the_attachment_is_the_machine_copy(blocked: tuple[bytes, MachineCopy]) -> None:
    with pikepdf.open(BytesIO(blocked[0])) as book:
        attached = book.attachments["lot-dossier.json"].get_file().read_bytes()
    assert sha256(attached).hexdigest() == blocked[1].sha256
    assert json.loads(attached)["format"] == "lot-dossier-1"


def test_signatures_show_name_time_and_meaning(blocked: tuple[bytes, MachineCopy]) -> None:
    paper = squeezed(text_of(blocked[0]))
    for signature in BLOCKED.signatures:
        for words in (
            signature.printed_name,
            signature.meaning,
            printed_moment(signature.signed_at, LOT.time_zone),
        ):
            assert squeezed(words) in paper


def test_it_is_pdf_a_3b(blocked: tuple[bytes, MachineCopy]) -> None:
    assert pdf_a_failures(blocked[0]) == []


def test_an_empty_dossier_says_what_is_not_there() -> None:
    text = " ".join(text_of(printed(EMPTY)[0]).split())
    for words in (
        "No quality agreement covers this lot.",
        "No evidence pack was submitted.",
        "No test result was handed over.",
        "No quality event concerns this lot.",
        "Nothing was signed yet.",
        "Nothing was shipped.",
    ):
        assert words in text


def test_what_people_typed_stays_text() -> None:
    hostile = "<script>alert(1)</script><img src='http://127.0.0.1:9/x.png'> {{ 7|add:1 }} ' OR 1=1 --"
    dossier = replace(EMPTY, lot=replace(LOT, product_name=hostile))
    pdf, copy = printed(dossier)
    assert squeezed(hostile) in squeezed(text_of(pdf))
    assert json.loads(copy.content)["lot"]["product_name"] == hostile


def test_a_long_dossier_is_printed_in_parts_and_numbered_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossier_sections, "LONGEST", 60)  # pages of it take seconds each
    changes = tuple(replace(BLOCKED.history[0], reason=f"change {number:04}") for number in range(130))
    dossier = replace(EMPTY, history=changes)
    pdf, _ = printed(dossier)
    assert len(html_parts(dossier, to_machine_copy(dossier))) == 4
    pages = text_of(pdf).split("\f")[:-1]
    assert [f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, start=1)] == [True] * len(
        pages
    )
    found = re.findall(r"change (\d{4})", text_of(pdf))
    assert found == [f"{number:04}" for number in range(130)]
    assert "End of report LD-000217" in pages[-1]
    assert sum("End of report" in page for page in pages) == 1


def test_a_moment_without_a_zone_never_gets_into_the_copy() -> None:
    with pytest.raises(TypeError, match="carries its offset"):
        to_machine_copy(replace(EMPTY, printing=replace(EMPTY.printing, printed_at=NOW.replace(tzinfo=None))))


def test_figures_in_the_copy_are_exact() -> None:
    copied = json.loads(to_machine_copy(BLOCKED).content)
    for name, value in leaves(copied):
        assert not isinstance(value, float), name
    assert Decimal(copied["yields"][0]["theoretical"]) == Decimal("420.000")
    assert copied["yields"][0]["theoretical"] == "420.000"
    with pytest.raises(InvalidOperation):
        Decimal(copied["results"][3]["reported"])
