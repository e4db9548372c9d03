"""Typed beside the document: strict, and what is critical only with a second person."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from evidence.actions.drafts import confirm_result, discard_result, enter_result
from evidence.drafts import drafts_of
from evidence.known_lots import known_lot
from evidence.models import DraftResult, EvidenceFile
from evidence.pack.known import prefilled
from kernel import scope
from kernel.errors import Refused
from kernel.history import acting
from tests.evidence.actions.test_drafts import AT, typed
from tests.evidence.scene import Scene


def test_a_critical_value_waits_for_a_second_person(scene: Scene) -> None:
    draft = typed(scene)
    assert (draft.way, draft.place, draft.page, draft.state) == ("typed", "page 3", 3, "to_confirm")
    with scope.opened(scene.world.clerk):
        assert all(result.value is None for result in prefilled(known_lot(scene.lot)).laboratory.results)
        with pytest.raises(Refused, match="another person"):
            confirm_result(draft_id=draft.pk, by=scene.world.clerk, at=AT)
    other = scene.world.cmo_qa
    with scope.opened(other):
        confirmed = confirm_result(draft_id=draft.pk, by=other, at=AT)
        assert (confirmed.state, confirmed.confirmed_by_id, confirmed.confirmed_at) == ("ready", other.person_id, AT)
        values = [result.value.text for result in prefilled(known_lot(scene.lot)).laboratory.results if result.value]
        assert values == ["0.08"]
        with pytest.raises(Refused, match="is not possible while"):
            confirm_result(draft_id=draft.pk, by=other, at=AT)


def test_the_assay_of_a_claim_is_critical_and_a_physical_test_is_not(scene: Scene) -> None:
    with scope.opened(scene.world.clerk):
        codes = {test.code for test in known_lot(scene.lot).tests}
    states = {code: typed(scene, test=code, value="complies", unit=None).state for code in sorted(codes)}
    waiting = {code for code, state in states.items() if state == "to_confirm"}
    assert codes - waiting == {"APP", "DISINT"}
    assert {"ID-MG", "ASSAY-MG", "LEAD", "SALM"} <= waiting
    assert typed(scene, test="UNHEARD-OF").state == "to_confirm"


def test_the_database_keeps_the_two_apart(scene: Scene) -> None:
    draft = typed(scene)
    with scope.opened(scene.world.clerk), acting(by=scene.world.clerk, reason="x", at=AT):
        for changes in (
            {"confirmed_by_id": draft.entered_by_id},
            {"state": "ready"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                DraftResult.objects.filter(pk=draft.pk).update(**changes)


@pytest.mark.parametrize("given", [{"value": "1,5"}, {"value": None}, {"unit": "furlong"}, {"tested_on": "3/4/2026"}])
def test_what_is_typed_is_read_as_strictly(scene: Scene, given: dict[str, object]) -> None:
    with pytest.raises(Refused):
        typed(scene, **given)
    with scope.opened(scene.world.clerk):
        assert drafts_of(scene.lot.pk).count() == 0


def test_a_file_of_nobody_is_not_typed_from(scene: Scene) -> None:
    by = scene.world.clerk
    with scope.opened(by), pytest.raises(EvidenceFile.DoesNotExist):
        enter_result(lot_id=scene.lot.pk, file_id=uuid4(), page=0, given={}, by=by, at=AT)


def test_discarding_needs_a_reason(scene: Scene) -> None:
    draft = typed(scene)
    with scope.opened(scene.world.clerk), pytest.raises(Refused, match="Give a reason"):
        discard_result(draft_id=draft.pk, by=scene.world.clerk, reason=" ", at=AT)
