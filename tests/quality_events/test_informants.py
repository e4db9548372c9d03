"""Who told what signs for it, each qualified individual alone (21 CFR 111.140(b)(3)(vii))."""

from typing import Any

import pytest

from clocks.models import InboxItem
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from lots.models import Lot
from quality_events.actions import name_informant, sign_information, withdraw_informant
from quality_events.content import informant_content, signed_content
from quality_events.models import Informant, QualityEvent
from records.content import content_hash
from records.models import Signature
from tests.factories.signing import proof
from tests.factories.walked import Shop
from tests.quality_events.reported import NOON, investigate, propose, report
from tests.quality_events.test_investigation import act
from workspace.queries.search import Facets, search
from workspace.states import Kind

COMPLETED = pytest.mark.lot(until="completed")


@pytest.fixture
def event(shop: Shop, lot: Lot) -> QualityEvent:
    return report(shop, lot)


@COMPLETED
def test_the_informant_signs_what_was_told(shop: Shop, event: QualityEvent) -> None:
    by, informant = shop.world.cmo_qa, shop.world.clerk
    told = act(by, name_informant, event_id=event.pk, person_id=informant.person_id, told="Hopper empty at 09:14.")
    with scope.opened(by):
        item = InboxItem.objects.get(key=f"informant/{told.pk}")
        assert (item.taken_by_id, item.title) == (
            informant.person_id, f"Sign what you told about {event.number}: Desiccant missing",
        )  # fmt: skip
    investigate(shop, event)
    with pytest.raises(Refused, match=rf"^Not signed yet by: {shop.world.people['clerk@keystone.example'].name}\.$"):
        propose(shop, event)
    with pytest.raises(Forbidden, match="Only the person who told this signs for it"):
        act(by, sign_information, informant_id=told.pk, **_proof(by, told))
    signed = act(informant, sign_information, informant_id=told.pk, **_proof(informant, told))
    assert signed.signed_at == NOON
    with scope.opened(by):
        signature = Signature.objects.get(subject_id=told.pk)
        assert (signature.meaning, signature.signer_id) == ("authored", informant.person_id)
        found = search("information", Facets(kind=Kind.SIGNATURE)).hits
        assert [(hit.field, hit.opens_id) for hit in found] == [("informant", event.pk)]  # it has no page of its own
        assert InboxItem.objects.get(key=f"informant/{told.pk}").done_at == NOON
    with pytest.raises(Refused, match="signed already"):
        act(informant, sign_information, informant_id=told.pk, **_proof(informant, told))
    with pytest.raises(Refused, match="signed already"):
        act(by, withdraw_informant, informant_id=told.pk, reason="mistake")
    assert propose(shop, event).state == "proposed"


def _proof(by: Actor, told: Informant) -> dict[str, Any]:
    with scope.opened(by):
        shown = content_hash(informant_content(Informant.objects.select_related("event").get(pk=told.pk)))
        return {"proof": proof(by, NOON, told, shown), "shown_hash": shown}


@COMPLETED
def test_an_entry_made_by_mistake_is_withdrawn(shop: Shop, event: QualityEvent) -> None:
    by, person = shop.world.cmo_qa, shop.world.clerk.person_id
    told = act(by, name_informant, event_id=event.pk, person_id=person, told="wrong")
    with pytest.raises(Refused, match="named already"):
        act(by, name_informant, event_id=event.pk, person_id=person, told="again")
    with pytest.raises(Refused, match="Say why the entry is withdrawn"):
        act(by, withdraw_informant, informant_id=told.pk)
    gone = act(by, withdraw_informant, informant_id=told.pk, reason="wrong person")
    assert (gone.withdrawn_at, gone.withdrawn_because) == (NOON, "wrong person")
    with pytest.raises(Refused, match="withdrawn"):
        act(shop.world.clerk, sign_information, informant_id=told.pk, **_proof(shop.world.clerk, told))
    act(by, name_informant, event_id=event.pk, person_id=person, told="right")
    with scope.opened(by):
        assert [row["told"] for row in signed_content(event)["informants"]] == ["right"]


@COMPLETED
def test_only_a_colleague_is_asked_to_sign(shop: Shop, event: QualityEvent) -> None:
    stranger = shop.world.head.person_id
    with pytest.raises(Refused, match="Choose a person of your own company"):
        act(shop.world.cmo_qa, name_informant, event_id=event.pk, person_id=stranger, told="x")
    with pytest.raises(Refused, match="Write down what this person told"):
        act(shop.world.cmo_qa, name_informant, event_id=event.pk, person_id=shop.world.clerk.person_id, told=" ")
