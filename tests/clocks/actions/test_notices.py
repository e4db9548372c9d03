"""People are told once for a reason; the mail is written with the notice or not at all."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from clocks import actions
from clocks.models import Notice, OutboxMessage
from kernel import scope
from kernel.history import acting
from tests.clocks.people import colleague
from tests.clocks.started import STARTED
from tests.factories.world import World


def _notify(world: World, **changed: Any) -> list[Notice]:
    given: dict[str, Any] = {
        "key": "event/7/reported",
        "partnership": world.alder_keystone,
        "organisation_id": world.alder.pk,
        "roles": ["SQA", "SQH"],
        "subject_line": "Major deviation DEV-31 on lot KB-2417",
        "facts": {"what": "Foreign capsule", "lot": "KB-2417", "clause": "AG-4 v3, 5.2", "how_long": "24 h"},
        "url": "/events/7/",
        "by": world.clerk,
        "at": STARTED,
    }
    with scope.opened(world.clerk):
        return actions.notify(**{**given, **changed})


def _names(notices: list[Notice]) -> list[str]:
    return sorted(notice.recipient.name for notice in notices)


def test_everybody_with_one_of_the_roles_is_told_by_mail(world: World) -> None:
    notices = _notify(world)
    assert _names(notices) == ["Helen Okafor", "Priya Raman"]
    with scope.opened(world.clerk):
        mails = {mail.pk: mail for mail in OutboxMessage.objects.all()}
        assert set(mails) == {notice.pk for notice in notices}
        mine = mails[next(n.pk for n in notices if n.recipient.name == "Priya Raman")]
    assert mine.payload == {
        "to": ["qa@alderpine.example"],
        "subject": "Major deviation DEV-31 on lot KB-2417",
        "template": "clocks/mail/notice",
        "facts": {
            "what": "Foreign capsule",
            "lot": "KB-2417",
            "clause": "AG-4 v3, 5.2",
            "how_long": "24 h",
            "url": "/events/7/",
        },
    }
    assert (mine.created_at, mine.next_try_at, mine.attempts) == (STARTED, STARTED, 0)


def test_the_same_reason_tells_nobody_twice(world: World) -> None:
    _notify(world, roles=["SQA"])
    assert _names(_notify(world)) == ["Helen Okafor"]
    assert _notify(world) == []
    with scope.opened(world.clerk):
        assert (Notice.objects.count(), OutboxMessage.objects.count()) == (2, 2)


def test_another_reason_tells_again(world: World) -> None:
    _notify(world)
    assert len(_notify(world, key="event/7/closed")) == 2


def test_when_nobody_holds_the_role_everybody_there_is_told(world: World) -> None:
    colleague(world.alder, "Ada Lindqvist", "admin@alderpine.example", ["ADM"])
    assert _names(_notify(world, roles=["SLB"])) == ["Ada Lindqvist", "Helen Okafor", "Priya Raman"]


def test_who_has_left_or_is_switched_off_is_not_told(world: World) -> None:
    gone = colleague(world.alder, "Gone Girl", "gone@alderpine.example", ["SQA"])
    off = colleague(world.alder, "Off Duty", "off@alderpine.example", ["SQA"])
    assert len(_notify(world, key="before")) == 4
    _change(gone, "UPDATE parties_membership SET ended_at = now() WHERE person_id = %s")
    _change(off, "UPDATE parties_person SET is_active = false WHERE id = %s")
    assert _names(_notify(world, key="after")) == ["Helen Okafor", "Priya Raman"]


def _change(person: scope.Actor, sql: str) -> None:
    system = scope.system(organisation_id=person.organisation_id)
    with scope.opened(system), acting(by=system, reason="left", at=STARTED), connection.cursor() as cursor:
        cursor.execute(sql, [person.person_id])


def test_a_subject_line_stays_one_line(world: World) -> None:
    notices = _notify(world, subject_line="Deviation\r\nBcc: everybody@example.org " + "x" * 300)
    assert notices[0].subject_line.startswith("Deviation Bcc: everybody@example.org xxx")
    assert len(notices[0].subject_line) == 250


def test_without_the_mail_there_is_no_notice(world: World) -> None:
    """Broken on purpose: the outbox refuses, so the notice must not stand either."""
    with pytest.raises(DatabaseError), transaction.atomic():
        _notify(world, facts={"what": "a\x00b"})
    with scope.opened(world.clerk):
        assert Notice.objects.count() == 0


def test_another_partnership_reads_neither_notice_nor_mail(world: World) -> None:
    _notify(world)
    with scope.opened(world.other_sponsor):
        assert (Notice.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_a_notice_is_never_changed(world: World) -> None:
    _notify(world)
    with (
        scope.opened(world.clerk),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        Notice.objects.update(subject_line="nothing happened")
