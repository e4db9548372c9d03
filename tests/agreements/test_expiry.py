"""An agreement ends: both heads of quality are told in time and once, and no lot starts after the end."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction

from agreements import actions
from agreements.actions.expiry import _warn as warn
from agreements.models import AgreementVersion, ExpiryWarning
from agreements.queries import in_force
from agreements.tasks import warn_of_expiry
from clocks.models import InboxItem, Notice, OutboxMessage
from kernel import scope
from kernel.clock import now
from kernel.errors import Refused
from lots.rules import check_agreement
from tests.factories.baseline import GROUP, make_agreement, sign_agreement
from tests.factories.browsers import browser
from tests.factories.world import LONG_AGO, World

UNTIL = date(2026, 9, 30)
COMING = (
    "From 2026-09-30 on no new lot of “minerals” can start. Lots under way keep this version. A next version that "
    "both sides sign before that day leaves no gap."
)
OVER = (
    "No new lot of “minerals” can start until both sides have signed a next version. Lots under way keep this one. "
    "Lists and dossiers can be exported by both sides as before."
)
HEADS = {"head.qa@alderpine.example", "qa@keystone.example"}


@pytest.fixture
def ending(world: World) -> AgreementVersion:
    return make_agreement(world, effective_until=UNTIL)


def _on(days_left: int) -> datetime:
    return datetime.combine(UNTIL, time(14), UTC) - timedelta(days=days_left)


def _next(world: World, ending: AgreementVersion, starts: date, *, until: date | None = None) -> AgreementVersion:
    with scope.opened(world.head):
        drafted = actions.draft_version(
            agreement_id=ending.agreement_id, effective_from=starts, effective_until=until, changes=[], by=world.head,
            reason="renewal", at=LONG_AGO,
        )  # fmt: skip
        actions.agree(version_id=drafted.pk, by=world.head, reason="", at=LONG_AGO)
    sign_agreement(drafted, world.head)
    return sign_agreement(drafted, world.cmo_qa)


def _told(world: World, ending: AgreementVersion) -> list[tuple[str, str]]:
    with scope.opened(world.clerk), transaction.atomic():
        rows = Notice.objects.filter(key__startswith=f"agreement/{ending.pk}/expiry/")
        return sorted(rows.values_list("subject_line", "recipient__email"))


def _open_items(world: World, ending: AgreementVersion) -> list[InboxItem]:
    with scope.opened(world.clerk), transaction.atomic():
        rows = InboxItem.objects.filter(key=f"agreement/{ending.pk}/renew", done_at=None)
        return list(rows.select_related("organisation").order_by("organisation__name"))


def test_each_step_is_told_to_both_heads_once(world: World, ending: AgreementVersion) -> None:
    done = [actions.warn_next(at=_on(left)) for left in (91, 90, 90, 61, 60, 31, 30, 1, 0, 0, -400)]
    assert done == [0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0]
    before, after = "QA-ALD-KEY-01 v2 expires on 2026-09-30", "QA-ALD-KEY-01 v2 expired on 2026-09-30"
    assert _told(world, ending) == sorted((said, who) for said in (before, before, before, after) for who in HEADS)
    with scope.opened(world.clerk), transaction.atomic():
        steps = list(ExpiryWarning.objects.values_list("days", "at"))
        letters = [m.payload for m in OutboxMessage.objects.all() if m.payload["subject"] in (before, after)]
    assert steps == [(90, _on(90)), (60, _on(60)), (30, _on(30)), (0, _on(0))]
    assert len(letters) == 8
    notes = {letter["facts"]["note"] for letter in letters}
    assert notes == {COMING, OVER}
    assert {letter["facts"]["url"] for letter in letters} == {f"/agreements/{ending.agreement_id}/"}


def test_it_waits_in_both_inboxes_once_until_the_day(world: World, ending: AgreementVersion) -> None:
    for left in (90, 60, 30):
        actions.warn_next(at=_on(left))
    items = _open_items(world, ending)
    assert [(i.organisation, i.roles) for i in items] == [(world.alder, ["SQH"]), (world.keystone, ["CQA"])]
    assert {(i.title, i.due_at, i.url) for i in items} == {
        (
            "Renew QA-ALD-KEY-01 v2: it expires on 2026-09-30",
            datetime(2026, 9, 30, tzinfo=UTC),
            f"/agreements/{ending.agreement_id}/",
        )
    }


def test_whoever_missed_the_first_steps_tells_the_most_urgent_alone(world: World, ending: AgreementVersion) -> None:
    assert [actions.warn_next(at=_on(left)) for left in (12, 12, 0)] == [1, 0, 1]
    with scope.opened(world.clerk), transaction.atomic():
        assert list(ExpiryWarning.objects.values_list("days", flat=True)) == [30, 0]


@pytest.mark.parametrize(("starts", "told"), [(UNTIL, 0), (UNTIL + timedelta(days=1), 1)])
def test_nobody_is_told_where_a_signed_version_follows_without_a_gap(
    world: World, ending: AgreementVersion, starts: date, told: int
) -> None:
    _next(world, ending, starts)
    assert actions.warn_next(at=_on(30)) == told


@pytest.mark.parametrize(("starts", "still"), [(UNTIL, 0), (UNTIL + timedelta(days=1), 2)])
def test_the_signed_renewal_takes_the_item_from_both_inboxes(
    world: World, ending: AgreementVersion, starts: date, still: int
) -> None:
    actions.warn_next(at=_on(90))
    _next(world, ending, starts)
    assert len(_open_items(world, ending)) == still


def test_a_draft_or_a_version_without_an_end_is_not_told_of(world: World) -> None:
    endless = make_agreement(world)
    with scope.opened(world.head):
        actions.draft_version(
            agreement_id=endless.agreement_id, effective_from=date(2026, 2, 1), effective_until=UNTIL, changes=[],
            by=world.head, reason="renewal", at=LONG_AGO,
        )  # fmt: skip
    assert actions.warn_next(at=_on(0)) == 0


def test_the_hourly_poke_tells_all_that_is_due(world: World, ending: AgreementVersion) -> None:
    """The database's own clock is past the end: the last step, in one batch."""
    assert warn_of_expiry.apply().get() == 1
    assert [subject for subject, _ in _told(world, ending)] == ["QA-ALD-KEY-01 v2 expired on 2026-09-30"] * 2


