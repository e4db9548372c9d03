"""`python -m oversight.embedded start | stop | status | erase --yes`."""

import argparse
import sys

from oversight.embedded import servers
from oversight.embedded.account import CannotStartError, home

COMMANDS = {"start": servers.start, "stop": servers.stop, "status": None, "erase": servers.erase}


def main() -> int:
    """Carry out one command and say what runs; 1 and a sentence when it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m oversight.embedded", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--yes", action="store_true", help="erase: yes, delete all data of the embedded servers")
    given = parser.parse_args()
    if given.command == "erase" and not given.yes:
        parser.error("erase deletes all data of the embedded servers: say --yes as well")
    try:
        place = home()
        with servers.alone(place):
            if command := COMMANDS[given.command]:
                command(place)
            if given.command in {"start", "status"}:
                sys.stdout.write(servers.status(place))
    except CannotStartError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
