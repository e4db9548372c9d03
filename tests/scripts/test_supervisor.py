"""The supervisor with real children: small Python programs that run, crash, or will not stop."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scripts.commands import CLONE

RUNS = "import time; print('up', flush=True); time.sleep(600)"
CRASHES = "import time; print('up', flush=True); time.sleep(0.2); raise SystemExit(3)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
Start = Callable[..., "Supervised"]


class Supervised:
    """A supervisor in a process of its own, and what it has said so far."""

    def __init__(self, folder: Path, children: dict[str, str], stop_seconds: float, others_after: float) -> None:
        commands = {name: [sys.executable, "-c", code] for name, code in children.items()}
        program = f"""
            import os, threading
            from scripts import supervisor
            supervisor.STOP_SECONDS = {stop_seconds}
            made = supervisor.Supervisor({commands!r}, os.environ)
            threading.Timer({others_after}, made.start_others).start()
            made.run()
            os._exit(0)  # whatever the timer still waits for
        """
        self.output = folder / "output"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-c", textwrap.dedent(program)], stdout=output, stderr=output, cwd=CLONE
            )

    def lines(self) -> list[str]:
        return self.output.read_text().splitlines()

    def wait_for(self, line: str, times: int = 1) -> None:
        end = time.monotonic() + 20
        while self.lines().count(line) < times:
            assert time.monotonic() < end, f"never said {line!r} {times} times, but {self.lines()}"
            time.sleep(0.02)

    def children(self) -> list[int]:
        number = self.process.pid
        return [int(child) for child in Path(f"/proc/{number}/task/{number}/children").read_text().split()]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(20)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    made: list[Supervised] = []

    def begin(stop_seconds: float = 20.0, others_after: float = 0.0, **children: str) -> Supervised:
        made.append(Supervised(tmp_path, children, stop_seconds, others_after))
        return made[-1]

    yield begin
    for supervised in made:
        supervised.process.kill()
        supervised.process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_every_child(start: Start, number: signal.Signals) -> None:
    supervised = start(web=RUNS, beat=RUNS)
    supervised.wait_for("web     | up")
    supervised.wait_for("beat    | up")
    children = supervised.children()
    assert len(children) == 2
    assert supervised.stop(number) == 0
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


def test_the_others_wait_until_the_first_is_ready(start: Start) -> None:
    supervised = start(others_after=600.0, web=CRASHES, worker=RUNS)
    supervised.wait_for("web     | up", times=2)
    assert "worker  | up" not in supervised.lines()
    assert supervised.stop() == 0


def test_a_crashed_child_is_started_again_and_waits_longer_each_time(start: Start) -> None:
    supervised = start(web=RUNS, worker=CRASHES)
    supervised.wait_for("worker  | up", times=3)
    assert [line for line in supervised.lines() if "ended" in line] == [
        "worker  | ended with code 3; starting it again in 1 s",
        "worker  | ended with code 3; starting it again in 2 s",
    ]
    assert supervised.lines().count("web     | up") == 1
    assert supervised.stop() == 0


def test_a_killed_child_is_started_again(start: Start) -> None:
    supervised = start(worker=RUNS)
    supervised.wait_for("worker  | up")
    os.kill(supervised.children()[0], signal.SIGKILL)
    supervised.wait_for("worker  | up", times=2)
    assert "worker  | ended with code -9; starting it again in 1 s" in supervised.lines()
    assert supervised.stop() == 0


def test_a_child_that_will_not_stop_is_ended(start: Start) -> None:
    supervised = start(stop_seconds=0.5, worker=STUBBORN)
    supervised.wait_for("worker  | up")
    child = supervised.children()[0]
    assert supervised.stop() == 0
    assert "worker  | did not stop within 0 s; ending it" in supervised.lines()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_stopping_while_a_crashed_child_waits_for_its_restart(start: Start) -> None:
    supervised = start(worker=CRASHES)
    supervised.wait_for("worker  | ended with code 3; starting it again in 1 s")
    assert supervised.stop() == 0
