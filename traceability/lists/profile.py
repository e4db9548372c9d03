"""Which column of a warehouse's list is which field. Pure."""

import re
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

FIELDS: dict[str, str] = {
    "line": "Line", "lot": "Lot", "product": "Product", "quantity": "Quantity", "unit": "Unit", "shipped_at": "Shipped",
    "reference": "PO, ASN or invoice", "account": "Account", "account_number": "Account number", "gln": "GLN",
    "address": "Address", "contact": "Contact", "ship_from": "Ship from", "sscc": "SSCC",
}  # fmt: skip
"""The fields that a column may stand for."""
MUST = ("lot", "quantity", "shipped_at", "reference", "account")
_WORDS = {
    "line": ("line number", "line id", "shipment id", "id"),
    "lot": ("lot number", "lot no.", "lot code", "batch", "traceability lot code"),
    "product": ("sku", "item", "item code", "product code", "part number"),
    "quantity": ("qty", "quantity shipped", "units", "shipped qty"),
    "unit": ("uom", "unit of measure"),
    "shipped_at": ("ship date", "date", "shipped at", "date shipped"),
    "reference": ("reference", "po", "asn", "invoice", "order", "order number", "po number", "asn number"),
    "account": ("customer", "ship to", "consignee", "customer name", "ship to name", "account name"),
    "account_number": ("customer number", "customer id", "customer no.", "account no."),
    "gln": ("ship to gln", "customer gln", "location gln"),
    "address": ("ship to address",),
    "contact": ("email", "e-mail", "phone"),
    "ship_from": ("warehouse", "origin", "from"),
    "sscc": ("pallet", "license plate"),
}
OFFSET = re.compile(r"([+-])(0\d|1[0-4]):([0-5]\d)")


class Profile(BaseModel):
    """Which column is which field, chosen once for a warehouse; how it writes days, and the offset of its clock."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sheet: str = Field(default="", max_length=100)
    header_row: int = Field(default=1, ge=1, le=1000)
    day_order: Literal["ymd", "dmy", "mdy"] = "ymd"
    decimal_comma: bool = False
    offset: str = Field(default="+00:00", pattern=OFFSET.pattern)
    columns: dict[str, str]

    @field_validator("columns")
    @classmethod
    def _is_whole(cls, columns: dict[str, str]) -> dict[str, str]:
        if not set(MUST) <= columns.keys() <= FIELDS.keys():
            raise ValueError(f"Choose columns for {', '.join(FIELDS[name].lower() for name in MUST)}.")
        if len(set(columns.values())) != len(columns):
            raise ValueError("One column cannot be two fields. Choose another column for one of them.")
        return columns


def likely_columns(headings: Sequence[str]) -> dict[str, str]:
    """Columns whose heading says what they are: a first choice for the person, who decides."""
    found: dict[str, str] = {}
    for field, title in FIELDS.items():
        words = {title.casefold(), field.replace("_", " "), field, *_WORDS.get(field, ())}
        match = next((text for text in headings if text.casefold() in words and text not in found.values()), None)
        if match is not None:
            found[field] = match
    return found
