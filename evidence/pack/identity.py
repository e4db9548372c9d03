"""Which lot a pack speaks of."""

from evidence.pack.format import Pack

CLAUSE = "21 CFR 111.260(a)"


def misdirection(stated: Pack, *, lot_number: str, product_code: str) -> str:
    """The sentence that refuses a pack of another lot or product; empty when it is this one's."""
    header = stated.header
    if (header.lot_number, header.product_code) == (lot_number, product_code):
        return ""
    return (
        f"This pack is for lot {header.lot_number} of {header.product_code}, not for lot {lot_number} of "
        f"{product_code}. Upload it on the page of its own lot."
    )
