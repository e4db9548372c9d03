"""A pack that differs from its baseline without an approved change becomes one change breach."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from change_control.actions.comparing import compare_next
from change_control.comparisons import last_comparison
from change_control.models import ChangeRequest, Comparison, Difference
from change_control.prefilling import prefilled_for
from change_control.tasks import compare_packs
from evidence.actions.submit import Submission
from evidence.pack.format import Pack as StatedPack
from kernel import clock, scope
from masters.actions import record_standing_facts
from masters.standing import KINDS, SupplierValue
from quality_events.actions.decide import cancel_event
from quality_events.change_source import differences_behind
from quality_events.models import QualityEvent
from tests.change_control import made
from tests.evidence.scene import Scene, scene, stated
from tests.factories.browsers import browser
from tests.factories.keys import keyed
from tests.factories.packs import with_fields, with_row

__all__ = ["scene"]
EARLY = datetime(2026, 1, 10, 15, 0, tzinfo=UTC)
SUPPLIER = ("supplier", "MGBG-20, lot C-26-0412", "Balchem Corp.", "Jost Chemical Co.")
BLENDER = ("equipment", "step 30", "BL-03, EN-02", "BL-07 V-blender, 20 cubic feet")


def drifted(pack: StatedPack | None = None) -> StatedPack:
    """Another supplier of the active and another blender."""
    pack = with_row(
        pack or stated(), "materials.component_lots", {"component": "MGBG-20"}, supplier="Jost Chemical Co."
    )
    return with_row(pack, "batch_record.equipment", {"number": "BL-03"}, number="BL-07")


def compared(scene: Scene, pack: StatedPack, reason: str = "") -> Submission:
    submission = scene.submit(pack, reason=reason)
    assert compare_next(at=clock.now()) == 1
    return submission


def breaches(scene: Scene) -> list[QualityEvent]:
    with scope.opened(scene.world.cmo_qa):
        return list(QualityEvent.objects.filter(kind="change_breach").order_by("reported_at", "pk"))


def differences(scene: Scene) -> list[tuple[str, str, str, str]]:
    with scope.opened(scene.world.cmo_qa):
        return list(Difference.objects.values_list("kind", "where", "approved", "found"))


JOST = "Jost Chemical Co., St. Louis, beside Balchem Corp., same specification MGBG-20."


def effective(scene: Scene, trigger: str, on: date = date(2026, 3, 10), says: str = JOST) -> ChangeRequest:
    """A change of the lot's product that is in effect; the sponsor is told of equipment, and approves all else."""
    world, given = scene.world, {"trigger": trigger, "effective_on": on, "description": says}
    change = made.submit(made.propose(world, scene.lot.product_id, **given), world.cmo_qa, EARLY)
    return change if change.state == "notified" else made.decide(change, world.head, at=EARLY)


def test_a_good_pack_is_compared_once_and_breaches_nothing(scene: Scene) -> None:
    compared(scene, stated(), "")
    assert compare_next(at=clock.now()) == 0
    assert compare_packs() == 0
    assert (breaches(scene), differences(scene)) == ([], [])
    with scope.opened(scene.world.head):
        comparison = Comparison.objects.get()
        assert (comparison.event_id, comparison.compared_at is not None) == (None, True)


def test_one_event_says_all_of_it(scene: Scene) -> None:
    compared(scene, drifted())
    assert differences(scene) == [BLENDER, SUPPLIER]
    (event,) = breaches(scene)
    assert event.title == "Lot MG2603-114 was made otherwise than approved: equipment, supplier"
    assert (event.classification, event.missed, event.state) == ("major", "none", "reported")
    assert event.description.splitlines()[1:] == [
        "Equipment, step 30: approved BL-03, EN-02; found BL-07 V-blender, 20 cubic feet (21 CFR 111.27, 111.260(b)).",
        "Supplier, MGBG-20, lot C-26-0412: approved Balchem Corp.; found Jost Chemical Co. (21 CFR 111.75(a)(2)(ii)).",
    ]
    with scope.opened(scene.world.cmo_qa):
        assert QualityEvent.objects.select_related("reported_by").get().reported_by.name == "Oversight (automatic)"
        assert list(event.event_lots.values_list("lot_id", flat=True)) == [scene.lot.pk]
        assert [row.change for row in differences_behind(event.pk)] == [None, None]


