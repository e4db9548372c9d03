"""The command line: one package, the platform's keys, a verdict."""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from enum import IntEnum
from pathlib import Path

from oversight_verify import VERSION
from oversight_verify.reading import UnreadableError, opened
from records.merkle.export import FILES, MANIFEST, Export, Verdict, check_export
from records.merkle.package import DOSSIERS


class Exit(IntEnum):
    """What a program is told."""

    GOOD = 0
    BROKEN = 1
    USAGE = 2
    UNREADABLE = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the answer is its exit code."""
    given = _parser().parse_args(arguments)
    try:
        export = opened(given.package)
        keys, is_own_word = _keys(given, export)
    except (UnreadableError, OSError, KeyError, ValueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return Exit.UNREADABLE
    verdict = check_export(export, keys)
    if given.roots is not None:
        _check_reports(export, given.roots, given.time_roots, verdict)
    if given.json:
        sys.stdout.write(json.dumps({**asdict(verdict), "is_good": verdict.is_good}, indent=1) + "\n")
    else:
        sys.stdout.write(_told(verdict, is_own_word=is_own_word))
    return Exit.GOOD if verdict.is_good else Exit.BROKEN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="oversight-verify", description="Check an export of the trail: inclusion, order, nothing missing."
    )
    parser.add_argument("package", type=Path, help="the ZIP file, or the folder that it was unpacked into")
    parser.add_argument(
        "--key", action="append", default=[], metavar="HEX", help="the platform's public key; repeatable"
    )
    parser.add_argument("--keys", type=Path, metavar="FILE", help="its file history.pub: one public key a line")
    parser.add_argument("--roots", type=Path, metavar="FILE", help="its root.pem: check sealed PDFs too, with pyHanko")
    parser.add_argument("--time-roots", type=Path, metavar="FILE", help="roots of the time stamps over sealed PDFs")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.add_argument("--version", action="version", version=VERSION)
    return parser


def _keys(given: argparse.Namespace, export: Export) -> tuple[list[str], bool]:
    """The keys to trust, and whether they are only the package's own word."""
    listed = given.keys.read_text(encoding="ascii").split() if given.keys else []
    keys = [*given.key, *listed]
    if any(not re.fullmatch("[0-9a-f]{64}", key) for key in keys):
        raise ValueError("A key is 64 hexadecimal figures in lower case.")
    if keys:
        return keys, False
    return list(json.loads(export.read(MANIFEST))["public_keys"]), True


def _check_reports(export: Export, roots: Path, time_roots: Path | None, verdict: Verdict) -> None:
    try:
        from oversight_verify import pdf  # noqa: PLC0415 - pyHanko is an extra
    except ImportError:
        verdict.problems.append("Sealed PDFs need pyHanko: pip install 'oversight-verify[pdf]'.")
        return
    trusted, times = pdf.roots(roots), pdf.roots(time_roots) if time_roots else []
    for name in sorted(export.names):
        if (
            name.startswith((FILES, DOSSIERS))
            and (content := export.read(name)).startswith(b"%PDF")
            and b"/ByteRange" in content
        ):
            problem = pdf.problem_of(content, trusted, times)
            if problem:
                verdict.problems.append(f"{name}: {problem}")


def _told(verdict: Verdict, *, is_own_word: bool) -> str:
    lines = [f"BROKEN: {problem}" for problem in verdict.problems]
    lines.append(f"{verdict.rows} rows under the seal of {verdict.sealed_at}, {verdict.files} files.")
    if verdict.is_complete:
        lines.append(f"All {verdict.leaves} lines of the tree were compared: no row of these records is missing.")
    else:
        lines.append("The package does not hold the whole tree: what it holds is proven, what it leaves out is not.")
    if verdict.parts:
        lines.append(f"{verdict.parts} states and dossiers are what the history says.")
    lines.append(f"{verdict.days} days closed, {verdict.countersigned} of them countersigned by the other company.")
    if is_own_word:
        lines.append("The key is the package's own word. Compare it with the platform's history.pub: --keys FILE.")
    lines.append("Good." if verdict.is_good else f"Not good: {len(verdict.problems)} problems.")
    return "\n".join([*lines, ""])
