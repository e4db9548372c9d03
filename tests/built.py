"""Databases that one worker builds and all of a run copy: who asks first builds, the others wait."""

import fcntl
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.databases import Cluster, as_owner, clone, drop, keep_as

PREFIX = "built_"
"""Begins their names; one run's are dropped at its end, a killed one's by the next."""


@dataclass(frozen=True)
class Builder:
    """What a worker needs to build or copy: the template, the run's own word, the folder that its workers share."""

    template: str
    run: str
    shared: Path

    def database(self, name: str) -> str:
        return f"{PREFIX}{self.run}_{name}"

    def built(self, name: str, fill: Callable[[str], Any]) -> Any:
        """What `fill` made of a clone, whose name it is told and which it uses itself; kept as `database(name)`."""
        kept = self.shared / f"{name}.pickle"
        with (self.shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                drop_built(but=self.database(""))
                kept.write_bytes(pickle.dumps(self._build(name, fill)))
        return pickle.loads(kept.read_bytes())  # noqa: S301 - what this run wrote itself

    def _build(self, name: str, fill: Callable[[str], Any]) -> Any:
        before, building = Cluster.current(), clone(self.template)
        try:
            made = fill(building)
        finally:
            Cluster.use(before)
        keep_as(building, self.database(name))
        return made


def drop_built(but: str = "?") -> None:
    """Remove what runs built, those whose names begin with `but` left out."""
    query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND NOT starts_with(datname, %s)"
    for (name,) in as_owner(query, [PREFIX, but], name=Cluster.home):
        drop(name)
