"""What must hold before a CMO is qualified, and before a document of its passport is shown."""

from performance.rules.passport import check_document, check_live, check_passport
from performance.rules.qualifying import check_not_hidden, check_qualification

__all__ = [
    "check_document",
    "check_live",
    "check_not_hidden",
    "check_passport",
    "check_qualification",
]
