"""Each notice with its way: written, accepted by the mail server, or given up."""

from datetime import timedelta

from clocks import actions
from clocks.models import Notice, NoticeReceipt, OutboxMessage
from clocks.queries import proof_of
from kernel import scope
from tests.clocks.started import DUE, start_clock
from tests.factories.browsers import browser
from tests.factories.world import World

WARNED = DUE - timedelta(hours=4)


def test_a_notice_waits_is_accepted_or_given_up(world: World) -> None:
    clock, other = start_clock(world), start_clock(world)
    actions.fire_due(at=WARNED)
    with scope.opened(world.reviewer):
        notice = Notice.objects.get(key=f"clock/{clock.pk}/warning-4h")
        (waiting,) = proof_of(("clock", clock.pk))
        assert (waiting.recipient, waiting.written_at) == ("Carla Diaz", WARNED)
        assert (waiting.accepted_at, waiting.given_up_at) == (None, None)
        assert waiting.message_id.startswith(f"<{notice.pk}@")
        OutboxMessage.objects.filter(pk=notice.pk).update(sent_at=DUE)
        assert proof_of(("clock", clock.pk))[0].accepted_at == DUE
        OutboxMessage.objects.filter(pk=notice.pk).update(sent_at=None, dead_at=DUE)
        assert proof_of(("clock", clock.pk))[0].given_up_at == DUE
        assert len(proof_of(("clock", clock.pk), ("clock", other.pk))) == 2
        assert proof_of(("event", clock.pk)) == proof_of() == []
    page = browser(world, "qa@alderpine.example").get(f"/clocks/{clock.pk}/").content.decode()
    assert "Given up" in page
    assert str(notice.pk) in page


def test_a_notice_is_read_when_its_own_recipient_opens_the_page(world: World) -> None:
    clock = start_clock(world)
    actions.fire_due(at=WARNED)
    for email in ("qa@keystone.example", "qa@alderpine.example"):
        browser(world, email).get(f"/clocks/{clock.pk}/")
    with scope.opened(world.clerk):
        assert proof_of(("clock", clock.pk))[0].read_at is None
    with scope.opened(world.clerk):
        by = world.clerk
        assert actions.note_read(("clock", clock.pk), by=by, at=DUE) == 1
        assert actions.note_read(("clock", clock.pk), by=by, at=DUE + timedelta(hours=1)) == 0
        assert actions.note_read(by=by, at=DUE) == 0
        assert proof_of(("clock", clock.pk))[0].read_at == DUE
        receipt = NoticeReceipt.objects.get(notice__key__startswith=f"clock/{clock.pk}/")
        assert str(receipt) == f"receipt of {receipt.notice_id}"


def test_opening_the_page_is_reading(world: World) -> None:
    clock = start_clock(world)
    actions.fire_due(at=WARNED)
    page = browser(world, "clerk@keystone.example").get(f"/clocks/{clock.pk}/").content.decode()
    assert "not yet" not in page
    with scope.opened(world.clerk):
        assert proof_of(("clock", clock.pk))[0].read_at is not None


def test_a_stranger_gets_no_proof(world: World) -> None:
    clock = start_clock(world)
    actions.fire_due(at=WARNED)
    with scope.opened(world.other_sponsor):
        assert proof_of(("clock", clock.pk)) == []
