"""A version tried on the past: kept when it is agreed, signed along, shown; which clauses do nothing."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements import actions
from agreements.actions import ClauseDraft
from agreements.content import version_content
from agreements.models import AgreementVersion, Simulation
from agreements.queries import version as read_version
from kernel import scope
from kernel.clock import now
from lots.models import Lot
from tests.factories.baseline import sign_agreement
from tests.factories.browsers import browser
from tests.factories.walked import Shop
from workspace.queries.dead_clauses import clause_uses
from workspace.queries.simulating import past_lots, simulate

LONG_SHELF = ClauseDraft("3.2", "product_specific", "Shelf life left", {"shelf_life_days": 3660})
SHORT = ClauseDraft("4.1", "evidence", "Evidence pack", {"categories": ["materials"], "window_hours": 1})


@pytest.fixture
def drafted(shop: Shop, lot: Lot) -> AgreementVersion:
    head = shop.world.head
    with scope.opened(head):
        first = AgreementVersion.objects.get(agreement__partnership=shop.world.alder_keystone)
        return actions.draft_version(
            agreement_id=first.agreement_id, effective_from=date(2036, 1, 1), effective_until=None,
            changes=[LONG_SHELF, SHORT], by=head, reason="stricter", at=now(),
        )  # fmt: skip


@pytest.mark.lot(until="released")
def test_a_released_lot_would_have_been_blocked(shop: Shop, lot: Lot, drafted: AgreementVersion) -> None:
    with scope.opened(shop.world.head):
        at = Lot.objects.get(pk=lot.pk).completed_at
        result = simulate(version := read_version(drafted.pk), past_lots(version, at), at)
        assert (result.lots, [(found.number, found.new_reasons) for found in result.blocked]) == (
            1, [(lot.number, ("shelf_life_left",))],
        )  # fmt: skip
        assert result.let_go == ()
        agreed = actions.agree(version_id=drafted.pk, by=shop.world.head, reason="", at=at)
        kept = Simulation.objects.get(version=agreed)
        assert kept.sentence == result.sentence
        assert kept.result["blocked"][0]["number"] == lot.number
        assert version_content(read_version(agreed.pk))["simulation"] == kept.result_hash
    signed = sign_agreement(agreed, shop.world.head, at=at)
    assert sign_agreement(signed, shop.world.cmo_qa, at=at).state == "signed"


@pytest.mark.lot(until="released")
def test_agreed_anew_it_is_tried_anew(shop: Shop, lot: Lot, drafted: AgreementVersion) -> None:
    head = shop.world.head
    with scope.opened(head):
        actions.agree(version_id=drafted.pk, by=head, reason="", at=now())
        first = version_content(read_version(drafted.pk))["simulation"]
        actions.reopen(version_id=drafted.pk, by=head, reason="one more look", at=now())
        assert version_content(read_version(drafted.pk))["simulation"] is None
        actions.agree(version_id=drafted.pk, by=head, reason="", at=now())
        assert Simulation.objects.filter(version=drafted).count() == 2
        assert first is not None


@pytest.mark.lot(until="released")
def test_clauses_that_did_nothing_are_named(shop: Shop, lot: Lot) -> None:
    with scope.opened(shop.world.head):
        version = read_version(lot.agreement_version_id)
        at = Lot.objects.get(pk=lot.pk).completed_at
        uses = {use.title: use for use in clause_uses(version, past_lots(version, at), at)}
    assert dict(uses["Evidence pack and hand-off"].done)["deadlines started"] >= 1
    assert dict(uses["Release of lots"].done)["signatures asked for"] == 3
    assert uses["Change control"].is_dead


@pytest.mark.lot(until="released")
def test_the_page_costs_the_same_whatever_it_shows(shop: Shop, lot: Lot, drafted: AgreementVersion) -> None:
    head = browser(shop.world, "head.qa@alderpine.example")
    address = f"/agreements/versions/{drafted.pk}/simulation/"
    with CaptureQueriesContext(connection) as sent:
        page = head.get(address)
    assert page.status_code == 200
    assert "this version would have blocked" in page.content.decode()
    assert len(sent) <= 30
    stranger: Client = browser(shop.world, "qa@bluemesa.example")
    assert stranger.get(address).status_code == 404
