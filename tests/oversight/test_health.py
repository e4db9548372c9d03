"""/healthz touches nothing; /readyz says of each part whether it works, and 503 when one does not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from clocks import actions
from clocks.models import OutboxMessage
from clocks.queries import unsealed_history
from kernel import scope
from kernel.clock import now
from kernel.history import acting
from oversight import health
from oversight.celery import app
from tests.clocks.started import start_clock
from tests.factories.browsers import browser
from tests.factories.sealed import seal_all
from tests.factories.world import World


@pytest.fixture
def alive(world: World) -> World:
    """Worker and beat have just been heard of, and what was there before is sealed."""
    seal_all(now())
    for name in ("worker", "beat"):
        actions.record_heartbeat(name=name, at=now())
    return world


def _ready() -> tuple[int, dict[str, Any]]:
    answer = Client().get("/readyz")
    return answer.status_code, answer.json()


def test_alive_without_any_query(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()["ok"]) == (200, True)
    assert "no-cache" in answer["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_browser_that_is_logged_in_may_ask_too(alive: World, path: str) -> None:
    """Nobody is looked up there, so a session must not matter: it asked for a person without a scope."""
    assert browser(alive, "qa@alderpine.example").get(path).status_code == 200


def test_ready_when_all_is_well(alive: World) -> None:
    status, body = _ready()
    assert (status, body["ok"]) == (200, True)
    assert sorted(body["checks"]) == [
        "beat",
        "broker",
        "database",
        "dead_letters",
        "deadlines",
        "gates",
        "outbox",
        "unsealed_history",
        "worker",
    ]
    assert all(check["ok"] for check in body["checks"].values())
    assert body["checks"]["worker"]["seconds"] < 5


def test_never_heard_of_is_not_ready(world: World) -> None:
    status, body = _ready()
    assert status == 503
    assert body["checks"]["worker"] == {"ok": False, "problem": "never seen"}
    assert body["checks"]["beat"] == {"ok": False, "problem": "never seen"}


@pytest.mark.parametrize("name", ["worker", "beat"])
@pytest.mark.parametrize(("older", "status"), [(-5, 200), (5, 503)])
def test_a_sign_of_life_goes_stale_for_each_alone(alive: World, name: str, older: int, status: int) -> None:
    age = timedelta(seconds=health.patience_seconds() + older)
    actions.record_heartbeat(name=name, at=now() - age)
    got, body = _ready()
    assert got == status
    other = "beat" if name == "worker" else "worker"
    assert (body["checks"][name]["ok"], body["checks"][other]["ok"]) == (status == 200, True)


@pytest.mark.parametrize(("seconds", "status"), [(55, 200), (65, 503)])
def test_the_dead_mans_limit_on_due_steps(alive: World, seconds: int, status: int) -> None:
    start_clock(alive, started_at=now() - timedelta(hours=1, seconds=seconds), amount=1, ladder=[])
    got, body = _ready()
    assert got == status
    assert body["checks"]["deadlines"]["waiting"] == 1
    assert seconds <= body["checks"]["deadlines"]["seconds"] < seconds + 5


@pytest.mark.parametrize(("seconds", "status"), [(890, 200), (910, 503)])
def test_mail_that_does_not_leave(alive: World, seconds: int, status: int) -> None:
    _mail(alive, written=now() - timedelta(seconds=seconds))
    got, body = _ready()
    assert (got, body["checks"]["outbox"]["waiting"]) == (status, 1)


def test_a_dead_letter_is_shown_and_takes_nobody_out_of_service(alive: World) -> None:
    _mail(alive, written=now() - timedelta(days=1), dead_at=now())
    got, body = _ready()
    assert (got, body["checks"]["dead_letters"]) == (200, {"ok": False, "waiting": 1, "watched": True})
    assert body["checks"]["outbox"]["waiting"] == 0


def _mail(world: World, *, written: Any, **more: Any) -> None:
    with scope.opened(world.clerk):
        OutboxMessage.objects.bulk_create(
            [
                OutboxMessage(
                    partnership=world.alder_keystone,
                    payload={},
                    created_at=written,
                    next_try_at=written,
                    **more,
                )
            ]
        )


def test_every_change_of_a_record_counts_as_unsealed(alive: World) -> None:
    with scope.opened(scope.system()):
        before = unsealed_history().waiting
    with scope.opened(alive.clerk), acting(by=alive.clerk, reason="renamed", at=now()):
        alive.keystone_site.name = "Plant A"
        alive.keystone_site.save()
    with scope.opened(scope.system()):
        assert unsealed_history().waiting == before + 1
    assert _ready()[1]["checks"]["unsealed_history"]["seconds"] < 300


def test_a_sealer_that_lags_is_not_ready(alive: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the age of the oldest row that no seal covers: by the number given out it would never be ready again."""
    monkeypatch.setattr(health, "OLDEST_UNSEALED_SECONDS", 0.0)
    status, body = _ready()
    assert (status, body["checks"]["unsealed_history"]["ok"]) == (503, False)


def test_a_broker_that_is_away(alive: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    status, body = _ready()
    assert (status, body["checks"]["broker"]["ok"], body["checks"]["database"]["ok"]) == (503, False, True)


def test_a_database_that_is_away(alive: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread has a connection of its own: here to a port where nobody listens."""
    monkeypatch.setitem(connection.settings_dict, "PORT", 1)
    with ThreadPoolExecutor(1) as pool:
        status, body = pool.submit(_ready).result()
    assert (status, body["checks"]["database"]) == (503, {"ok": False, "problem": "OperationalError"})
    assert body["checks"]["broker"]["ok"] is True


@pytest.mark.parametrize("function", ["count_due_steps", "count_outbox", "count_unsealed"])
def test_figures_over_all_are_for_the_platform_only(world: World, function: str) -> None:
    start_clock(world)
    with connection.cursor() as cursor, scope.opened(world.clerk):
        cursor.execute(FIGURES[function])
        assert set(cursor.fetchone()) <= {0}


FIGURES = {
    "count_due_steps": "SELECT * FROM count_due_steps()",
    "count_outbox": "SELECT * FROM count_outbox()",
    "count_unsealed": "SELECT * FROM count_unsealed()",
}
