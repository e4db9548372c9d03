"""`python -m oversight_verify` is `oversight-verify`."""

import sys

from oversight_verify.command import main

if __name__ == "__main__":
    sys.exit(main())
