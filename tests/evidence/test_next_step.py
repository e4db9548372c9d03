"""The first sentence of a lot's evidence page, for each reader and state."""

from types import SimpleNamespace
from typing import Any

import pytest

from evidence.presentation.next_step import next_step
from evidence.states import PackState

COMPANIES: dict[str, Any] = {
    "cmo": SimpleNamespace(name="Keystone Blending Co."),
    "sponsor": SimpleNamespace(name="Alder & Pine Nutrition"),
}
REFUSED = "You submitted pack v2; another person must attest it."


def said(
    state: str, side: Any, *, lot_state: str = "pack_pending", gaps: int = 0, refusal: str = ""
) -> tuple[str, str]:
    lot: Any = SimpleNamespace(state=lot_state, **COMPANIES)
    pack: Any = SimpleNamespace(state=state, version=2) if state else None
    step = next_step(lot, pack, side=side, gap_count=gaps, attest_refusal=refusal)
    return [step.title, step.text]


@pytest.mark.parametrize(
    ("state", "side", "title"),
    [
        ("", "cmo", "Waits for you."),
        ("", "sponsor", "Waits for Keystone Blending Co.."),
        (PackState.CHECKING, "cmo", "Being checked."),
        (PackState.INCOMPLETE, "cmo", "Waits for you."),
        (PackState.INCOMPLETE, None, "Waits for Keystone Blending Co.."),
        (PackState.COMPLETE, "cmo", "No gaps: attest it."),
        (PackState.COMPLETE, "sponsor", "Waits for attestation by the quality unit of Keystone Blending Co.."),
        (PackState.RETURNED, "cmo", "Waits for you."),
        (PackState.IN_REVIEW, "sponsor", "Waits for you."),
        (PackState.IN_REVIEW, "cmo", "Waits for Alder & Pine Nutrition."),
        (PackState.ACCEPTED, "cmo", "Done."),
    ],
)
def test_it_names_whose_move_it_is(state: str, side: Any, title: str) -> None:
    assert said(state, side)[0] == title.replace("..", ".")


def test_who_submitted_is_told_that_another_person_attests() -> None:
    title, text = said(PackState.COMPLETE, "cmo", refusal=REFUSED)
    assert title == "Waits for attestation by your quality unit."
    assert text == "Version 2 has no gaps. Who submitted it does not attest it (21 CFR 111.12(b))."


def test_gaps_are_counted() -> None:
    assert said(PackState.INCOMPLETE, "cmo", gaps=1)[1].startswith("1 gap is open")
    assert said(PackState.INCOMPLETE, "cmo", gaps=7)[1].startswith("7 gaps are open")


@pytest.mark.parametrize("lot_state", ["planned", "in_process"])
def test_nothing_is_asked_before_the_lot_is_completed(lot_state: str) -> None:
    assert said("", "cmo", lot_state=lot_state)[0] == "Not yet."