def test_an_approved_change_of_that_kind_covers_it(scene: Scene) -> None:
    change = effective(scene, "supplier")
    compared(scene, drifted())
    (event,) = breaches(scene)
    assert "supplier" not in event.title
    with scope.opened(scene.world.cmo_qa):
        covered = {row.kind: row.change_id for row in Difference.objects.all()}
        known = {row.kind: row.change.number if row.change else "" for row in differences_behind(event.pk)}
    assert covered == {"equipment": None, "supplier": change.pk}
    assert known == {"Equipment": "", "Supplier": change.number}


@pytest.mark.parametrize(("on", "count"), [(date(2026, 3, 11), 0), (date(2026, 3, 12), 1)])
def test_a_change_covers_from_its_day_on(scene: Scene, on: date, count: int) -> None:
    """The lot was made on March 11."""
    effective(scene, "supplier", on)
    compared(scene, with_row(stated(), "materials.component_lots", {"component": "MGBG-20"}, supplier="Jost"))
    assert len(breaches(scene)) == count


def test_a_change_covers_the_supplier_that_it_names(scene: Scene) -> None:
    """A later change to another supplier neither covers this one nor hides the change that does."""
    wanted = effective(scene, "supplier", date(2026, 3, 9))
    effective(scene, "supplier", says="Albion Minerals, Layton, beside Balchem Corp., same specification MGBG-20.")
    compared(scene, with_row(stated(), "materials.component_lots", {"component": "MGBG-20"}, supplier="Jost"))
    with scope.opened(scene.world.cmo_qa):
        assert [row.change_id for row in Difference.objects.all()] == [wanted.pk]
    assert breaches(scene) == []


def test_a_change_to_another_supplier_covers_nothing(scene: Scene) -> None:
    effective(scene, "supplier", says="Albion Minerals, Layton, beside Balchem Corp., same specification MGBG-20.")
    compared(scene, drifted())
    assert "supplier" in breaches(scene)[0].title


def test_an_approval_that_was_recorded_after_the_day_of_use_covers_no_day_before(scene: Scene) -> None:
    """Weighed on March 10: whoever records the supplier on the 20th, from the 1st on, has not approved that."""
    by = scene.world.head
    value = SupplierValue("MGBG-20", "Jost Chemical Co.", approved_from=date(2026, 3, 1))
    with scope.opened(by):
        record_standing_facts(
            partnership_id=scene.lot.partnership_id, kind=KINDS["suppliers"], values=[value], by=by, reason="late",
            at=datetime(2026, 3, 20, tzinfo=UTC),
        )  # fmt: skip
    pack = with_row(stated(), "materials.component_lots", {"component": "MGBG-20"}, supplier="Jost Chemical Co.")
    compared(scene, pack)
    assert differences(scene) == [SUPPLIER]


def test_a_change_that_nobody_approved_covers_nothing(scene: Scene) -> None:
    made.submit(
        made.propose(scene.world, scene.lot.product_id, effective_on=date(2026, 3, 10)), scene.world.cmo_qa, EARLY
    )
    compared(scene, drifted())
    assert "supplier" in breaches(scene)[0].title


def test_the_next_version_of_the_pack_keeps_the_event(scene: Scene) -> None:
    compared(scene, drifted())
    compared(scene, with_fields(drifted(), "header", submitter_name="Dana W."), "name corrected")
    (event,) = breaches(scene)
    with scope.opened(scene.world.cmo_qa):
        assert list(Comparison.objects.values_list("event_id", flat=True)) == [event.pk, event.pk]
        assert len(differences_behind(event.pk)) == 2


