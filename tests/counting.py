"""Coverage's probes stay where they are: a plugin of pytest, loaded before slipcover's own.

Slipcover takes a probe out once it was hit fifty times, and walks through all functions of all modules each time: a
sixth of the suite. A probe that stays costs next to nothing. Its workers take no such setting, so their default is set.
"""

from functools import partialmethod

from slipcover.slipcover import Slipcover

NEVER = 2**31 - 1

Slipcover.__init__ = partialmethod(Slipcover.__init__, d_miss_threshold=NEVER)
