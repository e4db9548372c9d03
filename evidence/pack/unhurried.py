"""While a pack is read, Python doesn't look for cycles: a reader makes hundreds of thousands of values and no cycle.

The search goes through everything the process holds, again and again as the values grow: it took a third of reading a
workbook of 10,000 rows.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_readers = [0]


@contextmanager
def without_collector() -> Iterator[None]:
    """The collector rests until the last of the threads that read is done; one that was off stays off."""
    with _lock:
        if not _readers[0] and not gc.isenabled():
            rests = False
        else:
            rests = True
            _readers[0] += 1
            gc.disable()
    try:
        yield
    finally:
        with _lock:
            if rests:
                _readers[0] -= 1
                if not _readers[0]:
                    gc.enable()
