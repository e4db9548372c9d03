"""A pack is taken whole and checked at once, or not at all; the same pack is one pack."""

import hashlib
import io
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from clocks.models import Clock, InboxItem
from evidence.actions.files import examine
from evidence.actions.rows import keep_rows
from evidence.models import EvidenceFile, Pack, PackDocument, PackRow, RuleVerdict
from evidence.outside.store import store
from evidence.pack import workbook
from evidence.pack.format import Pack as StatedPack
from evidence.pack.reading import from_workbook
from evidence.queries import stated_pack
from evidence.rules import UnreadablePack
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from lots.actions import plan_lot
from lots.models import ComponentLot, Consumption, Disclosure, Lot
from tests.evidence.scene import SUBMITTED, Scene, files_of, pdf, stated
from tests.factories.known_lots import known_lot
from tests.factories.pack_sections import DOCUMENTS
from tests.factories.packs import added, with_fields, with_row, without_rows


def counts(scene: Scene) -> tuple[int, ...]:
    with scope.opened(scene.world.clerk):
        return tuple(m.objects.count() for m in (Pack, PackRow, EvidenceFile, PackDocument, RuleVerdict, Consumption))


def stored_files() -> list[str]:
    return [path.name for path in store().root.rglob("*") if path.is_file()]


def test_a_complete_pack_is_complete(scene: Scene) -> None:
    submission = scene.submit()
    assert submission.is_new
    assert submission.pack.state == "complete"
    with scope.opened(scene.world.clerk):
        pack = Pack.objects.get(pk=submission.pack.pk)
        assert (pack.version, pack.form, pack.engine_version) == (1, "json", "1")
        assert stated_pack(pack).laboratory == stated().laboratory
        assert PackDocument.objects.filter(pack=pack).count() == len(DOCUMENTS)
        assert Lot.objects.get(pk=scene.lot.pk).state == "pack_pending"
        assert not RuleVerdict.objects.filter(pack=pack).exclude(outcome__in=("pass", "not_applicable")).exists()
    assert sorted(stored_files()) == sorted(hashlib.sha256(pdf(name)).hexdigest() for name, _, _ in DOCUMENTS)


def test_gaps_are_listed_exactly(scene: Scene) -> None:
    pack = with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.62")
    pack = with_row(pack, "laboratory.results", {"test": "ARSENIC"}, analyst=None)
    pack = without_rows(pack, "packaging.clearances", {"kind": "closing"})
    submission = scene.submit(pack)
    assert submission.pack.state == "incomplete"
    with scope.opened(scene.world.clerk):
        found = RuleVerdict.objects.filter(pack=submission.pack).exclude(outcome__in=("pass", "not_applicable"))
        gaps = list(found.order_by("rule").values_list("rule", "severity", "outcome", "subject"))
    assert gaps == [
        ("R305", "X", "needs_event", "laboratory.results/5"),
        ("R308", "X", "fail", "laboratory.results/6"),
        ("R406", "X", "fail", "packaging.clearances"),
    ]


def test_the_same_pack_is_one(scene: Scene) -> None:
    first = scene.submit()
    before = counts(scene)
    again = scene.submit(by=scene.world.cmo_qa)
    assert (again.is_new, again.pack.pk) == (False, first.pack.pk)
    assert counts(scene) == before


def test_workbook_and_json_are_the_same_pack(scene: Scene) -> None:
    first = scene.submit()
    read = from_workbook(workbook.fill(stated(), known_lot()))
    again = scene.submit(read, form="workbook")  # type: ignore[arg-type]  # readable
    assert (again.is_new, again.pack.pk) == (False, first.pack.pk)


def test_another_document_makes_another_pack(scene: Scene) -> None:
    scene.submit()
    files = [examine(name, io.BytesIO(pdf(name) + b"corrected")) for name, _, _ in DOCUMENTS]
    again = scene.submit(files=files, reason="new scans")
    assert (again.is_new, again.pack.version) == (True, 2)


def test_a_later_version_says_why(scene: Scene) -> None:
    first = scene.submit().pack
    changed = with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.09")
    with pytest.raises(Refused, match="1 change since the last version without a reason"):
        scene.submit(changed)
    second = scene.submit(changed, reason="typing error in lead").pack
    assert (second.version, second.change_reason) == (2, "typing error in lead")
    assert scene.reloaded(first).state == "superseded"


