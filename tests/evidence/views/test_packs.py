"""A pack's pages: every rule with its verdicts, every row, every document, what changed; for those who may see it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.models import Pack
from tests.evidence.scene import Scene, stated
from tests.factories.browsers import browser
from tests.factories.packs import with_row, without_rows

READERS = ("clerk@keystone.example", "qa@keystone.example", "qa@alderpine.example", "auditor@example.org")
PAGES = ("", "rules/R305/", "data/", "data/laboratory.results/", "data/packaging.label/", "documents/", "review/")


def test_who_sees_the_lot_reads_every_page_and_nobody_else(scene: Scene) -> None:
    pack = scene.submit().pack
    expected = dict.fromkeys(READERS, 200) | dict.fromkeys(("qa@bluemesa.example", "qa@cedarridge.example"), 404)
    for email, status in expected.items():
        client = browser(scene.world, email)
        for path in PAGES:
            assert client.get(f"/evidence/packs/{pack.pk}/{path}").status_code == status, (email, path)


def test_what_passed_is_listed_beside_what_failed(scene: Scene) -> None:
    pack = scene.submit(with_row(stated(), "laboratory.results", {"test": "LEAD"}, analyst=None)).pack
    lines = browser(scene.world, READERS[0]).get(f"/evidence/packs/{pack.pk}/").context["lines"]
    assert (lines[0].id, lines[0].tally.failed) == ("R308", 1)
    passed = {line.id: line.tally.passed for line in lines}
    assert passed["R101"] == 1
    assert passed["R109"] == 3
    assert len(lines) > 50


def test_a_rule_that_was_not_evaluated_and_a_section_that_is_none(scene: Scene) -> None:
    pack = scene.submit().pack
    client = browser(scene.world, READERS[0])
    for path in ("rules/R999/", "data/laboratory.secrets/", "changes/"):
        assert client.get(f"/evidence/packs/{pack.pk}/{path}").status_code == 404


def test_the_rows_as_they_were_handed_in(scene: Scene) -> None:
    pack = scene.submit().pack
    table = browser(scene.world, READERS[0]).get(f"/evidence/packs/{pack.pk}/data/laboratory.results/").context["table"]
    lead = next(row for row in table.rows if row.cells[2].value == "LEAD")
    shown = dict(zip(table.headings, [cell.value for cell in lead.cells], strict=True))
    assert (lead.position, shown["Result value"], shown["Unit"], shown["Limit"]) == (5, "0.08", "ppm", "≤0.5 ppm")


def changed(scene: Scene) -> Pack:
    scene.submit()
    pack = with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.09")
    pack = without_rows(pack, "packaging.clearances", {"kind": "closing"})
    return scene.submit(pack, reason="corrections").pack


def test_changes_name_row_field_old_and_new(scene: Scene) -> None:
    answer = browser(scene.world, READERS[2]).get(f"/evidence/packs/{changed(scene).pk}/changes/")
    found = [
        (group.section, change.kind, change.name, [(f.heading, f.old.value, f.new.value) for f in change.fields][:1])
        for group in answer.context["groups"]
        for change in group.changes
    ]
    assert found == [
        ("laboratory.results", "changed", "5, LEAD", [("Result value", "0.08", "0.09")]),
        ("packaging.clearances", "removed", "closing", [("Kind", "closing", None)]),
    ]
    assert answer.context["change_count"] == 2


def test_queries_do_not_grow_with_the_pack(scene: Scene) -> None:
    client = browser(scene.world, READERS[2])
    client.get("/")  # the first page of a session writes it
    pack = scene.submit().pack
    result = stated().laboratory.results[4]
    more = tuple(result.model_copy(update={"number": f"A{n}", "analyst": None}) for n in range(30))
    laboratory = stated().laboratory.model_copy(update={"results": (*stated().laboratory.results, *more)})
    longer = scene.submit(stated().model_copy(update={"laboratory": laboratory}), reason="more results").pack
    for path in ("", "rules/R305/", "data/laboratory.results/", "review/"):
        needed = []
        for one in (pack, longer):
            with CaptureQueriesContext(connection) as captured:
                client.get(f"/evidence/packs/{one.pk}/{path}")
            needed.append(len(captured))
        assert needed[0] == needed[1], path
