"""Three verdicts: clean, infected, not scanned; and silence, limits and errors are never clean."""

from pathlib import Path
from typing import Any

import pytest

from evidence.outside.scanner import Opinion, opinion_of
from evidence.states import ScanVerdict
from tests.evidence.clamd import EICAR, LIMIT, scanner


@pytest.fixture(autouse=True)
def limits(settings: Any) -> None:
    settings.CLAMD_MOST_BYTES, settings.CLAMD_SECONDS = 2**20, 5.0


def asked(settings: Any, folder: Path, content: bytes, *, reply: bytes = b"") -> tuple[Opinion | None, list[bytes]]:
    with scanner(folder, reply=reply) as found:
        settings.CLAMD_ADDRESS = found.address
        return opinion_of([content[:7], content[7:]], len(content)), found.streams


def test_a_clean_file_is_sent_whole(settings: Any, tmp_path: Path) -> None:
    content = bytes(range(256)) * 100
    assert asked(settings, tmp_path, content) == (Opinion(ScanVerdict.CLEAN), [content])


def test_an_infected_file_is_named(settings: Any, tmp_path: Path) -> None:
    opinion, _ = asked(settings, tmp_path, b"%PDF-1.7\n" + EICAR)
    assert opinion == Opinion(ScanVerdict.INFECTED, "Eicar-Test-Signature")


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0", "Heuristics.Limits.Exceeded.MaxFileSize FOUND."),
        (b"INSTREAM size limit exceeded. ERROR\0", "INSTREAM size limit exceeded. ERROR."),
        (b"UNKNOWN COMMAND\0", "UNKNOWN COMMAND."),
        (b"\0", "no answer."),
        (b"stream: OKAY\0", "OKAY."),
    ],
)
def test_any_other_answer_is_no_scan(settings: Any, tmp_path: Path, reply: bytes, sentence: str) -> None:
    opinion, _ = asked(settings, tmp_path, b"content", reply=reply)
    assert opinion == Opinion(ScanVerdict.NOT_SCANNED, f"The scanner gave no verdict: {sentence}")


def test_a_scanner_that_hangs_up_early_says_why(settings: Any, tmp_path: Path) -> None:
    opinion, streams = asked(settings, tmp_path, b"x" * (LIMIT + 1))
    assert opinion is not None
    assert (opinion.verdict, streams) == (ScanVerdict.NOT_SCANNED, [])


@pytest.mark.parametrize(("size", "verdict"), [(2**20, ScanVerdict.CLEAN), (2**20 + 1, ScanVerdict.NOT_SCANNED)])
def test_what_is_too_large_is_not_even_sent(settings: Any, tmp_path: Path, size: int, verdict: ScanVerdict) -> None:
    with scanner(tmp_path) as found:
        settings.CLAMD_ADDRESS = found.address
        opinion = opinion_of([b"small"], size)
    assert opinion is not None
    assert opinion.verdict == verdict
    assert len(found.streams) == (verdict == ScanVerdict.CLEAN)


@pytest.mark.parametrize("address", ["127.0.0.1:9", "/nowhere/clamd.ctl"])
def test_a_silent_scanner_is_no_scan(settings: Any, address: str) -> None:
    settings.CLAMD_ADDRESS = address
    opinion = opinion_of([b"content"], 7)
    assert opinion is not None
    assert opinion.verdict == ScanVerdict.NOT_SCANNED
    assert opinion.sentence.startswith("The scanner did not answer (")


def test_without_a_scanner_there_is_no_opinion(settings: Any) -> None:
    settings.CLAMD_ADDRESS = ""
    assert opinion_of([b"content"], 7) is None
