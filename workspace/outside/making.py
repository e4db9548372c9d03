"""Making the file of a report: laid out by the presses in a thread, sealed, put into the store by its hash."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from evidence.outside.store import store
from evidence.outside.stored import Stored
from records.outside.pdf import render_parts
from records.outside.platform_seal import PRINT_BASE, sealed
from workspace.outside.compiled import Compiled

_LOOK_SECONDS = 0.5
logger = logging.getLogger(__name__)


@dataclass
class _Reached:
    """How far the presses are; they say so from threads of their own, which never touch the database."""

    percent: int = 1

    def __call__(self, percent: int) -> None:
        self.percent = max(self.percent, percent)


def make(report: Compiled, *, at: datetime, progress: Callable[[int], None]) -> Stored:
    """Press and store."""
    return store().put([pressed(report, at=at, progress=progress)])


def pressed(report: Compiled, *, at: datetime, progress: Callable[[int], None]) -> bytes:
    """Lay out and seal. `progress` is called with percents from the caller's own thread."""
    parts, reached = report.pages(), _Reached()
    with ThreadPoolExecutor(1) as room:
        work = room.submit(
            render_parts,
            parts,
            base=PRINT_BASE,
            attachments=report.attachments,
            title=report.title,
            at=at,
            progress=reached,
        )
        told = 0
        while not work.done():
            time.sleep(_LOOK_SECONDS)
            if reached.percent >= told + 10:
                told = reached.percent
                progress(told)
        pdf = work.result()
    document = sealed(pdf, reason=report.title, at=at)
    for problem in document.problems:
        logger.warning("%s is sealed at level %s: %s", report.printing.number, document.level, problem)
    return document.content