def test_something_new_or_a_cancelled_event_is_a_new_one(scene: Scene) -> None:
    compared(scene, drifted())
    more = with_fields(drifted(), "packaging.label", version="4")
    compared(scene, more, "label as it was applied")
    _, second = breaches(scene)
    assert "label" in second.title
    with scope.opened(scene.world.head):
        cancel_event(event_id=second.pk, by=scene.world.head, reason="typed wrongly", at=clock.now())
    compared(scene, with_fields(more, "header", submitter_name="Dana W."), "name corrected")
    assert len(breaches(scene)) == 3


def test_a_pack_that_was_replaced_meanwhile_breaches_nothing(scene: Scene) -> None:
    scene.submit(drifted())
    scene.submit(stated(), reason="supplier and blender were typed wrongly")
    assert [compare_next(at=clock.now()) for _ in range(3)] == [1, 1, 0]
    assert breaches(scene) == []
    with scope.opened(scene.world.cmo_qa):
        made_for = last_comparison(scene.lot.pk)
        assert made_for is not None
        assert (made_for.pack.version, made_for.differences.count()) == (2, 0)


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_both_values_stand_on_the_pages_and_lead_to_a_change(scene: Scene) -> None:
    compared(scene, drifted())
    (event,) = breaches(scene)
    clerk = browser(scene.world, "qa@keystone.example")
    page = _page(clerk, f"/events/{event.pk}/")
    for text in ("Balchem Corp.", "Jost Chemical Co.", "No approved change", "Raise a change for this"):
        assert text in page
    versions = _page(clerk, f"/lots/{scene.lot.pk}/versions/")
    assert "Jost Chemical Co." in versions
    assert event.number in versions
    with scope.opened(scene.world.cmo_qa):
        supplier = differences_behind(event.pk)[1]
    assert supplier.raise_url in page.replace("&amp;", "&")
    form = _page(clerk, supplier.raise_url)
    assert "Supplier, MGBG-20, lot C-26-0412: Jost Chemical Co." in form
    assert event.number in form
    assert "Raise a change for this" not in _page(
        browser(scene.world, "head.qa@alderpine.example"), f"/events/{event.pk}/"
    )
    assert "was made otherwise" not in _page(clerk, "/changes/propose/?difference=none")


def test_a_change_begins_with_what_was_found(scene: Scene) -> None:
    compared(scene, drifted())
    with scope.opened(scene.world.cmo_qa):
        row = Difference.objects.get(kind="supplier")
        given = prefilled_for(str(row.pk))
    assert (given["product"], given["trigger"]) == (str(scene.lot.product_id), "supplier")
    assert given["description"] == (
        "Now approved: Balchem Corp.\nFound in lot MG2603-114: Jost Chemical Co.\n21 CFR 111.75(a)(2)(ii)"
    )
    with scope.opened(scene.world.other_sponsor):
        assert prefilled_for(str(row.pk)) == {}


def test_the_lot_page_says_that_it_was_made_as_approved(scene: Scene) -> None:
    compared(scene, stated())
    assert "Made as approved" in _page(browser(scene.world, "qa@alderpine.example"), f"/lots/{scene.lot.pk}/versions/")


def test_the_api_answers_both_values(scene: Scene) -> None:
    machine = keyed(scene.world, "qa@keystone.example")
    address = f"/api/v1/lots/{scene.lot.pk}/differences/"
    assert machine.get(address).json() == {"pack": None, "compared_at": None, "event": None, "differences": []}
    pack = compared(scene, drifted()).pack
    answer = machine.get(address).json()
    assert (answer["pack"], answer["event"]) == (str(pack.pk), str(breaches(scene)[0].pk))
    assert [(row["kind"], row["approved"], row["found"], row["change"]) for row in answer["differences"]] == [
        ("equipment", BLENDER[2], BLENDER[3], ""), ("supplier", SUPPLIER[2], SUPPLIER[3], ""),
    ]  # fmt: skip
