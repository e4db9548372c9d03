"""`python -m scripts.with_servers …`: run Python with these arguments while the embedded servers are up."""

import subprocess
import sys

from oversight.embedded.account import CannotStartError
from oversight.embedded.servers import running
from scripts.commands import CLONE, PROGRAMS


def main() -> int:
    """The program's own exit code; 1 and a sentence when the servers can't be started."""
    try:
        with running():
            return subprocess.run([PROGRAMS / "python", *sys.argv[1:]], cwd=CLONE, check=False).returncode
    except CannotStartError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
