"""A progress bar on a terminal; nothing where the output is kept in a file or read by a program."""

import sys
from types import TracebackType
from typing import TextIO

WIDTH = 30


class Bar:
    """`with Bar("checking", 12) as bar: bar.add()`; steps may be files or bytes."""

    def __init__(self, what: str, total: int, *, to: TextIO | None = None) -> None:
        self.what, self.total, self.done = what, max(total, 1), 0
        self.to = to or sys.stderr
        self.is_shown = self.to.isatty() and total > 0
        self._shown = -1

    def __enter__(self) -> "Bar":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.is_shown:
            self.to.write("\r" + " " * (WIDTH + len(self.what) + 10) + "\r")
            self.to.flush()

    def add(self, steps: int = 1) -> None:
        self.done = min(self.done + steps, self.total)
        percent = 100 * self.done // self.total
        if self.is_shown and percent != self._shown:
            self._shown = percent
            filled = WIDTH * self.done // self.total
            self.to.write(f"\r{self.what} [{'#' * filled}{'.' * (WIDTH - filled)}] {percent:3} %")
            self.to.flush()
