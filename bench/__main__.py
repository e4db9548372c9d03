"""`python -m bench`: every headline in turn, each in a process of its own, then one table of all of them.

Medians; every figure beside its control of the same run. Each headline keeps its lines in `.data/bench/<name>.json`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from bench.planted import DATA_FOLDER, line_of

HERE = Path(__file__).resolve().parent
PARTS = {"__main__", "__init__", "planted", "recall_crosswalk", "recall_planted"}


def names() -> list[str]:
    """The headlines: every module here but the parts."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in PARTS)


def measured(name: str) -> bool:
    """Measure one headline; False when it could not be measured. What it says itself is shown only then."""
    kept = DATA_FOLDER / "bench" / f"{name}.json"
    kept.unlink(missing_ok=True)  # no figure of an earlier run is shown as today's
    command = [sys.executable, "-m", f"bench.{name}"]
    done = subprocess.run(command, cwd=HERE.parent, check=False, capture_output=True, text=True)  # noqa: S603 - our own modules
    if done.returncode:
        print(f"{name}: {(done.stderr or done.stdout).strip()[-2000:]}", file=sys.stderr)
    return done.returncode == 0 and kept.exists()


def load() -> str:
    """How busy the machine is, for whoever reads the figures."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def main() -> int:
    """0, or 1 when a headline could not be measured; the others are measured all the same."""
    before, failed = load(), []
    for name in names():
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        if not measured(name):
            failed.append(name)
    print(f"Before: {before}. After: {load()}, this run's own included.\n")
    for name in names():
        if name not in failed:
            for line in json.loads((DATA_FOLDER / "bench" / f"{name}.json").read_text(encoding="utf-8")):
                print(f"{name:<9}{line_of(line)}")
    if failed:
        print(f"\nNot measured: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
