"""The embedded servers, started for real for a clone of their own, below a folder of mode 0700."""

import os
import socket
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg2
import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from oversight.embedded import postgres, servers
from oversight.embedded.account import ACCOUNTS_ROOT, CannotStartError, Home, home
from oversight.embedded.secrets import given_elsewhere, kept, on_other_port, write_environment


@pytest.fixture(autouse=True)
def _as_a_user_starts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """No server given elsewhere, and commits that wait for the disk (the suite's own do not)."""
    monkeypatch.delenv("PGOPTIONS", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home without running servers; whatever a test leaves running is stopped and erased."""
    made = home(tmp_path_factory.mktemp("clone"))
    yield made
    servers.erase(made)


@pytest.fixture
def started(place: Home) -> Iterator[Home]:
    """The home with both servers up."""
    servers.start(place)
    yield place
    servers.stop(place)


def environment(place: Home) -> dict[str, str]:
    lines = (place.data / "embedded.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def ask(url: str, question: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(url)
    connection.set_session(autocommit=True)
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def test_the_owner_owns_the_database_and_neither_role_passes_policies(started: Home) -> None:
    found = ask(
        environment(started)["DATABASE_OWNER_URL"],
        "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolcanlogin, "
        "rolname = pg_get_userbyid((SELECT datdba FROM pg_database WHERE datname = current_database())) "
        "FROM pg_roles WHERE rolname LIKE 'oversight%' ORDER BY 1",
    )
    assert found == [
        ("oversight_app", False, False, False, False, True, False),
        ("oversight_owner", False, False, True, False, True, True),
    ]


def test_the_application_connects_and_can_make_nothing(started: Home) -> None:
    url = environment(started)["DATABASE_URL"]
    assert ask(url, "SELECT current_user::text, current_database()::text") == [("oversight_app", "oversight")]
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(url, "CREATE TABLE anything (id int)")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(url, "CREATE DATABASE anything")


def test_a_database_the_owner_makes_has_the_extensions(started: Home) -> None:
    url = environment(started)["DATABASE_OWNER_URL"]
    ask(url, "CREATE DATABASE made_later")
    found = ask(url.removesuffix("oversight") + "made_later", "SELECT extname::text FROM pg_extension ORDER BY 1")
    ask(url, "DROP DATABASE made_later")
    assert found == [("btree_gin",), ("btree_gist",), ("pg_trgm",), ("plpgsql",)]


def test_a_wrong_password_is_refused_by_both(started: Home) -> None:
    secrets = kept(started)
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        ask(postgres.superuser(replace(secrets, superuser_password="guess")), "SELECT 1")
    with pytest.raises(Exception, match="invalid username-password pair"):
        Redis("127.0.0.1", secrets.redis_port, password="guess", retry=Retry(NoBackoff(), 0)).ping()


def test_data_secrets_and_ports_outlive_a_restart(started: Home) -> None:
    before = environment(started)
    ask(before["DATABASE_OWNER_URL"], "CREATE TABLE IF NOT EXISTS kept AS SELECT 7 AS seven")
    Redis.from_url(before["REDIS_URL"]).set("kept", "7")
    servers.stop(started)
    assert servers.running_now(started) == frozenset()
    servers.start(started)
    assert environment(started) == before
    assert ask(before["DATABASE_OWNER_URL"], "SELECT seven FROM kept") == [(7,)]
    assert Redis.from_url(before["REDIS_URL"]).get("kept") == b"7"


def test_a_second_start_leaves_the_running_server_alone(started: Home) -> None:
    question = "SELECT pg_postmaster_start_time()"
    url = environment(started)["DATABASE_URL"]
    before = ask(url, question)
    servers.start(started)
    assert ask(url, question) == before


def test_a_server_killed_at_once_comes_back_with_its_data(started: Home) -> None:
    url = environment(started)["DATABASE_OWNER_URL"]
    ask(url, "CREATE TABLE survivor AS SELECT 1 AS one")
    number = int((started.servers / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])
    os.kill(number, 9)
    while Path(f"/proc/{number}").exists() and "Z" not in Path(f"/proc/{number}/stat").read_text():
        os.sched_yield()
    servers.start(started)
    assert ask(url, "SELECT one FROM survivor") == [(1,)]


def test_running_stops_what_it_started_and_leaves_what_ran(place: Home) -> None:
    with servers.running(place):
        assert servers.running_now(place) == {"PostgreSQL", "Redis"}
        with servers.running(place):
            pass
        assert servers.running_now(place) == {"PostgreSQL", "Redis"}
    assert servers.running_now(place) == frozenset()


def test_a_taken_port_is_left_to_who_has_it(place: Home) -> None:
    taken = kept(place).postgres_port
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", taken))
        other.listen()
        servers.start(place)
    assert kept(place).postgres_port != taken
    assert ask(environment(place)["DATABASE_URL"], "SELECT 1") == [(1,)]
    servers.stop(place)


def test_data_of_another_major_version_is_refused_in_a_sentence(place: Home) -> None:
    servers.start(place)
    servers.stop(place)
    version = place.folder("postgres") / "PG_VERSION"
    made_by = version.read_text()
    version.write_text("14\n")
    try:
        with pytest.raises(CannotStartError, match=r"was made by PostgreSQL 14, but .* is 18"):
            servers.start(place)
    finally:
        version.write_text(made_by)


def test_pg_bin_must_name_a_server(place: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(CannotStartError, match="holds no `initdb`"):
        postgres.find_binaries(place)


def test_secrets_are_for_the_user_alone(place: Home) -> None:
    write_environment(place, kept(place))
    for path in (place.data / "embedded.env", place.servers / "embedded.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.servers.stat().st_mode) == 0o700


def test_servers_given_elsewhere_are_neither_started_nor_named(place: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://app:secret@db.example/oversight")
    monkeypatch.setenv("REDIS_URL", "redis://redis.example/0")
    servers.start(place)
    assert servers.running_now(place) == frozenset()
    assert set(environment(place)) == {"EVIDENCE_STORE", "SECRET_KEY"}


def test_our_own_address_in_the_environment_is_not_elsewhere(place: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", kept(place).addresses()["DATABASE_URL"])
    assert given_elsewhere("DATABASE_URL", kept(place)) is False


def test_a_new_port_is_kept(place: Home) -> None:
    moved = on_other_port(place, kept(place), "redis_port")
    assert kept(place) == moved


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step down")
def test_root_steps_down_to_an_account_that_owns_nothing_but_the_data(started: Home) -> None:
    number = (started.servers / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0]
    account = started.account
    assert account is not None
    assert Path(f"/proc/{number}").stat().st_uid == account.pw_uid != 0
    assert started.servers.parent == ACCOUNTS_ROOT
    assert (started.data / "postgres").readlink() == started.servers / "postgres"


@pytest.mark.skipif(os.geteuid() == 0, reason="an ordinary user's data lies in the clone")
def test_an_ordinary_user_keeps_the_data_in_the_clone(place: Home) -> None:
    assert place.servers == place.data
    assert place.account is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read what another user made")
def test_data_made_by_root_is_refused_to_an_ordinary_user(tmp_path: Path) -> None:
    (tmp_path / ".data").mkdir()
    (tmp_path / ".data" / "postgres").symlink_to(ACCOUNTS_ROOT / "elsewhere")
    with pytest.raises(CannotStartError, match="was made by root"):
        home(tmp_path)
