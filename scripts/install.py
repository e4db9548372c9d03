"""`python3 -m scripts.install [--tests]`: all a clone needs; a step is done only when its inputs changed."""

import argparse
import fcntl
import sys

from scripts import browser_assets, python_packages, system_packages
from scripts.commands import DATA, SetupError


def main() -> int:
    """Install system libraries, Python packages, browser assets; 1 and a sentence when one can't be had."""
    parser = argparse.ArgumentParser(prog="python3 -m scripts.install", description=__doc__)
    parser.add_argument("--tests", action="store_true", help="also what the tests and checks need")
    tests = parser.parse_args().tests
    DATA.mkdir(mode=0o700, exist_ok=True)
    try:
        with (DATA / "install.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            system_packages.ensure(tests=tests)
            python_packages.ensure("requirements-dev.lock" if tests else "requirements.lock")
            browser_assets.ensure()
            if tests:
                system_packages.ensure_browser()
    except SetupError as problem:
        sys.stderr.write(f"\n{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
