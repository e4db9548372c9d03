"""What Celery pokes, called as Celery calls it."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery.signals import after_task_publish

from clocks import tasks
from clocks.models import Notice, OutboxMessage
from clocks.queries import heartbeats
from kernel import scope
from kernel.clock import now
from oversight.celery import app
from scripts.run import commands
from tests.clocks.started import start_clock
from tests.factories.world import World


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.OUTBOX_MAIL = {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(tmp_path),
    }
    return tmp_path


def test_a_sweep_fires_everything_and_leaves_a_sign_of_life(world: World) -> None:
    start_clock(world)
    before = now()
    assert tasks.sweep() == 1
    assert tasks.sweep() == 0
    with scope.opened(world.clerk):
        assert Notice.objects.count() == 5
    with scope.opened(scope.system()):
        assert before <= heartbeats()["worker"] <= now()
        assert "beat" not in heartbeats()


def test_the_outbox_is_worked_off(world: World, folder: Path) -> None:
    start_clock(world)
    tasks.sweep()
    assert tasks.send_outbox() == 5
    assert tasks.send_outbox() == 0
    with scope.opened(world.clerk):
        assert OutboxMessage.objects.filter(sent_at=None).count() == 0
    assert sum(file.read_text().count("Message-ID") for file in folder.iterdir()) == 5


def test_three_failures_in_a_row_end_the_run(world: World, settings: Any) -> None:
    settings.OUTBOX_MAIL = {
        "EMAIL_BACKEND": "clocks.outside.smtp.NotingBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": 1,
    }
    start_clock(world)
    tasks.sweep()
    assert tasks.send_outbox() == tasks.MOST_FAILURES - 1
    with scope.opened(world.clerk):
        tried = OutboxMessage.objects.filter(attempts=1).count()
        assert (tried, OutboxMessage.objects.filter(attempts=0).count()) == (3, 2)
        assert OutboxMessage.objects.filter(next_try_at__gt=now() + timedelta(seconds=20)).count() == 3


def test_a_run_ends_when_its_minute_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "LONGEST_SECONDS", 0.0)
    assert tasks.sweep.work_off(lambda: True) == 0


def test_beat_speaks_for_itself_once_it_has_started(committed_database: str) -> None:
    """Its own publishing is what it records; a worker's process never listens."""
    after_task_publish.send(sender=tasks.SWEEP)
    assert _heard() == set()
    tasks.listen_to_beat()
    try:
        after_task_publish.send(sender="clocks.tasks.send_outbox")
        assert _heard() == set()
        after_task_publish.send(sender=tasks.SWEEP)
        assert _heard() == {"beat"}
    finally:
        after_task_publish.disconnect(tasks.record_beat, sender=tasks.SWEEP)


def _heard() -> set[str]:
    with scope.opened(scope.system()):
        return set(heartbeats())


def test_nothing_uses_eta_or_countdown() -> None:
    root = Path(__file__).resolve().parents[2]
    paths = [*root.glob("*/tasks.py"), *root.glob("*/tasks/*.py"), root / "oversight" / "celery.py"]
    assert root / "clocks" / "tasks.py" in paths
    for path in paths:
        words = path.read_text(encoding="utf-8")
        assert "eta=" not in words
        assert "countdown=" not in words


def _queues(command: Sequence[object]) -> list[str]:
    """What a worker of `make run` serves."""
    named = [str(part).removeprefix("--queues=") for part in command if str(part).startswith("--queues=")]
    return [queue for part in named for queue in part.split(",")]


def test_only_short_work_shares_a_worker_with_the_sweep() -> None:
    """Sealing after an import takes seconds; a deadline that waits for it is told late."""
    app.loader.import_default_modules()
    ours = [name for name in app.tasks if not name.startswith("celery.")]
    queues = {name: app.amqp.router.route({}, name)["queue"].name for name in ours}
    assert {name for name, queue in queues.items() if queue == "default"} == {
        "clocks.tasks.sweep",
        "clocks.tasks.send_outbox",
        "clocks.tasks.send_webhooks",
        "release.tasks.resettle_due",
    }
    assert set(queues.values()) == {"default", "upkeep", "reports", "texts"}
    served = {queue for command in commands(8000).values() for queue in _queues(command)}
    assert served == set(queues.values())
