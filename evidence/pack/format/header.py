"""The header: which lot this is, made to which agreement and master record (21 CFR 111.205, 111.255)."""

from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import field_validator

from evidence.pack.format.fields import Amount, Code, Day, Moment, Row, Text, Unit, column, optional
from evidence.pack.problems import NotReadable
from evidence.pack.zones import zone_names

FORMAT: Literal["pack-1"] = "pack-1"


class Header(Row):
    format: Literal["pack-1"] = column("Format", "Version of this format; always pack-1.")
    agreement_number: Code = column("Agreement number", "Quality agreement the lot is made under.")
    agreement_version: Code = column("Agreement version", "Version of the quality agreement in force.")
    product_code: Code = column("Product code", "The sponsor's code of the product (SKU).")
    product_name: Text | None = optional("Product name", "Name and strength, 111.210(a).")
    master_record_number: Code = column("Master record", "Master manufacturing record followed, 111.205(a).")
    master_record_version: Code = column("Master record version", "Its version, 111.205(a).")
    batch_size: Amount = column(
        "Batch size", "Batch size of the master record, 111.205(a).", unit="see batch size unit"
    )
    batch_size_unit: Unit = column("Batch size unit", "Unit of the batch size, 111.205(a).")
    lot_number: Code = column("Lot number", "Lot number of the finished batch, 111.260(a)(1).")
    site_name: Text = column("Site", "Site of the contract manufacturer that made the lot.")
    site_registration: Code | None = optional("FDA registration", "Food facility registration number, 21 CFR 1.232.")
    time_zone: Code = column(
        "Time zone", "Site's time zone, for example America/Denver; times without offset are in it."
    )
    started_at: Moment | None = optional(
        "Manufacture started", "Start of manufacture, 111.260(j)(1).", unit="site time"
    )
    made_on: Day | None = optional("Made on", "Date the batch was completed, 111.260(j)(1).", unit="date")
    packed_on: Day | None = optional("Packed on", "Date of packaging and labeling, 111.260(k).", unit="date")
    expires_on: Day | None = optional("Expires on", "Shelf-life date given to the lot, 111.605(a).", unit="date")
    quantity: Amount | None = optional(
        "Quantity", "Good finished units handed over, 111.260(k)(1).", unit="see quantity unit"
    )
    quantity_unit: Unit | None = optional("Quantity unit", "Unit of the quantity, 111.260(k)(1).")
    submitter_name: Text | None = optional(
        "Submitted by", "Printed name of the person who compiled the pack, 11.10(h)."
    )
    submitter_email: Text | None = optional("Submitter's e-mail", "Where questions about the pack go.")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in zone_names():
            raise NotReadable(f"“{name}” is not a time zone.", "Write it as America/Denver or America/New_York.")
        return name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
