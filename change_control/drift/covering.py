"""Whether an approved change says what was found: a second supplier of silica covers no other supplier. Pure."""

from collections.abc import Mapping

from change_control.drift.kinds import Drift, Kind
from evidence.pack.rules.identity_tests import firm

_SHORTEST = 4
"""Letters: shorter words of a name or a place tell nothing apart."""
_BEHIND = ", used on "


def covers(drift: Drift, said: str, names: Mapping[str, str]) -> bool:
    """Whether the change's own words cover this difference. `names`: component code → its name in the formula.

    A change of supplier names the component, by its code or its name, and the supplier that was found; for another
    site of the same supplier, the site too. What other changes cover, their kind and product say.
    """
    if drift.kind not in (Kind.SUPPLIER, Kind.SITE):
        return True
    words = f" {firm(said)} "
    code = drift.where.partition(", lot ")[0]
    if not (_has(words, code) or _has_all(words, names.get(code, ""))):
        return False
    found = drift.found.partition(_BEHIND)[0]
    if drift.kind == Kind.SUPPLIER:
        return _has(words, found)
    return _has_all(words, found)


def _has(words: str, phrase: str) -> bool:
    """The phrase word for word; case, punctuation and legal forms aside."""
    return f" {firm(phrase)} " in words


def _has_all(words: str, name: str) -> bool:
    telling = [word for word in firm(name).split() if len(word) >= _SHORTEST]
    return bool(telling) and all(f" {word} " in words for word in telling)
