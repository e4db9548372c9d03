"""Which findings say that a specification of 21 CFR 111.70 was missed (trap T1): rules, events, triggers ask here."""

import re
from typing import Literal

from evidence.pack.problems import NotReadable
from evidence.pack.values import read_result

Miss = Literal["none", "specification", "identity"]

SPECIFIED = r"^R(112|205|419|3(?!18)\d\d)$"
"""Rules whose failure means that a specification was missed; Python and PostgreSQL read it alike. A yield outside its
limits (R109, 111.210(f)) is an unanticipated occurrence: it needs a material review (111.113(a)(2)), which may find the
product good. A result out of trend (R318) lies within its specification."""
IDENTIFIED = r"^R205$"
"""Those whose failure is one of identity, whatever was tested (111.75(a)(1)(i))."""


def missed_by(rule: str, *, is_identity: bool = False) -> Miss:
    """What a finding of this rule misses; `is_identity`: its test is one of identity (111.77(b))."""
    if not re.match(SPECIFIED, rule):
        return "none"
    return "identity" if is_identity or re.match(IDENTIFIED, rule) else "specification"


def is_invalidated(invalidated: tuple[str, str] | None, test: str | None, value: str | None) -> bool:
    """Whether the finding is about the very result, (test, value), that a proven error of the laboratory invalidated.

    Another value of the same test is another result, and stands.
    """
    if invalidated is None or test is None or value is None or test != invalidated[0]:
        return False
    try:
        return read_result(value) == read_result(invalidated[1])
    except NotReadable:
        return False
