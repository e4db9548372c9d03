"""Workers, beats and web servers that are born with the platform loaded: forked, not started.

Nine tenths of a kill's time went into loading Python. What a fresh process does from its first line on is the same; its
memory is its own, it dies by -9 like any other, and nothing of a dead one is left in the next, for the nursery itself
never ran a task, sent a mail or served a page. Other fault runs start their processes as `make run` does.
"""

import json
import os
import runpy
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

from tests.databases import ROOT

GONE_SECONDS = 10.0
LOADED = (
    "celery.apps.beat", "celery.apps.worker", "celery.bin.celery", "celery.concurrency.prefork",
    "celery.worker.consumer", "kombu.transport.redis", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread",
    "oversight.wsgi", "oversight.urls",
)  # fmt: skip


class Born:
    """A process of the nursery, as `subprocess.Popen` shows one."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """None while it lives."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self) -> int:
        """Returns when it is gone."""
        end = time.monotonic() + GONE_SECONDS
        while self.poll() is None:
            assert time.monotonic() < end, f"process {self.pid} does not die"
            time.sleep(0.005)
        return 0


class Nursery:
    """The loaded process, asked over its standard input; what it says goes to the log of its children."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self._log = str(log)
        with log.open("ab") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.nursery"],
                cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True,
                start_new_session=True,
            )  # fmt: skip

    def bear(self, program: str, arguments: list[str]) -> Born:
        """`program` "celery" or "gunicorn", with its arguments; the leader of a session of its own."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([program, *arguments, self._log]) + "\n")
        self._process.stdin.flush()
        return Born(int(self._process.stdout.readline()))

    def close(self) -> None:
        """Its children are killed by who asked for them."""
        self._process.kill()
        self._process.communicate()


def _load() -> None:
    """All that the three programs load before they begin, and no connection to anything."""
    for name in LOADED:
        import_module(name)
    celery = import_module("oversight.celery").app
    celery.loader.import_default_modules()
    celery.finalize(auto=True)
    import_module("django.db").connections.close_all()


def _live(program: str, arguments: list[str], log: str) -> None:
    """The child's whole life: `python -m program`, in a session of its own."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    said = os.open(log, os.O_WRONLY | os.O_APPEND)
    for number, opened in enumerate((os.open(os.devnull, os.O_RDONLY), said, said)):
        os.dup2(opened, number)
    sys.argv = [program, *arguments]
    runpy.run_module(program, run_name="__main__", alter_sys=True)


def _bear_on_demand() -> None:
    """A line asks for a child, a line answers with its number; what has died is reaped by the kernel."""
    _load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        program, *arguments, log = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                _live(program, arguments, log)
            finally:
                os._exit(1)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _bear_on_demand()
