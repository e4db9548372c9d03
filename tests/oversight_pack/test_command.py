"""`oversight-pack` as a person and a script meet it: answers, exit codes, JSON, no Django."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from evidence.pack import bundle, workbook
from evidence.pack.format import Pack
from evidence.pack.kit import KIT_FORMAT, Kit, facts_of, fingerprint
from evidence.pack.reading import from_bundle, from_workbook
from oversight_pack.codes import Exit
from oversight_pack.command import main
from oversight_pack.progress import Bar
from tests.evidence.pack.rules.contexts import context
from tests.evidence.scene import SUBMITTED
from tests.factories.packs import complete_pack, known_lot, with_row

ROOT = Path(__file__).resolve().parents[2]
BARE = {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": sys.pycache_prefix or ""}
"""Nothing of Django's settings; compiled modules are found where this process puts them."""


def kit_file(folder: Path, **changes: Any) -> Path:
    given = {
        "format": KIT_FORMAT,
        "rules": fingerprint(),
        "made_at": SUBMITTED,
        "lot": "5f0c3a0e-0000-7000-8000-000000000001",
    }
    kit = Kit(**given, known=known_lot(), facts=facts_of(context()))
    path = folder / "kit.json"
    path.write_text(json.dumps(json.loads(kit.model_dump_json()) | changes))
    return path


def pack_file(folder: Path, pack: Pack | None = None, name: str = "pack.json") -> Path:
    path = folder / name
    path.write_text((pack or complete_pack()).model_dump_json())
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_the_command_runs_without_django(tmp_path: Path) -> None:
    pack_file(tmp_path)
    kit_file(tmp_path)
    script = (
        "import sys; from oversight_pack.command import main; "
        "code = main(['check', 'pack.json', '--kit', 'kit.json']); "
        'sys.exit(f\'{code} {sorted({m.split(chr(46))[0] for m in sys.modules} & {"django", "psycopg2", "celery"})}\')'
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=BARE, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert ended.stderr.strip() == "0 []"
    assert ended.stdout.startswith("pack.json: complete, no gaps.")


def test_a_complete_pack_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "check", pack_file(tmp_path), "--kit", kit_file(tmp_path))
    assert (code, out.splitlines()[0]) == (Exit.PASSES, "pack.json: complete, no gaps.")


def test_a_gap_is_told_with_rule_paragraph_and_cure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = with_row(complete_pack(), "laboratory.results", {"test": "ARSENIC"}, analyst=None)
    code, out, _ = run(capsys, "check", pack_file(tmp_path, pack), "--kit", kit_file(tmp_path))
    assert code == Exit.GAPS
    assert out.splitlines()[0] == "pack.json: 1 gap."
    assert "R308 (" in out
    assert "laboratory.results/6" in out


def test_as_json_every_verdict_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = with_row(complete_pack(), "laboratory.results", {"test": "ARSENIC"}, analyst=None)
    code, out, _ = run(capsys, "check", pack_file(tmp_path, pack), "--kit", kit_file(tmp_path), "--json")
    answer = json.loads(out)
    (one,) = answer["packs"]
    assert (code, answer["exit_code"], one["exit_code"], one["state"], one["lot"]) == (
        1,
        1,
        1,
        "incomplete",
        "MG2603-114",
    )
    assert [gap["rule"] for gap in one["gaps"]] == ["R308"]
    assert len(one["verdicts"]) > 100


def test_an_event_that_answered_before_answers_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = with_row(complete_pack(), "laboratory.results", {"test": "LEAD"}, value="0.62")
    path = pack_file(tmp_path, pack)
    _, out, _ = run(capsys, "check", path, "--kit", kit_file(tmp_path), "--json")
    found = json.loads(out)["packs"][0]["gaps"]
    assert found
    answers = [{"rule": gap["rule"], "inputs_hash": gap["inputs_hash"], "event": "QE-1"} for gap in found]
    _, out, _ = run(capsys, "check", path, "--kit", kit_file(tmp_path, answered=answers), "--json")
    left = json.loads(out)["packs"][0]["gaps"]
    assert left == [gap for gap in found if gap["outcome"] == "fail"]


