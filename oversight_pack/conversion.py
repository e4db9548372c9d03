"""A pack from one form into another, without loss."""

import json
from collections.abc import Callable
from pathlib import Path

from evidence.pack import bundle, workbook
from evidence.pack.format import Pack
from evidence.pack.kit import Kit
from evidence.pack.known import KnownLot
from oversight_pack.codes import Ended, Exit


def _as_json(pack: Pack, _known: KnownLot) -> bytes:
    content = pack.model_dump(mode="json", exclude_defaults=True)
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


WRITERS: dict[str, Callable[[Pack, KnownLot], bytes]] = {
    ".xlsx": workbook.fill,
    ".zip": lambda pack, _known: bundle.fill(pack),
    ".json": _as_json,
}


def write_pack(pack: Pack, path: Path, kit: Kit | None) -> None:
    """Write the pack in the form that the file's ending names; cells known by the kit are locked in a workbook."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise Ended(Exit.USAGE, f"“{path.name}” is no form of a pack. End its name in one of {', '.join(WRITERS)}.")
    data = writer(pack, kit.known if kit else _only_header(pack))
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Ended(Exit.USAGE, f"“{path}” cannot be written: {error.strerror}.") from error


def _only_header(pack: Pack) -> KnownLot:
    """A workbook without a kit locks what its own header says of the lot."""
    header = pack.header
    return KnownLot(
        agreement_number=header.agreement_number,
        agreement_version=header.agreement_version,
        product_code=header.product_code,
        product_name=header.product_name or header.product_code,
        master_record_number=header.master_record_number,
        master_record_version=header.master_record_version,
        batch_size=header.batch_size,
        batch_size_unit=header.batch_size_unit,
        lot_number=header.lot_number,
        site_name=header.site_name,
        site_registration=header.site_registration,
        time_zone=header.time_zone,
    )
