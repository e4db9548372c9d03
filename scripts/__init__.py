"""Set-up, run, check: what the Makefile calls. `install` needs nothing but Python's standard library."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said in a sentence, before newer syntax stops the reader
    sys.exit("Oversight needs Python 3.11 or newer. Say which one to use: make PYTHON=python3.12 …")
