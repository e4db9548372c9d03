"""A package of the trail verifies anywhere; whatever is changed in it, left out or slipped in is told."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import transaction

from evidence.models import EvidenceFile
from evidence.outside.store import store
from kernel import scope
from oversight_verify.command import main
from oversight_verify.reading import opened
from records.merkle.export import Export, check_export
from records.models import SealedReport
from records.outside.signing_keys import trusted_keys
from records.outside.trail_export import NothingSealedError, write_export
from tests.factories.sealed import THIRD_DAY, SealedTrail

ROOT = Path(__file__).resolve().parents[2]
ALONE = "import sys; sys.path.insert(0, sys.argv.pop(1)); from oversight_verify.command import main; sys.exit(main())"
Change = Callable[[dict[str, bytes]], object]


def package(trail: SealedTrail, *, is_complete: bool = True) -> dict[str, bytes]:
    """The files of a package with the lot's rows, its sealed report and one certificate."""
    target, pair = io.BytesIO(), trail.lot.partnership_id
    with scope.opened(scope.system(pair)), transaction.atomic():
        file = EvidenceFile.objects.order_by("pk").first()
        report = SealedReport.objects.get(pk=trail.report_id)
        assert file is not None
        given = {digest: partial(store().open, digest) for digest in (file.sha256, report.sha256)}
        write_export(
            target,
            partnership_id=pair,
            records=[trail.lot.pk, file.pk, report.pk],
            files=given,
            is_complete=is_complete,
            at=THIRD_DAY + timedelta(hours=2),
        )
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def whole(sealed_trail: SealedTrail) -> dict[str, bytes]:
    return package(sealed_trail)


@pytest.fixture
def folder(whole: dict[str, bytes], tmp_path: Path) -> Path:
    return laid_out(whole, tmp_path / "package")


def laid_out(files: dict[str, bytes], folder: Path) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def problems(files: dict[str, bytes]) -> list[str]:
    return check_export(Export(list(files), files.__getitem__), trusted_keys()).problems


def test_it_verifies_with_nothing_but_the_standard_library(folder: Path, sealed_trail: SealedTrail) -> None:
    """In an interpreter without site packages: no Django, no cryptography."""
    keys = sealed_trail.folder / "seal" / "history.pub"
    command = [sys.executable, "-I", "-S", "-c", ALONE, str(ROOT), str(folder)]
    done = subprocess.run([*command, "--keys", str(keys)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no row of these records is missing" in done.stdout
    assert done.stdout.endswith("Good.\n")


def test_the_rows_are_the_records_whole_trail(whole: dict[str, bytes], sealed_trail: SealedTrail) -> None:
    rows = [json.loads(line) for line in whole["rows.ndjson"].splitlines()]
    kinds = {row["line"].split(" ")[0] for row in rows}
    assert {"lots_historicallot", "evidence_historicalevidencefile", "records_historicalsealedreport"} <= kinds
    assert "records_refusal" in kinds  # the refused attempt on the lot
    assert [row["index"] for row in rows] == sorted(row["index"] for row in rows)
    assert max(len(row["path"]) for row in rows) * 32 <= 1024
    first = json.loads(next(row["text"] for row in rows if row["line"].startswith("lots_historicallot ")))
    assert (first["type"], first["row"]["id"]) == ("+", str(sealed_trail.lot.pk))


def test_the_command_says_what_it_rests_on(
    folder: Path, sealed_trail: SealedTrail, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(folder)]) == 0
    assert "The key is the package's own word" in capsys.readouterr().out
    roots = sealed_trail.folder / "seal" / "root.pem"
    assert main([str(folder), "--key", trusted_keys()[0], "--roots", str(roots), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["is_good"], told["is_complete"], told["days"], told["countersigned"], told["files"]) == (
        True, True, 3, 3, 2,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["nowhere.zip"], 3), ([str(ROOT / "README.md")], 3), (["--key", "12", str(ROOT / "docs")], 3)],
)
def test_what_is_no_package(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == code
    assert capsys.readouterr().err


def test_another_platforms_key_does_not_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder), "--key", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"]) == 1
    assert "manifest.json is not signed by a key of the platform" in capsys.readouterr().out


def test_one_byte_anywhere_in_a_package_is_told(whole: dict[str, bytes]) -> None:
    for name in sorted(whole):
        flipped = bytearray(whole[name])
        flipped[len(flipped) // 2] ^= 1
        found = problems({**whole, name: bytes(flipped)})
        assert found, name
        if name not in {"manifest.json", "manifest.sig"}:
            assert f"{name} was altered." in found


def _again(files: dict[str, bytes], name: str, content: bytes) -> None:
    """Changed by somebody who also writes the manifest anew: only its signature and the proofs stand against it."""
    manifest = json.loads(files["manifest.json"])
    files[name], manifest["files"][name] = content, sha256(content).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()


def _without_a_row(files: dict[str, bytes]) -> None:
    _again(files, "rows.ndjson", b"\n".join(files["rows.ndjson"].splitlines()[1:]) + b"\n")


def _with_other_content(files: dict[str, bytes]) -> None:
    _again(files, "rows.ndjson", files["rows.ndjson"].replace(b"MG2603-114", b"MG2603-115"))


def _in_another_order(files: dict[str, bytes]) -> None:
    lines = files["leaves.txt"].split(b"\n")
    _again(files, "leaves.txt", b"\n".join([lines[1], lines[0], *lines[2:]]))


def _without_a_day(files: dict[str, bytes]) -> None:
    head = json.loads(files["days.ndjson"].splitlines()[0])
    head["body"]["rows"] += 1
    _again(files, "days.ndjson", json.dumps(head).encode() + b"\n")


def _with_a_strange_file(files: dict[str, bytes]) -> None:
    _again(files, f"files/{sha256(b'x').hexdigest()}", b"x")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_without_a_row, "is missing"),
        (_with_other_content, "the content is not the one that was sealed"),
        (_in_another_order, "leaves.txt is not the whole tree in its order"),
        (_without_a_day, "is not signed by a key of the platform"),
        (_with_a_strange_file, "no row of the package names this file"),
    ],
)
def test_the_proofs_stand_against_a_new_manifest(whole: dict[str, bytes], change: Change, sentence: str) -> None:
    files = dict(whole)
    change(files)
    found = problems(files)
    assert any(sentence in problem for problem in found)
    assert "manifest.json is not signed by a key of the platform." in found


def test_without_the_tree_it_says_so(sealed_trail: SealedTrail, tmp_path: Path) -> None:
    files = package(sealed_trail, is_complete=False)
    verdict = check_export(opened(laid_out(files, tmp_path / "short")), trusted_keys())
    assert (verdict.problems, verdict.is_complete) == ([], False)


def test_nothing_sealed_nothing_exported(sealed_trail: SealedTrail) -> None:
    pair = sealed_trail.shop.world.cedar.pk
    with scope.opened(scope.system()), transaction.atomic(), pytest.raises(NothingSealedError):
        write_export(io.BytesIO(), partnership_id=pair, records=[], at=THIRD_DAY)
