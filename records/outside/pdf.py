"""HTML in, PDF/A-3b out: one part in one go, a long report in several parts by two presses side by side.

A press is a process (see `press.py`), so rendering belongs in a Celery task, never in a request: about 0.15
s and 3.5 MB a page. A report of several parts is laid out twice: once to count its pages, once with their
numbers on them.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from records.outside.assets import fonts_configuration
from records.outside.binding import bound
from records.outside.machine_copy import MachineCopy

PRESSES = 2
LONGEST_S = 1800  # a part that takes longer than half an hour has run away
PROJECT = Path(__file__).resolve().parents[2]

Progress = Callable[[int], None]


class RenderingFailed(Exception):  # noqa: N818 - as people say it
    """The press refused or broke; the message is what it said last. Nothing was made."""


def render(
    html: str,
    *,
    base: Path,
    attachments: Sequence[MachineCopy] = (),
    title: str,
    language: str = "en",
    at: datetime,
) -> bytes:
    """One HTML document as PDF/A-3b.

    `base` is the only folder that styles and pictures may come from (relative addresses start there; the
    fonts are in its `vendor/fonts/print`). `at` is the report's own time. Raises RenderingFailed, also for
    any other address.
    """
    return render_parts([html], base=base, attachments=attachments, title=title, language=language, at=at)


def render_parts(
    parts: Sequence[str],
    *,
    base: Path,
    attachments: Sequence[MachineCopy] = (),
    title: str,
    language: str = "en",
    at: datetime,
    progress: Progress = lambda _percent: None,
) -> bytes:
    """A report of one or more HTML documents as one PDF/A-3b, its pages numbered through.

    `progress` is called with percents, from the presses' threads. Arguments and errors as in `render`.
    """
    common = {"base": str(base), "title": title, "language": language, "at": at.isoformat()}
    jobs: list[dict[str, object]] = [{**common, "html": html} for html in parts]
    rounds = 1 if len(jobs) == 1 else 2
    done = _Done(len(jobs) * rounds, progress)
    with TemporaryDirectory(prefix="press-") as folder, ThreadPoolExecutor(PRESSES) as presses:
        environment = _environment(base, Path(folder))

        def press(job: dict[str, object]) -> bytes:
            return done.after(_printed(job, environment))

        if rounds > 1:
            counts = [int(answer) for answer in presses.map(press, [{**job, "only_count": True} for job in jobs])]
            starts = [1, *(1 + before for before in accumulate(counts))]
            for job, start in zip(jobs, starts, strict=False):
                job.update(first_page=start, total=sum(counts))
        printed = list(presses.map(press, jobs))
    return bound(printed, attachments, at)


class _Done:
    """Counts finished jobs; the last percents are for binding."""

    def __init__(self, jobs: int, progress: Progress) -> None:
        self._jobs, self._finished, self._progress = jobs, 0, progress

    def after(self, answer: bytes) -> bytes:
        self._finished += 1
        self._progress(95 * self._finished // self._jobs)
        return answer


def _environment(base: Path, folder: Path) -> dict[str, str]:
    """The press's surroundings: our fonts only, our code, nothing secret."""
    fonts = folder / "fonts.conf"
    fonts.write_text(fonts_configuration(base, folder / "cache"))
    kept = {
        name: os.environ[name]
        for name in ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
        if name in os.environ
    }
    return {
        **kept,
        "FONTCONFIG_FILE": str(fonts),
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(PROJECT),
        "TMPDIR": str(folder),
    }


def _printed(job: dict[str, object], environment: dict[str, str]) -> bytes:
    """A press that a signal ended (negative code) is started once more: the same job gives the same pages."""
    result = _pressed(job, environment)
    if result.returncode < 0:
        result = _pressed(job, environment)
    if result.returncode != 0:
        raise _failure(result)
    return result.stdout


def _pressed(job: dict[str, object], environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "records.outside.press"]
    work = json.dumps(job).encode()
    try:
        return subprocess.run(  # noqa: S603 - our own module, its input is JSON
            command, input=work, env=environment, capture_output=True, timeout=LONGEST_S, check=False
        )
    except subprocess.TimeoutExpired as slow:
        raise RenderingFailed(f"The report took longer than {LONGEST_S} s.") from slow


def _failure(result: subprocess.CompletedProcess[bytes]) -> RenderingFailed:
    """The press's last line as the message; all that it said is a note, for the log."""
    lines = result.stderr.decode(errors="replace").strip().splitlines()
    failure = RenderingFailed(lines[-1] if lines else f"The press ended with {result.returncode}.")
    failure.add_note("\n".join(lines))
    return failure
