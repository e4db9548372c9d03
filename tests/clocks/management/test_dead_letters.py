"""An operator's way to mail that no company owns."""

from datetime import timedelta
from io import StringIO

from django.core.management import call_command

from clocks.models import OutboxMessage
from kernel import scope
from tests.clocks.started import STARTED
from tests.factories.world import World


def _dead(**given: object) -> OutboxMessage:
    message = OutboxMessage(
        payload={"to": ["clerk@keystone.example"], "subject": "Reset", "body": "x"},
        created_at=STARTED,
        next_try_at=STARTED,
        dead_at=STARTED + timedelta(hours=6),
        problem="TimeoutError()",
        **given,
    )
    message.save(force_insert=True)
    return message


def _run(*words: str) -> str:
    out = StringIO()
    call_command("dead_letters", *words, stdout=out)
    return out.getvalue()


def test_listed_and_sent_again_and_no_partnerships_mail_among_them(world: World) -> None:
    with scope.opened(scope.system()):
        mine = _dead()
    with scope.opened(world.clerk):
        theirs = _dead(partnership=world.alder_keystone)
    listed = _run()
    assert listed == f"{mine.pk} ['clerk@keystone.example'] TimeoutError()\n1 undelivered.\n"
    assert _run("--retry").endswith("1 undelivered, back in the outbox.\n")
    assert _run() == "0 undelivered.\n"
    with scope.opened(world.clerk):
        assert OutboxMessage.objects.get(pk=theirs.pk).dead_at is not None