@pytest.mark.parametrize(("until", "state"), [("2099-12-31", "complete"), ("2000-01-01", "incomplete")])
def test_a_waived_rule_is_no_gap_until_its_last_day(
    until: str, state: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = with_row(complete_pack(), "batch_record.readings", {"step": "30"}, value="99")
    path = pack_file(tmp_path, pack)
    _, out, _ = run(capsys, "check", path, "--kit", kit_file(tmp_path), "--json")
    rules = {gap["rule"]: gap["severity"] for gap in json.loads(out)["packs"][0]["gaps"]}
    assert set(rules.values()) == {"B"}
    _, out, _ = run(capsys, "check", path, "--kit", kit_file(tmp_path, waived=dict.fromkeys(rules, until)), "--json")
    assert json.loads(out)["packs"][0]["state"] == state


def test_without_a_kit_a_pack_is_only_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "check", pack_file(tmp_path))
    assert (code, out) == (Exit.PASSES, "pack.json: can be read. Without a kit no rule was asked.\n")


def test_what_cannot_be_read_is_named_place_by_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = json.loads(complete_pack().model_dump_json())
    content["laboratory"]["results"][4]["value"] = "about 1"
    (tmp_path / "pack.json").write_text(json.dumps(content))
    code, out, _ = run(capsys, "check", tmp_path / "pack.json", "--json")
    (one,) = json.loads(out)["packs"]
    assert (code, one["state"]) == (Exit.UNREADABLE, "unreadable")
    assert [(p["sheet"], p["row"], p["column"]) for p in one["problems"]] == [("laboratory.results", 5, "value")]
    code, out, _ = run(capsys, "check", tmp_path / "pack.json")
    assert out.startswith("pack.json: cannot be read, 1 place.\n  pack.json, laboratory.results, row 5, value: ")


def test_the_worst_of_several_files_decides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, broken = pack_file(tmp_path), tmp_path / "broken.json"
    broken.write_text("{")
    assert run(capsys, "check", good, broken)[0] == Exit.UNREADABLE


def test_a_pack_of_another_lot_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = pack_file(tmp_path, complete_pack(lot_number="MG2603-115"))
    code, out, _ = run(capsys, "check", path, "--kit", kit_file(tmp_path))
    assert code == Exit.UNREADABLE
    assert "This pack is for lot MG2603-115 of" in out


def test_documents_are_looked_for_beside_the_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = complete_pack()
    bare = pack.model_copy(update={"documents": tuple(d.model_copy(update={"sha256": None}) for d in pack.documents)})
    path, kit = pack_file(tmp_path, bare), kit_file(tmp_path)
    code, out, _ = run(capsys, "check", path, "--kit", kit)
    assert code == Exit.UNREADABLE
    assert f"The file “{pack.documents[0].name}” did not come with the pack." in out
    folder = tmp_path / "papers"
    folder.mkdir()
    for document in pack.documents:
        (folder / document.name).write_text(document.name)
    assert run(capsys, "check", path, "--kit", kit, "--documents", folder)[0] == Exit.PASSES
    earlier = {document.name: document.sha256 for document in pack.documents}
    assert run(capsys, "check", path, "--kit", kit_file(tmp_path, files=earlier))[0] == Exit.PASSES


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"format": "kit-2"}, "“kit.json” is no kit of version kit-1."),
        ({"rules": "0" * 64}, "“kit.json” is of a platform whose rules are not the ones of this checker."),
        ({"facts": {}}, "“kit.json” cannot be read as a kit at “baseline”."),
        ({"known": None}, "“kit.json” cannot be read as a kit at “known”."),
    ],
)
def test_another_kit_judges_nothing(
    changes: dict[str, Any], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "check", pack_file(tmp_path), "--kit", kit_file(tmp_path, **changes))
    assert code == Exit.NO_KIT
    assert err.startswith(sentence)


