"""A batch production record in BatchML as the batch record of a pack: steps, readings, times, performers.

"The Business To Manufacturing Markup Language (B2MML) is used courtesy of MESA International."
"""

from evidence.pack.batchml.document import KNOWN_VERSIONS, Record, looks_like_batchml, read
from evidence.pack.batchml.merging import with_batch_record
from evidence.pack.batchml.remarks import remarks_on

__all__ = ["KNOWN_VERSIONS", "Record", "looks_like_batchml", "read", "remarks_on", "with_batch_record"]
