"""The command line: `check`, `convert`, `submit`."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from evidence.pack.format import Pack
from evidence.pack.kit import Kit
from evidence.pack.known import prefilled
from evidence.pack.problems import Unreadable
from oversight_pack import VERSION
from oversight_pack.codes import Ended, Exit
from oversight_pack.conversion import write_pack
from oversight_pack.files import read_pack, the_kit, with_record
from oversight_pack.judging import Judgment, as_json, judge
from oversight_pack.progress import Bar
from oversight_pack.sending import Address, submit
from oversight_pack.stating import reasons_from
from oversight_pack.telling import told


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(Exit.USAGE, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the answer is its exit code."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except Ended as ended:
        if given.json:
            _write_json({"exit_code": int(ended.code), "sentence": ended.sentence})
        else:
            sys.stderr.write(f"{ended.sentence}\n")
        return int(ended.code)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="oversight-pack", description="Check, convert and hand over evidence packs.")
    parser.add_argument("--version", action="version", version=VERSION)
    verbs = parser.add_subparsers(required=True, parser_class=_Parser)
    check = _verb(verbs, "check", "read packs and run the platform's rules over them", _check)
    check.add_argument("files", nargs="+", type=Path, metavar="FILE", help="workbook, CSV bundle or JSON")
    convert = _verb(verbs, "convert", "write a pack in another form", _convert)
    convert.add_argument("source", type=Path, metavar="FROM", help="workbook, CSV bundle, JSON, or BatchML with --kit")
    convert.add_argument("target", type=Path, metavar="TO", help="its ending says the form: .xlsx, .zip, .json")
    send = _verb(verbs, "submit", "hand a pack over with its documents", _submit)
    send.add_argument("file", type=Path, metavar="FILE")
    send.add_argument("--lot", help="the lot's identifier or number; the pack's own number by default")
    send.add_argument("--address", required=True, help="the platform, https://…")
    send.add_argument("--key", default=os.environ.get("OVERSIGHT_KEY", ""), help="or the variable OVERSIGHT_KEY")
    send.add_argument("--reason", default="", help="why it changed, from the second version on: for every change")
    send.add_argument("--reasons", type=Path, metavar="FILE", help="reasons change by change: a JSON list")
    return parser


def _verb(verbs: Any, name: str, words: str, run: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=words, description=words)
    parser.set_defaults(run=run)
    parser.add_argument("--kit", type=Path, help="what the platform knows of the lot, from the lot's page")
    parser.add_argument("--documents", type=Path, help="folder of the documents; the pack's own by default")
    parser.add_argument("--batch-record", type=Path, metavar="FILE", help="the batch record in BatchML (.xml)")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    return parser


def _check(given: argparse.Namespace) -> Exit:
    kit = the_kit(given.kit) if given.kit else None
    judged: list[Judgment] = []
    with Bar("checking", len(given.files)) as bar:
        for path in given.files:
            judged.append(judge(path, kit, given.documents or path.parent, given.batch_record))
            bar.add()
    if given.json:
        _write_json({"exit_code": int(_worst(judged)), "packs": [as_json(one) for one in judged]})
    else:
        sys.stdout.write("".join(told(one) for one in judged))
    return _worst(judged)


def _convert(given: argparse.Namespace) -> Exit:
    kit = the_kit(given.kit) if given.kit else None
    pack = _source(given.source, kit)
    if not isinstance(pack, Unreadable):
        pack = with_record(pack, given.batch_record)
    if isinstance(pack, Unreadable):
        raise Ended(Exit.UNREADABLE, "\n".join(map(str, pack.problems)))
    write_pack(pack, given.target, kit)
    if given.json:
        _write_json({"exit_code": 0, "file": str(given.target)})
    else:
        sys.stdout.write(f"{given.target} holds the pack of lot {pack.header.lot_number}.\n")
    return Exit.PASSES


def _source(path: Path, kit: Kit | None) -> Pack | Unreadable:
    """A pack in one of its forms; a BatchML record with a kit is a pack of what both say."""
    if path.suffix.lower() != ".xml":
        return read_pack(path)
    if kit is None:
        raise Ended(Exit.NO_KIT, "A BatchML record holds steps and readings alone. Give the lot's kit by --kit.")
    return with_record(prefilled(kit.known), path)


def _submit(given: argparse.Namespace) -> Exit:
    """Nothing is sent that cannot be read or is of another lot; gaps are sent, since the platform keeps them."""
    to = Address(given.address, given.key).checked()
    kit = the_kit(given.kit) if given.kit else None
    judged = judge(given.file, kit, given.documents or given.file.parent, given.batch_record)
    if judged.pack is None or judged.code is Exit.UNREADABLE:
        raise Ended(Exit.UNREADABLE, told(judged).rstrip())
    lot = given.lot or (kit.lot if kit else judged.pack.header.lot_number)
    files = [("pack", given.file), *(("documents", path) for path in judged.documents)]
    reasons = reasons_from(given.reasons, given.reason)
    stored = submit(to, lot, files, content=judged.hash, reason=given.reason, reasons=reasons)
    code = Exit.PASSES if stored.get("state") != "incomplete" else Exit.GAPS
    if given.json:
        _write_json({"exit_code": int(code), "pack": stored})
    else:
        sys.stdout.write(f"Version {stored.get('version')} is stored: {stored.get('state')}.\n")
    return code


def _worst(judged: list[Judgment]) -> Exit:
    return max((one.code for one in judged), default=Exit.PASSES)


def _write_json(answer: dict[str, Any]) -> None:
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
