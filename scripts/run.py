"""`make run`: servers, migrations, demo company, then web, workers and beat until Ctrl-C."""

import os
import signal
import sys
import threading
import time
from types import FrameType

from oversight.embedded.account import CannotStartError
from oversight.embedded.secrets import is_taken
from oversight.embedded.servers import running
from scripts import preparation
from scripts.commands import DATA, PROGRAMS, Command, SetupError, say
from scripts.health import is_healthy
from scripts.supervisor import Supervisor

READY_HINT_SECONDS = 60.0
# As root there is no other account that could enter any clone; the README says so, not every start.
QUIET = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}


def commands(port: int) -> dict[str, Command]:
    """The processes; deadlines have a worker of their own: no clock waits for a PDF, an uploaded text or the sealer.

    The migrations before them ran Django's checks; again in each process they would cost it a third of its start.
    """
    celery: Command = [PROGRAMS / "celery", "--quiet", "--skip-checks", "-A", "oversight.celery:app"]
    worker = [
        *celery,
        "worker",
        "--loglevel=WARNING",
        "--concurrency=1",
        "--without-mingle",
        "--without-gossip",
    ]
    gunicorn: Command = [PROGRAMS / "gunicorn", "oversight.wsgi:application", "--no-control-socket", "--timeout=120"]
    return {
        "web": [*gunicorn, f"--bind=127.0.0.1:{port}", "--preload", "--workers=2", "--threads=4"],
        "worker": [*worker, "--queues=default", "--hostname=worker@%h"],
        "reports": [*worker, "--queues=upkeep,reports", "--hostname=reports@%h", "--max-memory-per-child=600000"],
        "texts": [*worker, "--queues=texts", "--hostname=texts@%h"],
        "beat": [*celery, "beat", "--loglevel=WARNING", f"--schedule={DATA / 'beat-schedule'}", "--pidfile="],
    }


def announce(port: int, site_address: str, supervisor: Supervisor) -> None:
    """Wait for /healthz, let the workers begin, and only then say that it is ready; log-ins below it."""
    late = time.monotonic() + READY_HINT_SECONDS
    while not is_healthy(port, site_address):
        if supervisor.is_stopping:
            return
        if time.monotonic() > late:
            say("The web server does not answer yet; the lines above may say why. Still trying.")
            supervisor.start_others()
            late = float("inf")
        time.sleep(0.1)
    supervisor.start_others()
    say(f"\nOversight is ready at http://localhost:{port}\n")
    say(preparation.demo_log_ins())


def main() -> int:
    """Serve until a signal; 1 and a sentence when it can't."""
    port = int(os.environ.get("PORT", "8000"))
    if is_taken(port):
        sys.stderr.write(f"Port {port} is taken. Choose another: make run PORT={port + 1}\n")
        return 1
    signal.signal(signal.SIGTERM, _leave)  # until the supervisor takes over: leave through the `with` below
    signal.signal(signal.SIGHUP, _leave)
    try:
        with running():
            preparation.prepare()
            environment = {"SITE_ADDRESS": f"http://localhost:{port}", **QUIET, **os.environ}
            supervisor = Supervisor(commands(port), environment)
            threading.Thread(target=announce, args=(port, environment["SITE_ADDRESS"], supervisor), daemon=True).start()
            supervisor.run()
    except (CannotStartError, SetupError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    say("Oversight has stopped; the data stays in .data/")
    return 0


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