def test_a_kit_that_is_no_json_or_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kit.json").write_text("{")
    code, out, _ = run(capsys, "check", pack_file(tmp_path), "--kit", tmp_path / "kit.json", "--json")
    assert (code, json.loads(out)["exit_code"]) == (Exit.NO_KIT, Exit.NO_KIT)
    assert run(capsys, "check", pack_file(tmp_path), "--kit", tmp_path / "none.json")[0] == Exit.UNREADABLE


@pytest.mark.parametrize("name", ["pack.docx", "none.json"])
def test_no_pack_at_all(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", tmp_path / name)[0] == Exit.UNREADABLE


def test_a_pack_is_converted_between_its_forms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, kit = pack_file(tmp_path), kit_file(tmp_path)
    assert run(capsys, "convert", source, tmp_path / "a.xlsx", "--kit", kit)[0] == 0
    assert (tmp_path / "a.xlsx").read_bytes()[:2] == b"PK"
    assert run(capsys, "convert", tmp_path / "a.xlsx", tmp_path / "b.zip")[0] == 0
    assert run(capsys, "convert", tmp_path / "b.zip", tmp_path / "c.xlsx")[0] == 0
    code, out, _ = run(capsys, "convert", tmp_path / "c.xlsx", tmp_path / "d.json", "--json")
    assert (code, json.loads(out)["exit_code"]) == (0, 0)
    assert from_workbook((tmp_path / "c.xlsx").read_bytes()) == from_bundle((tmp_path / "b.zip").read_bytes())
    assert Pack.model_validate_json((tmp_path / "d.json").read_text()) == complete_pack()


def test_a_converted_pack_is_what_the_platform_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "convert", pack_file(tmp_path), tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_bytes() == bundle.fill(complete_pack())
    assert from_workbook(workbook.fill(complete_pack(), known_lot())) == complete_pack()


def test_a_form_that_is_none_is_no_target(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "convert", pack_file(tmp_path), tmp_path / "a.pdf")[0] == Exit.USAGE
    assert run(capsys, "convert", pack_file(tmp_path), tmp_path / "no folder" / "a.json")[0] == Exit.USAGE
    (tmp_path / "broken.json").write_text("{")
    assert run(capsys, "convert", tmp_path / "broken.json", tmp_path / "a.zip")[0] == Exit.UNREADABLE


def test_a_wrong_call_says_how_to_call(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["chekc"])
    assert ended.value.code == Exit.USAGE
    assert "usage: oversight-pack" in capsys.readouterr().err


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_on_a_terminal_and_none_in_a_file() -> None:
    terminal, kept = _Terminal(), io.StringIO()
    for to in (terminal, kept):
        with Bar("checking", 4, to=to) as bar:
            bar.add(2)
            bar.add(5)
    assert "\rchecking [###############...............]  50 %" in terminal.getvalue()
    assert "100 %" in terminal.getvalue()
    assert kept.getvalue() == ""


BATCHML = (
    '<BatchProductionRecord xmlns="http://www.wbf.org/xml/B2MML-V0401"><BatchID>{batch}</BatchID><RuntimeRecipeElement>'
    "<ID>10</ID><RecipeElementType>Phase</RecipeElementType><CompletionTime>2026-03-10T08:00:00-06:00</CompletionTime>"
    "<Performer>ABC</Performer></RuntimeRecipeElement><Event><ID>E-1</ID><Category>Out of spec</Category></Event>"
    "</BatchProductionRecord>"
)


def test_a_batch_record_in_batchml_becomes_a_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record, kit = tmp_path / "record.xml", kit_file(tmp_path)
    record.write_text(BATCHML.format(batch="MG2603-114"))
    assert run(capsys, "convert", record, tmp_path / "pack.json", "--kit", kit)[0] == 0
    pack = Pack.model_validate_json((tmp_path / "pack.json").read_text())
    assert [step.performed_by for step in pack.batch_record.steps if step.number == "10"] == ["ABC"]
    code, _, err = run(capsys, "convert", record, tmp_path / "pack.json")
    assert (code, err[:32]) == (Exit.NO_KIT, "A BatchML record holds steps and")


def test_a_batch_record_beside_a_pack_is_read_and_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack, kit = complete_pack(), kit_file(tmp_path)
    steps = [{"number": s.number, "component": s.component} for s in pack.batch_record.steps]
    path = pack_file(tmp_path, complete_pack(batch_record={"steps": steps}))
    record = tmp_path / "record.xml"
    record.write_text(BATCHML.format(batch="MG2603-114"))
    _, out, _ = run(capsys, "check", path, "--kit", kit, "--json")
    before = {gap["sentence"] for gap in json.loads(out)["packs"][0]["gaps"]}
    _, out, _ = run(capsys, "check", path, "--kit", kit, "--batch-record", record, "--json")
    after = {gap["sentence"] for gap in json.loads(out)["packs"][0]["gaps"]}
    (remark,) = json.loads(out)["packs"][0]["remarks"]
    assert remark.startswith("The record holds the exception E-1 (Out of spec).")
    assert remark in run(capsys, "check", path, "--kit", kit, "--batch-record", record)[1]
    assert after != before
    record.write_text(BATCHML.format(batch="BX10"))
    code, out, _ = run(capsys, "check", path, "--kit", kit, "--batch-record", record)
    assert (code, "The record is of batch “BX10”" in out) == (Exit.UNREADABLE, True)
    assert run(capsys, "convert", path, tmp_path / "b.json", "--batch-record", record)[0] == Exit.UNREADABLE
