"""Half a demo is never taken for a database in use."""

from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from oversight.demo.unfinished import is_marked, mark, unmark
from oversight.embedded import servers
from oversight.embedded.account import Home, home
from scripts import preparation
from scripts.commands import SetupError


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """The servers of a clone of their own, with a table that a demo has begun to fill."""
    for name in ("PGOPTIONS", "DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(preparation, "CLONE", tmp_path)
    place = home(tmp_path)
    servers.start(place)
    with preparation.as_owner() as cursor:
        cursor.execute("CREATE TABLE parties_partnership (id integer)")
        mark(cursor)
    yield place
    servers.erase(place)


def tables() -> list[tuple[str]]:
    with preparation.as_owner() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return list(cursor.fetchall())


def test_half_a_demo_of_our_own_is_thrown_away(begun: Home, capsys: pytest.CaptureFixture[str]) -> None:
    preparation.begin_again_after_half_a_demo()
    assert "beginning again" in capsys.readouterr().out
    assert tables() == []
    with preparation.as_owner() as cursor:
        assert is_marked(cursor) is False
    with psycopg2.connect(preparation.setting("DATABASE_URL")) as application, application.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'")
        assert cursor.fetchone() == (1,)


def test_a_whole_one_stays(begun: Home) -> None:
    with preparation.as_owner() as cursor:
        unmark(cursor)
    preparation.begin_again_after_half_a_demo()
    assert tables() == [("parties_partnership",)]
    assert preparation.database_is_empty() is True


def test_half_a_demo_on_a_given_server_is_left_and_named(begun: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", preparation.setting("DATABASE_OWNER_URL"))
    with pytest.raises(SetupError, match="not loaded whole into “oversight”"):
        preparation.begin_again_after_half_a_demo()
    assert tables() == [("parties_partnership",)]