def test_nothing_comes_back_into_force_when_the_last_version_ends(world: World) -> None:
    endless = make_agreement(world)
    renewed = _next(world, endless, date(2026, 3, 1), until=UNTIL)
    with scope.opened(world.clerk), transaction.atomic():
        found = [
            in_force(world.alder_keystone.pk, GROUP, on)
            for on in (date(2026, 2, 28), date(2026, 3, 1), UNTIL - timedelta(days=1), UNTIL)
        ]
    assert found == [endless, renewed, renewed, None]
    with pytest.raises(Refused, match="No signed quality agreement covers “minerals” on 2026-09-30"):
        check_agreement(found[-1], GROUP, UNTIL)


def test_the_pages_say_what_the_end_means_and_who_was_told(world: World, ending: AgreementVersion) -> None:
    actions.warn_next(at=_on(30))
    for email in ("qa@alderpine.example", "clerk@keystone.example"):
        client = browser(world, email)
        page = client.get(f"/agreements/{ending.agreement_id}/").content.decode()
        assert "Expired." in page
        assert "no new lot of “minerals” can start" in page
        assert "Both heads of quality were told:" in page
        assert "(30 days before)" in page
        partners = client.get("/partners/").content.decode()
        assert "Expired on 30 Sep 2026" in partners
    stranger = browser(world, "qa@bluemesa.example").get("/partners/").content.decode()
    assert "QA-ALD-KEY-01" not in stranger


def test_a_coming_end_is_a_notice_and_a_followed_one_none(world: World) -> None:
    soon = now().date() + timedelta(days=20)
    ending = make_agreement(world, effective_until=soon)
    client = browser(world, "head.qa@alderpine.example")
    address = f"/agreements/{ending.agreement_id}/"
    page = client.get(address).content.decode()
    assert "It ends, and nothing follows." in page
    assert "were told" not in page
    _next(world, ending, soon)
    page = client.get(f"{address}?version=2").content.decode()
    assert "nothing follows" not in page
    assert "v3 follows on" in page


def test_a_sweep_that_comes_second_tells_nobody_again(world: World, ending: AgreementVersion) -> None:
    """Two sweeps may claim the same version, one after the other, before the first one's step is seen."""
    with scope.opened(scope.system(ending.partnership_id)) as by, transaction.atomic():
        for _ in range(2):
            warn(ending.pk, by, _on(90))
    with scope.opened(world.clerk), transaction.atomic():
        assert list(ExpiryWarning.objects.values_list("days", flat=True)) == [90]
    assert len(_told(world, ending)) == 2
