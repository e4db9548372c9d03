"""A pack taken apart into rows and put together again: section path, position, data (ADR 0005)."""

from collections.abc import Iterable, Iterator
from typing import Any

from evidence.pack.format import Pack

HEADER = "header"


def rows_of(pack: Pack) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """(section, position, data) of every row; single rows such as the label stand at position 0."""
    content = pack.model_dump(mode="json", exclude_defaults=True)
    for category, value in content.items():
        if category == HEADER:
            continue
        if isinstance(value, list):
            yield from _listed(category, value)
            continue
        for section, part in value.items():
            path = f"{category}.{section}"
            if isinstance(part, list):
                yield from _listed(path, part)
            else:
                yield path, 0, part


def _listed(section: str, rows: Iterable[dict[str, Any]]) -> Iterator[tuple[str, int, dict[str, Any]]]:
    for position, data in enumerate(rows, start=1):
        yield section, position, data


def header_of(pack: Pack) -> dict[str, Any]:
    """The header as it is stored beside the rows."""
    header: dict[str, Any] = pack.header.model_dump(mode="json", exclude_defaults=True)
    return header


def pack_from(header: dict[str, Any], rows: Iterable[tuple[str, int, dict[str, Any]]]) -> Pack:
    """The same pack again: what was stored is what is evaluated, shown and exported."""
    content: dict[str, Any] = {HEADER: header}
    for section, position, data in sorted(rows, key=lambda row: (row[0], row[1])):
        category, _, part = section.partition(".")
        if not part:
            content.setdefault(category, []).append(data)
        elif position == 0:
            content.setdefault(category, {})[part] = data
        else:
            content.setdefault(category, {}).setdefault(part, []).append(data)
    return Pack.model_validate(content)
