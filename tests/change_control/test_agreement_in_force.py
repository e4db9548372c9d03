"""The agreement version that says who decides is read again inside the signing transaction (21 CFR 11.10(g))."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.actions import agree, draft_version
from agreements.models import AgreementVersion
from change_control.content import change_content
from change_control.models import ChangeRequest
from kernel import scope
from kernel.errors import Refused, Stale
from records.queries import is_valid_for, signatures_of
from tests.agreements.drafts import SHORTER
from tests.change_control.made import AT, decide, propose, submit
from tests.factories.baseline import make_agreement, make_product, sign_agreement
from tests.factories.browsers import browser
from tests.factories.world import World

TURN = date(2026, 4, 1)
ON_THE_DAY = datetime(2026, 4, 1, 0, 0, tzinfo=UTC)
THE_DAY_BEFORE = ON_THE_DAY - timedelta(microseconds=1)
NEXT_MONTH = date(2026, 5, 1)


def submitted(world: World) -> ChangeRequest:
    product = make_product(world)
    return submit(propose(world, product.pk, effective_on=NEXT_MONTH), world.cmo_qa)


def sign_next_version(world: World, signed: AgreementVersion) -> None:
    with scope.opened(world.head):
        drafted = draft_version(
            agreement_id=signed.agreement_id, effective_from=TURN, effective_until=None, changes=[SHORTER],
            by=world.head, reason="faster", at=AT,
        )  # fmt: skip
        agree(version_id=drafted.pk, by=world.head, reason="", at=AT)
    for by in (world.head, world.cmo_qa):
        sign_agreement(drafted, by, at=AT)


def test_a_page_opened_under_an_earlier_version_cannot_be_signed(world: World) -> None:
    signed = make_agreement(world)
    change = submitted(world)
    sign_next_version(world, signed)
    with pytest.raises(Stale, match="has changed since you opened this page"):
        decide(change, world.head, at=ON_THE_DAY, read_at=THE_DAY_BEFORE)
    decided = decide(change, world.head, at=ON_THE_DAY)
    assert (decided.state, decided.clause) == ("approved", "QA-ALD-KEY-01 v3 cl. 7.1")
    with scope.opened(world.head):
        fresh = ChangeRequest.objects.select_related("product").get(pk=change.pk)
        assert is_valid_for(signatures_of(change.pk).get(), change_content(fresh))


def test_until_then_the_earlier_version_gives_the_authority(world: World) -> None:
    signed = make_agreement(world)
    change = submitted(world)
    sign_next_version(world, signed)
    decided = decide(change, world.head, at=THE_DAY_BEFORE)
    assert (decided.state, decided.clause) == ("approved", "QA-ALD-KEY-01 v2 cl. 7.1")


def test_nothing_is_decided_after_the_agreement_has_ended(world: World) -> None:
    make_agreement(world, effective_until=TURN)
    change = submitted(world)
    with pytest.raises(Refused, match="no quality agreement covers “minerals” on 2026-04-01") as refused:
        decide(change, world.head, at=ON_THE_DAY)
    assert (refused.value.code, refused.value.clause) == ("agreement-ended", "QA-ALD-KEY-01 v2 cl. 7.1")
    page = browser(world, "head.qa@alderpine.example").get(f"/changes/{change.pk}/").content.decode()
    assert "CR-1 was submitted under QA-ALD-KEY-01 v2 cl. 7.1, and no quality agreement covers" in page
    assert decide(change, world.head, at=THE_DAY_BEFORE).state == "approved"
