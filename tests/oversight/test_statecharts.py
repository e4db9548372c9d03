"""The charts in docs/states/ are those of the code, and a chart says who may."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from oversight.statecharts import charts

FOLDER = settings.BASE_DIR / "docs" / "states"


def test_the_committed_charts_are_those_of_the_code() -> None:
    """When this fails, run `manage.py statecharts` and read the difference."""
    assert {page.name: page.read_text(encoding="utf-8") for page in FOLDER.glob("*.md")} == charts()


def test_every_kind_of_record_with_states_has_one() -> None:
    assert set(charts()) >= {
        "README.md", "agreements.agreementversion.md", "change_control.changerequest.md", "clocks.clock.md",
        "evidence.pack.md", "lots.lot.md", "quality_events.qualityevent.md", "records.sealedreport.md",
    }  # fmt: skip


def test_a_chart_draws_each_step_and_names_who_may() -> None:
    text = charts()["change_control.changerequest.md"]
    for line in (
        "    [*] --> draft",
        "    sponsor_review --> approved: Approve",
        "    rejected --> [*]",
        "| `sponsor_review` | Waiting for the sponsor | sponsor |",
        "| Approve (`approve`) | `sponsor_review`, `emergency` | `approved` | sponsor: SQH, SLB |  | approved |",
        "| Reject (`reject`) | `sponsor_review`, `emergency` | `rejected` | sponsor: SQH, SLB | needed | rejected |",
        "| Make effective (`make_effective`) | `verified` | `effective` | CMO: CQA, CCH |  |  |",
    ):
        assert line in text.splitlines(), line
    assert "| Breach (`breach`) | `running` | `breached` | platform |  |  |" in charts()["clocks.clock.md"]


def test_the_command_writes_the_pages_and_removes_what_is_gone(tmp_path: Path) -> None:
    (tmp_path / "lots.gone.md").write_text("old")
    call_command("statecharts", folder=tmp_path, verbosity=0)
    assert {page.name for page in tmp_path.iterdir()} == set(charts())
