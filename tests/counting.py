"""What the suite counts, and how: a plugin of pytest, loaded before slipcover's own.

A probe in every line doubles what a process takes to load and slows every page by half, so `make test` counts only what
decides; `make coverage` counts everything (ADR 0032). Slipcover knows folders, not names, so its matcher is told.

Slipcover takes a probe out once it was hit fifty times, and walks through all functions of all modules each time: a
sixth of the suite. A probe that stays costs next to nothing. Its workers take no such setting, so their default is set.
"""

import os
from functools import partialmethod
from pathlib import Path
from typing import Any

from slipcover.importer import FileMatcher
from slipcover.slipcover import Slipcover

from scripts.commands import CLONE
from scripts.coverage import COUNTED, EVERYTHING, decides

NEVER = 2**31 - 1
_matches = FileMatcher.matches


def _decides(matcher: FileMatcher, filename: Any) -> bool:
    path = Path(filename).resolve() if filename is not None else CLONE
    return path.is_relative_to(CLONE) and decides(str(path.relative_to(CLONE))) and _matches(matcher, filename)


Slipcover.__init__ = partialmethod(Slipcover.__init__, d_miss_threshold=NEVER)
if os.environ.get(COUNTED) != EVERYTHING:
    FileMatcher.matches = _decides
    Slipcover._add_unseen_source_files = lambda *_: None  # the gate asks for what decides; the rest is not looked at