def test_documents_of_the_earlier_version_are_kept(scene: Scene) -> None:
    scene.submit()
    changed = with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.09")
    second = scene.submit(changed, reason="typing error", files=[]).pack
    with scope.opened(scene.world.clerk):
        names = set(PackDocument.objects.filter(pack=second).values_list("file__name", flat=True))
    assert names == {name for name, _, _ in DOCUMENTS}


def test_a_document_of_another_lot_is_never_taken_by_its_name(scene: Scene) -> None:
    scene.submit()
    other = Scene(scene.shop, "MG2603-115")
    with pytest.raises(UnreadablePack) as refused:
        other.submit(stated(lot_number="MG2603-115"), files=[])
    assert len(refused.value.problems) == len(DOCUMENTS)
    assert refused.value.problems[0].reason == "The file “BPR MG2603-114 executed.pdf” did not come with the pack."


def test_a_document_named_twice_in_a_category_is_listed_once(scene: Scene) -> None:
    name = DOCUMENTS[0][0]
    pack = added(stated(), "documents", name=name, category="batch record", title="The same again")
    submitted = scene.submit(pack).pack
    with scope.opened(scene.world.clerk):
        titles = PackDocument.objects.filter(pack=submitted, file__name=name).values_list("title", flat=True)
        assert list(titles) == ["Executed batch production record"]


def test_a_pack_of_another_lot_is_refused_and_leaves_nothing(scene: Scene) -> None:
    before = counts(scene)
    with pytest.raises(Refused, match="This pack is for lot MG2603-999 of MG-GLY-120, not for lot MG2603-114"):
        scene.submit(stated(lot_number="MG2603-999"))
    assert counts(scene) == before
    assert stored_files() == []


def test_two_files_of_one_name_cannot_both_be_meant(scene: Scene) -> None:
    with pytest.raises(Refused, match="was uploaded twice"):
        scene.submit(files=[*files_of(), *files_of()[:1]])


def test_only_the_cmo_hands_over(scene: Scene) -> None:
    with pytest.raises(Forbidden, match="does not allow you to submit evidence"):
        scene.submit(by=scene.world.reviewer)


def test_a_lot_that_is_not_completed_takes_no_pack(scene: Scene) -> None:
    with scope.opened(scene.world.clerk):
        planned = plan_lot(
            product_id=scene.shop.product.pk, number="MG2603-200", quantity=5000,  # type: ignore[arg-type]  # a number
            site_id=scene.world.keystone_site.pk, by=scene.world.clerk, reason="", at=SUBMITTED,
        )  # fmt: skip
    scene.lot = planned
    with pytest.raises(Refused, match="“Planned”: a pack can be submitted once the lot is completed"):
        scene.submit(stated(lot_number="MG2603-200"))


def test_a_figure_as_long_as_the_format_allows_is_kept(scene: Scene) -> None:
    long = "999999999999999.999999999999"
    pack = with_row(stated(), "materials.consumption", {"component": "SIO2"}, actual=long)
    submitted = scene.submit(pack).pack
    with scope.opened(scene.world.clerk):
        edge = Consumption.objects.get(pack_id=submitted.pk, component_code="SIO2")
    assert str(edge.quantity) == long


def test_who_and_why_stand_in_the_history(scene: Scene) -> None:
    pack = scene.submit().pack
    with scope.opened(scene.world.clerk):
        rows = Pack.history.filter(id=pack.pk).order_by("history_id")  # type: ignore[attr-defined]  # simple-history's
        told = list(rows.values_list("state", "history_user_id", "history_change_reason", "history_date"))
        results = PackRow.history.filter(pack_id=pack.pk).count()  # type: ignore[attr-defined]  # simple-history's
        assert results == PackRow.objects.filter(pack=pack).count()
    who = scene.world.clerk.person_id
    assert told == [
        ("checking", who, "evidence pack submitted", SUBMITTED),
        ("complete", who, "evidence pack submitted", SUBMITTED),
    ]


