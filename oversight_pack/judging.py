"""A pack held against a kit: the platform's reader, the platform's rules, the platform's idea of a gap."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from evidence.pack.canonical import content_hash
from evidence.pack.format import Pack
from evidence.pack.identity import misdirection
from evidence.pack.kit import Kit
from evidence.pack.problems import Problem, Unreadable
from evidence.pack.rules import Verdict, evaluate
from oversight_pack.codes import Exit
from oversight_pack.files import documents_of, read_pack, remarks_of, with_documents, with_record


@dataclass(frozen=True)
class Judgment:
    """What the platform would say about one file. `verdicts` is empty where nothing could be judged."""

    file: str
    pack: Pack | None = None
    problems: tuple[Problem, ...] = ()
    refusal: str = ""
    verdicts: tuple[Verdict, ...] = ()
    gaps: tuple[Verdict, ...] = ()
    is_judged: bool = False
    remarks: tuple[str, ...] = ()
    """What the batch record in BatchML says and the pack cannot hold."""
    documents: tuple[Path, ...] = field(default=(), compare=False)

    @property
    def code(self) -> Exit:
        if self.problems or self.refusal:
            return Exit.UNREADABLE
        return Exit.GAPS if self.gaps else Exit.PASSES

    @property
    def state(self) -> str:
        """unreadable, incomplete, complete; "read" where there was no kit to judge by."""
        if self.code is Exit.UNREADABLE:
            return "unreadable"
        if not self.is_judged:
            return "read"
        return "incomplete" if self.gaps else "complete"

    @property
    def hash(self) -> str:
        return content_hash(self.pack) if self.pack else ""


def judge(path: Path, kit: Kit | None, folder: Path, record: Path | None = None) -> Judgment:
    """Read a pack with its documents, and its batch record in BatchML, and run the rules of submission over it."""
    stated = read_pack(path)
    whole = stated if isinstance(stated, Unreadable) else with_record(stated, record)
    if isinstance(whole, Unreadable):
        return Judgment(path.name, problems=whole.problems)
    documents = [found for found in documents_of(whole, folder) if record is None or found.name != record.name]
    judged = judge_pack(whole, kit, [*documents, *([record] if record else [])], file=path.name)
    return replace(judged, remarks=remarks_of(record))


def judge_pack(stated: Pack, kit: Kit | None, documents: list[Path], *, file: str) -> Judgment:
    """The same for a pack that has been read: right lot, documents, rules."""
    refusal = _refusal(stated, kit)
    if refusal:
        return Judgment(file, pack=stated, refusal=refusal)
    whole = with_documents(stated, documents, kit, file=file)
    if isinstance(whole, Unreadable):
        return Judgment(file, pack=stated, problems=whole.problems)
    if kit is None:
        return Judgment(file, pack=whole, documents=tuple(documents))
    verdicts = evaluate(kit.context(whole), "pack")
    gaps = tuple(verdict for verdict in verdicts if is_gap(verdict, kit))
    return Judgment(file, whole, verdicts=verdicts, gaps=gaps, is_judged=True, documents=tuple(documents))


def _refusal(stated: Pack, kit: Kit | None) -> str:
    if kit is None:
        return ""
    return misdirection(stated, lot_number=kit.known.lot_number, product_code=kit.known.product_code)


def is_gap(verdict: Verdict, kit: Kit) -> bool:
    """What keeps a pack incomplete: it blocks, unwaived, and no event that answered it before does so still."""
    if verdict.severity not in ("X", "B") or verdict.outcome not in ("fail", "needs_event"):
        return False
    if verdict.severity == "B" and kit.waived.get(verdict.rule, date.min) >= datetime.now(UTC).date():
        return False
    answered = {(answer.rule, answer.inputs_hash) for answer in kit.answered}
    return verdict.outcome == "fail" or (verdict.rule, verdict.inputs_hash) not in answered


def as_json(judged: Judgment) -> dict[str, Any]:
    """A judgment as `--json` writes it."""
    return {
        "file": judged.file,
        "state": judged.state,
        "exit_code": int(judged.code),
        "lot": judged.pack.header.lot_number if judged.pack else None,
        "content_hash": judged.hash or None,
        "refusal": judged.refusal or None,
        "remarks": list(judged.remarks),
        "problems": [_problem(problem) for problem in judged.problems],
        "gaps": [_verdict(verdict) for verdict in judged.gaps],
        "verdicts": [_verdict(verdict) for verdict in judged.verdicts],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    names = ("file", "sheet", "row", "column", "reason", "cure")
    return {name: getattr(problem, name) for name in names}


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {name: getattr(verdict, name) for name in Verdict.__slots__}
