"""`python -m bench`: every headline in turn, each in a process of its own, so that none warms another."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS = {"__main__", "__init__", "planted"}


def main() -> int:
    """0, or 1 when a headline could not be measured; the others are measured all the same."""
    failed = []
    for name in sorted(path.stem for path in HERE.glob("*.py") if path.stem not in PARTS):
        print(f"\n{name}", flush=True)
        command = [sys.executable, "-m", f"bench.{name}"]
        if subprocess.run(command, cwd=HERE.parent, check=False).returncode:  # noqa: S603 - our own modules
            failed.append(name)
    if failed:
        print(f"\nNot measured: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
