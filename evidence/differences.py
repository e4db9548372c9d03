"""What a version changes, before and after it is stored, with the CMO's reason for each change."""

from collections.abc import Mapping
from typing import Any

from evidence.models import ChangeReason, Pack
from evidence.pack.canonical import content_hash
from evidence.pack.comparison import RowChange, compare
from evidence.pack.explaining import Reasons
from evidence.pack.format import Pack as StatedPack
from evidence.pack.problems import Unreadable
from evidence.pack.reading import attached
from evidence.queries import comparable_rows, earlier_files, earlier_version, packs_of
from evidence.sections import HEADER, header_of, rows_of
from lots.models import Lot


def changes_of(pack: Pack, section: str = "") -> tuple[RowChange, ...]:
    """What differs from the version before, in one section or in all; nothing in the first."""
    before = earlier_version(pack)
    return compare(comparable_rows(before, section), comparable_rows(pack, section)) if before else ()


def changes_to_be(lot: Lot, complete: StatedPack) -> tuple[RowChange, ...]:
    """What a pack, its documents' hashes included, would change against the lot's last version."""
    before = packs_of(lot.pk).first()
    return compare(comparable_rows(before), _stated_rows(complete)) if before else ()


def changes_to_explain(lot: Lot, stated: StatedPack, files: Mapping[str, str]) -> tuple[RowChange, ...]:
    """The same before anything is stored; `files`: hashes by name of what came along.

    Nothing for a pack that is there already, and for one that will be refused for its documents.
    """
    complete = attached(stated, {**earlier_files(lot, stated), **files})
    if isinstance(complete, Unreadable) or Pack.objects.filter(lot=lot, content_hash=content_hash(complete)).exists():
        return ()
    return changes_to_be(lot, complete)


def reasons_of(pack: Pack) -> Reasons:
    """The reasons that came with a version; one query."""
    rows = ChangeReason.objects.filter(pack=pack)
    return {(section, row, field): reason for section, row, field, reason in rows.values_list(*_FIELDS)}


_FIELDS = ("section", "row", "field", "reason")


def _stated_rows(stated: StatedPack) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {HEADER: [header_of(stated)]}
    for section, _position, data in rows_of(stated):
        found.setdefault(section, []).append(data)
    return found
