"""Child processes under one parent: their lines prefixed, a crashed one restarted, all stopped together."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

from scripts.commands import CLONE, say

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 30.0
STEADY_SECONDS = 60.0  # one that ran this long starts anew with the shortest pause
STOP_SECONDS = 20.0
POLL_SECONDS = 0.1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Child:
    """A command that should run, and its process while it does."""

    name: str
    command: Sequence[str | Path]
    process: subprocess.Popen[str]
    started: float
    pause: float = FIRST_PAUSE_SECONDS
    due: float | None = None


class Supervisor:
    """Starts the first command, the others when told; keeps them running, stops them in the opposite order."""

    def __init__(self, commands: Mapping[str, Sequence[str | Path]], environment: Mapping[str, str]) -> None:
        self._commands = commands
        self._environment = dict(environment)
        self._may_start_others = threading.Event()
        self._is_stopping = False
        self._children: list[Child] = []

    def run(self) -> None:
        """Return after SIGINT, SIGTERM or SIGHUP, when every child has ended."""
        before = {number: signal.signal(number, self._on_signal) for number in STOP_SIGNALS}
        try:
            first, *others = self._commands
            self._begin(first)
            while not self._is_stopping:
                time.sleep(POLL_SECONDS)
                for child in self._children:
                    self._look_after(child)
                while others and self._may_start_others.is_set():
                    self._begin(others.pop(0))
        finally:
            self._stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    @property
    def is_stopping(self) -> bool:
        """Whether a signal to stop has come."""
        return self._is_stopping

    def start_others(self) -> None:
        """Start what follows the first command: on few cores the first is ready sooner when it loads alone."""
        self._may_start_others.set()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        # No Event: the handler runs in the thread that would be waiting for it, perhaps with its lock in hand.
        self._is_stopping = True

    def _begin(self, name: str) -> None:
        command = self._commands[name]
        self._children.append(Child(name, command, self._start(name, command), time.monotonic()))

    def _start(self, name: str, command: Sequence[str | Path]) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command,
            cwd=CLONE,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # Ctrl-C reaches us alone: we stop the children in order
        )
        if process.stdout:
            threading.Thread(target=_pass_on, args=(name, process.stdout), daemon=True).start()
        return process

    def _look_after(self, child: Child) -> None:
        """Start an ended child again: after 1 s, then 2, 4 … 30 s while it keeps ending soon."""
        now = time.monotonic()
        if child.due is not None and now >= child.due:
            child.process, child.started, child.due = self._start(child.name, child.command), now, None
        elif child.due is None and (code := child.process.poll()) is not None:
            _signal_group(child.process, signal.SIGKILL)  # what it left behind would hold its port or its queue
            if now - child.started >= STEADY_SECONDS:
                child.pause = FIRST_PAUSE_SECONDS
            say(f"{child.name:<8}| ended with code {code}; starting it again in {child.pause:.0f} s")
            child.due = now + child.pause
            child.pause = min(child.pause * 2, LONGEST_PAUSE_SECONDS)

    def _stop_all(self) -> None:
        for child in reversed(self._children):
            if child.process.poll() is None:
                child.process.terminate()
        end = time.monotonic() + STOP_SECONDS
        for child in self._children:
            try:
                child.process.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                say(f"{child.name:<8}| did not stop within {STOP_SECONDS:.0f} s; ending it")
            _signal_group(child.process, signal.SIGKILL)
            child.process.wait()


def _signal_group(process: subprocess.Popen[str], number: signal.Signals) -> None:
    """To the child and all it started; a group that is gone already is what we want."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def _pass_on(name: str, stream: IO[str]) -> None:
    for line in stream:
        say(f"{name:<8}| {line.rstrip()}")
