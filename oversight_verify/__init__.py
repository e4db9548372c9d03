"""`oversight-verify`: anybody checks an export of the trail on his own machine, without us and without a network.

The proofs are the platform's own module (`records.merkle`), which needs the standard library alone. Sealed PDFs need
pyHanko besides (`pip install 'oversight-verify[pdf]'`).
"""

VERSION = "1.0"
