"""A package of a sealed trail verifies by the stand-alone command, without a database and without an account."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from django.db import transaction

from evidence.outside.store import store
from kernel import scope
from kernel.clock import now
from oversight_verify.command import main
from records.merkle.entries import Entry
from records.merkle.export import Export, check_export, check_members
from records.merkle.package import Chosen, state_of
from records.models import SealedReport
from records.outside.signing_keys import trusted_keys
from tests.factories.sealed import SealedTrail
from workspace.actions import request_all_records
from workspace.tasks import render_report

Package = dict[str, bytes]


@pytest.fixture(scope="module")
def package(sealed_trail: SealedTrail) -> Package:
    by, pair = sealed_trail.shop.world.head, sealed_trail.lot.partnership_id
    with scope.opened(by), transaction.atomic():
        report = request_all_records(partnership_id=pair, by=by, reason="", at=now())
        assert request_all_records(partnership_id=pair, by=by, reason="", at=now()) == report
    assert render_report(str(pair), str(report.pk))
    assert not render_report(str(pair), str(report.pk))
    with scope.opened(scope.system(pair)), transaction.atomic():
        made = SealedReport.objects.get(pk=report.pk)
    with store().open(made.sha256) as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def problems(package: Package) -> str:
    return " ".join(check_export(Export(list(package), package.__getitem__), trusted_keys()).problems)


def test_the_command_finds_it_good(package: Package, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content in package.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    arguments = [str(tmp_path), *(word for key in trusted_keys() for word in ("--key", key))]
    assert main(arguments) == 0
    told = capsys.readouterr().out
    assert "no row of these records is missing" in told
    assert "states and dossiers are what the history says" in told
    assert told.endswith("Good.\n")
    (tmp_path / "rows.ndjson").write_bytes(package["rows.ndjson"].replace(b"lot", b"log", 1))
    assert main(arguments) == 1
    assert "BROKEN: rows.ndjson was altered." in capsys.readouterr().out


def members(package: Package) -> str:
    """The first thing that the command checks, which names the file; the rest of the check takes a second."""
    manifest = json.loads(package["manifest.json"])
    return " ".join(check_members(Export(list(package), package.__getitem__), manifest, trusted_keys()))


def test_a_hundred_flipped_bytes_are_found_and_named(package: Package) -> None:
    chance = Random(20260301)  # noqa: S311 - places, no secret
    names = [name for name in package if package[name]]
    for turn in range(100):
        name = names[turn % len(names)] if turn < len(names) else chance.choice(names)
        place = chance.randrange(len(package[name]))
        broken = bytes([*package[name][:place], package[name][place] ^ (1 << turn % 8), *package[name][place + 1 :]])
        named = "manifest.json is not signed" if name.startswith("manifest") else f"{name} was altered"
        try:
            assert named in members(package | {name: broken}), (name, place)
        except ValueError:  # no JSON any more
            assert "cannot be read" in problems(package | {name: broken}), (name, place)


def resigned(package: Package, change: Callable[[Package], object]) -> str:
    """What is wrong when even the sums of the manifest were made to fit; the signature alone tells of those."""
    changed = dict(package)
    change(changed)
    manifest = json.loads(changed["manifest.json"])
    manifest["files"] = {
        name: sha256(content).hexdigest() for name, content in changed.items() if not name.startswith("manifest")
    }
    return problems(changed | {"manifest.json": json.dumps(manifest).encode()})


def test_states_are_worked_out_again(package: Package) -> None:
    name = "states/lots_historicallot.ndjson"

    def altered(files: Package) -> None:
        files[name] = files[name].replace(b'"state":"', b'"state":"x', 1)

    def taken_out(files: Package) -> None:
        files[name] = b""

    def doubled(files: Package) -> None:
        files[name] *= 2

    assert "is not what its history says" in resigned(package, altered)
    assert "is missing among the states" in resigned(package, taken_out)
    assert "not in their order, each once" in resigned(package, doubled)


def test_a_row_that_is_left_out_is_missed(package: Package) -> None:
    def without_a_row(files: Package) -> None:
        files["rows.ndjson"] = b"\n".join(files["rows.ndjson"].splitlines()[1:]) + b"\n"

    assert ": a row of record" in resigned(package, without_a_row)


def test_a_dossier_is_checked_against_the_history(package: Package, sealed_trail: SealedTrail) -> None:
    lot = sealed_trail.lot

    def with_dossier(copy: bytes, key: str = str(lot.pk), paper: bool = True) -> Callable[[Package], None]:
        def change(files: Package) -> None:
            manifest = json.loads(files["manifest.json"])
            manifest["about"]["lots"] = [{"id": key, "number": lot.number}]
            files["manifest.json"] = json.dumps(manifest).encode()
            files[f"dossiers/{key}.json"] = copy
            if paper:
                files[f"dossiers/{key}.pdf"] = b"%PDF"

        return change

    good = json.dumps({"lot": {"number": lot.number}}).encode()
    assert "dossier" not in resigned(package, with_dossier(good))
    assert "is missing (pdf)" in resigned(package, with_dossier(good, paper=False))
    assert "is another lot’s: KB-0" in resigned(package, with_dossier(good.replace(lot.number.encode(), b"KB-0")))
    assert f"The history of lot {lot.number} is missing." in resigned(package, with_dossier(good, key="01a2"))


def test_a_number_is_no_key_by_itself() -> None:
    entry = Entry("evidence_historicalpackrow", "9", "17", "-", "2026-01-01T00:00:00.000000Z", "0" * 64)
    chosen = Chosen(frozenset(), {"evidence_historicalpackrow": frozenset({"17"}), "records_refusal": frozenset({"9"})})
    assert chosen.holds(entry)
    assert not chosen.holds(replace(entry, relation="evidence_historicalruleverdict"))
    assert chosen.holds(replace(entry, relation="records_refusal"))
    assert not chosen.holds(replace(entry, relation="records_refusal", key="17"))


def test_a_deleted_record_has_no_state() -> None:
    assert state_of('{"type": "-", "row": {"id": 1}}') is None
    assert state_of('{"type": "~", "row": {"id": 1.50}}') == {"id": "1.50"}
