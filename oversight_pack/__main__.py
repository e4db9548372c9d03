"""`python -m oversight_pack` is `oversight-pack`."""

import sys

from oversight_pack.command import main

if __name__ == "__main__":
    sys.exit(main())