def test_the_hand_off_clock_is_met_and_quality_is_asked(scene: Scene) -> None:
    with scope.opened(scene.world.clerk):
        assert Clock.objects.get(subject_id=scene.lot.pk, rule="evidence.hand_off").ended_at is None
    pack = scene.submit().pack
    with scope.opened(scene.world.clerk):
        assert Clock.objects.get(subject_id=scene.lot.pk, rule="evidence.hand_off").ended_at == SUBMITTED
        item = InboxItem.objects.get(key=f"pack/{pack.pk}/attest")
    assert (item.roles, item.title) == (["CQA"], "Attest pack v1 of lot MG2603-114 complete")


def test_an_incomplete_pack_leaves_the_clock_running(scene: Scene) -> None:
    scene.submit(with_row(stated(), "laboratory.results", {"test": "ARSENIC"}, analyst=None))
    with scope.opened(scene.world.clerk):
        assert Clock.objects.get(subject_id=scene.lot.pk, rule="evidence.hand_off").ended_at is None


def test_component_lots_are_entered_once_and_disclosed(scene: Scene) -> None:
    scene.submit()
    other = Scene(scene.shop, "MG2603-115")
    other.submit(stated(lot_number="MG2603-115"))
    with scope.opened(scene.world.clerk):
        assert ComponentLot.objects.count() == 9
        assert Disclosure.objects.count() == 9
        assert Consumption.objects.count() == 18
    with scope.opened(scene.world.reviewer):
        assert ComponentLot.objects.get(number="C-26-0412").supplier_lot == "240977"
    with scope.opened(scene.world.other_sponsor):
        assert ComponentLot.objects.count() == 0


def test_queries_do_not_grow_with_the_rows(scene: Scene) -> None:
    scene.submit()
    needed = []
    for number, rows in (("MG2603-115", 1), ("MG2603-116", 40)):
        with CaptureQueriesContext(connection) as captured:
            Scene(scene.shop, number).submit(_longer(number, rows))
        needed.append(len(captured))
    assert needed[0] == needed[1]


def _longer(number: str, rows: int) -> StatedPack:
    """So many more results and component lots."""
    pack = stated(lot_number=number)
    result, lot = pack.laboratory.results[0], pack.materials.component_lots[1]
    results = tuple(result.model_copy(update={"number": f"A{n}"}) for n in range(rows))
    lots = tuple(lot.model_copy(update={"number": f"{number}-{n}"}) for n in range(rows))
    laboratory = pack.laboratory.model_copy(update={"results": pack.laboratory.results + results})
    materials = pack.materials.model_copy(update={"component_lots": pack.materials.component_lots + lots})
    return pack.model_copy(update={"laboratory": laboratory, "materials": materials})


def test_a_failure_in_the_check_leaves_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the rules broke")

    before = counts(scene)
    monkeypatch.setattr("evidence.actions.submit.check", broken)
    with pytest.raises(RuntimeError):
        scene.submit()
    assert counts(scene) == before
    assert stored_files() == []


def test_the_header_is_part_of_the_content(scene: Scene) -> None:
    scene.submit()
    again = scene.submit(with_fields(stated(), "header", submitter_name="Another Person"), reason="submitter")
    assert again.is_new


def test_a_row_with_another_sponsor_than_its_pack_is_refused_by_the_database(scene: Scene) -> None:
    pack = scene.submit().pack
    pack.sponsor_id = scene.shop.world.keystone.pk
    with (
        pytest.raises(IntegrityError, match="another sponsor than its pack"),
        scope.opened(scene.shop.world.clerk),
        transaction.atomic(),
        acting(by=scene.shop.world.clerk, reason="by hand", at=SUBMITTED),
    ):
        keep_rows(pack, [("laboratory.results", 900, {"number": "900"})])


def test_texts_with_line_breaks_are_kept_as_they_are(scene: Scene) -> None:
    pack = scene.submit().pack
    data = {"note": "first\nsecond\r\n\t\\n “quoted” \u2028 end", "empty": ""}
    with (
        scope.opened(scene.shop.world.clerk),
        transaction.atomic(),
        acting(by=scene.shop.world.clerk, reason="by hand", at=SUBMITTED),
    ):
        keep_rows(pack, [])
        keep_rows(pack, [("laboratory.results", 900, data), ("laboratory.results", 901, {})])
        kept = PackRow.objects.filter(pack=pack, position__gte=900).order_by("position").values_list("data", flat=True)
        assert list(kept) == [data, {}]
