"""Naughty strings in every text of a pack: kept unchanged in both forms, or refused with a reason."""

import json
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from evidence.pack.format import Pack
from evidence.pack.problems import Unreadable
from evidence.pack.reading import from_json, from_workbook
from evidence.pack.workbook import fill
from tests.factories.packs import complete_pack, known_lot

HOSTILE = Path("../shared/data/hostile")


def hostile_texts() -> list[str]:
    if not HOSTILE.exists():
        pytest.skip("The hostile strings are not beside this repository (../shared/data/hostile).")
    texts = json.loads((HOSTILE / "blns/blns.json").read_text(encoding="utf-8"))
    injections = (HOSTILE / "csv-injection/Intruder/csv-payload.txt").read_text(encoding="utf-8").splitlines()
    return [*texts, *injections]


@cache
def header() -> str:
    return complete_pack().header.model_dump_json(exclude_none=True)


def as_json(text: str) -> Pack | Unreadable:
    events = [{"number": "1", "kind": "deviation", "grade": "minor", "deviation": text}]
    content = {"header": json.loads(header()), "quality_events": {"events": events}}
    return from_json(json.dumps(content).encode())


def test_a_naughty_text_is_kept_or_refused_and_never_changed() -> None:
    kept, refused = [], []
    for text in hostile_texts():
        result = as_json(text)
        if isinstance(result, Unreadable):
            refused.append(text)
            assert [problem.column for problem in result.problems] == ["deviation"]
            assert result.sentence.isprintable()
        else:
            kept.append((text, result.quality_events.events[0].deviation))
    assert len(kept) > 500
    assert len(refused) < 40
    for text, stored in kept:
        assert stored == unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").strip())


def test_kept_texts_survive_the_workbook() -> None:
    results = [as_json(text) for text in hostile_texts()]
    events = tuple(result.quality_events.events[0] for result in results if isinstance(result, Pack))
    pack = complete_pack(quality_events={"events": events})
    assert from_workbook(fill(pack, known_lot())) == pack
