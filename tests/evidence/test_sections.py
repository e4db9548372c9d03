"""A pack taken apart and put together is the same pack."""

from evidence.pack.canonical import content_hash
from evidence.sections import header_of, pack_from, rows_of
from tests.factories.packs import complete_pack


def test_a_pack_survives_being_stored_as_rows() -> None:
    pack = complete_pack()
    rows = list(rows_of(pack))
    assert len(rows) > 50
    assert len({(section, position) for section, position, _ in rows}) == len(rows)
    again = pack_from(header_of(pack), reversed(rows))
    assert again == pack
    assert content_hash(again) == content_hash(pack)
