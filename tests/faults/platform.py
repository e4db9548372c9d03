"""A real broker, worker and beat as child processes, to be killed; each run has a database of its own."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path

from celery import Celery
from redis import Redis
from redis.exceptions import RedisError

from oversight.embedded.account import home
from oversight.embedded.redis import find_binary
from tests.databases import ROOT, as_owner, environment
from tests.faults.nursery import Born, Nursery

PATIENCE_SECONDS = 40.0
SWEEP_SECONDS = 0.2
Started = subprocess.Popen[bytes] | Born


class Broker:
    """A broker of one's own, in memory only: what it knows dies with it; it comes back at the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.port = folder, free_port()
        self.start()

    def start(self) -> None:
        """Returns when it answers."""
        command = [str(find_binary(home())), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self._process = subprocess.Popen(command, cwd=self._folder, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            assert time.monotonic() < end, "the broker did not start"
            time.sleep(0.02)

    def kill(self) -> None:
        """-9."""
        self._process.kill()
        self._process.wait()

    def flush(self) -> None:
        """Everything the broker knows is gone."""
        with Redis("127.0.0.1", self.port) as client:
            client.flushall()

    def _answers(self) -> bool:
        try:
            with Redis("127.0.0.1", self.port) as client:
                return bool(client.ping())
        except RedisError:
            return False


class Platform:
    """Starts and kills processes; asks the database, as its owner, what has become of the deadlines."""

    def __init__(
        self,
        database: str,
        folder: Path,
        broker: Broker,
        *,
        sweep_seconds: float = SWEEP_SECONDS,
        is_warm: bool = False,
    ) -> None:
        """`is_warm`: processes are born loaded (`tests.faults.nursery`), for runs of very many kills."""
        self.database, self.folder, self.broker = database, folder, broker
        self.mail = folder / "mail"
        self._is_warm = is_warm
        self._nursery: Nursery | None = None
        self._running: list[Started] = []
        self._environment = {
            **environment(database),
            "REDIS_URL": f"redis://127.0.0.1:{broker.port}/0",
            "SWEEP_SECONDS": str(sweep_seconds),
            "SMTP_URL": f"filemail:///{self.mail}",
        }

    def send_mail_to(self, port: int) -> None:
        """Processes that start from now on send mail to this port by SMTP, not into files."""
        self._environment["SMTP_URL"] = f"smtp://127.0.0.1:{port}"

    def post_on_this_machine(self) -> None:
        """Processes that start from now on post webhooks to a receiver here, which is no public address."""
        self._environment["WEBHOOK_NETWORKS"] = "127.0.0.0/8"

    def worker(self, name: str = "worker") -> Started:
        """As `make run` starts it."""
        return self._start("worker", "--concurrency=1", "--without-mingle", "--without-gossip", f"--hostname={name}@%h")

    def beat(self, app: str = "oversight.celery:app") -> Started:
        """As `make run` starts it, with a schedule file of its own."""
        schedule = self.folder / str(len(self._running))
        return self._start("beat", f"--schedule={schedule}", "--pidfile=", app=app)

    def shift_clock(self, seconds: float) -> None:
        """Move the one clock (`kernel_now()`) forth or back from where it stands."""
        self.ask(f"UPDATE kernel_clock SET shift = shift + interval '{seconds} s'")  # noqa: S608 - our own number

    def poke(self, task: str) -> None:
        """As beat does, but not from beat."""
        with Celery(broker=self._environment["REDIS_URL"]) as sender:
            sender.send_task(task, queue="default")

    def kill(self, process: Started) -> None:
        """-9 to the process and its children."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process in self._running:
            self._running.remove(process)

    def stop(self) -> None:
        """Kill whatever still runs."""
        for process in list(self._running):
            self.kill(process)
        if self._nursery is not None:
            self._nursery.close()

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """As the owner, past all policies."""
        return as_owner(sql, name=self.database)

    def heartbeat(self, name: str) -> object:
        """The last sign of life, or None."""
        rows = self.ask(f"SELECT at FROM clocks_heartbeat WHERE name = '{name}'")  # noqa: S608 - our own name
        return rows[0][0] if rows else None

    def await_heartbeat(self, name: str) -> None:
        """Until the process gives a sign that is newer than the one there is."""
        before = self.heartbeat(name)
        self.wait_until(lambda: self.heartbeat(name) != before, f"no sign of life of {name}")

    def wait_until(self, done: Callable[[], bool], problem: str) -> None:
        """Poll; fails with the problem and what the processes said last."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not done():
            if time.monotonic() > end:
                words = (self.folder / "log").read_text(errors="replace")[-3000:]
                raise AssertionError(f"{problem} within {PATIENCE_SECONDS:.0f} s\n{words}")
            time.sleep(0.02)

    def wait_for(self, goal: int, progress: Callable[[], int], problem: str) -> None:
        """Until `progress` reaches the goal; patience counts anew whenever it moves."""
        reached = -1
        while reached < goal:
            before = reached
            self.wait_until(lambda before=before: progress() > before, f"{problem}: {reached} of {goal}, no more")
            reached = progress()

    def message_ids(self) -> list[str]:
        """The Message-ID of every complete mail that was written, in no order."""
        ids = []
        for file in self.mail.iterdir():
            complete = file.read_bytes().split(b"\n" + b"-" * 79 + b"\n")[:-1]
            ids += [message_from_bytes(text)["Message-ID"].strip("<>").split("@")[0] for text in complete]
        return ids

    def _start(self, *command: str, app: str = "oversight.celery:app") -> Started:
        return self._run("celery", ["--skip-checks", "-A", app, *command, "--loglevel=WARNING"])

    def _run(self, program: str, arguments: list[str]) -> Started:
        """The program of that name, in a session of its own; what it says goes to the log."""
        if self._is_warm:
            self._nursery = self._nursery or Nursery(self._environment, self.folder / "log")
            process: Started = self._nursery.bear(program, arguments)
        else:
            with (self.folder / "log").open("ab") as log:
                process = subprocess.Popen(
                    [sys.executable, "-m", program, *arguments],
                    cwd=ROOT,
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
        self._running.append(process)
        return process


@contextmanager
def platform(database: str, folder: Path, *, sweep_seconds: float = SWEEP_SECONDS) -> Iterator[Platform]:
    """A broker of its own; every process that was started is gone afterwards."""
    with broker(folder) as own:
        running = Platform(database, folder, own, sweep_seconds=sweep_seconds)
        running.mail.mkdir()
        try:
            yield running
        finally:
            running.stop()


@contextmanager
def broker(folder: Path) -> Iterator[Broker]:
    """Gone afterwards."""
    own = Broker(folder)
    try:
        yield own
    finally:
        own.kill()


def jitter(dice: random.Random, most_seconds: float) -> None:
    """A random pause."""
    time.sleep(dice.uniform(0, most_seconds))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
