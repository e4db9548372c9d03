"""Category 6: the distribution plan (21 CFR 111.453-111.475, 1.345, 7.49)."""

from typing import Literal

from evidence.pack.format.fields import Amount, Code, Row, Text, Unit, column, optional


class ShipFrom(Row):
    """Where the lot will be shipped from (111.475(b)(2))."""

    name: Text | None = optional("Ship from", "Name of the place, 111.475(b)(2).")
    address: Text | None = optional("Address", "Street, city, state and postal code, 21 CFR 1.345.")
    country: Code | None = optional("Country", "Two-letter country code.")
    contact: Text | None = optional("Contact", "Person or desk to ask.")
    phone: Code | None = optional("Phone", "Phone of the contact.")
    email: Text | None = optional("E-mail", "E-mail of the contact.")
    gln: Code | None = optional("GLN", "Global location number, if any.")


class Consignee(Row):
    name: Text = column("Consignee", "Firm that receives the goods, 21 CFR 1.345(a).")
    kind: Literal["distribution center", "retailer", "e-commerce", "direct consumer"] | None = optional(
        "Kind", "What kind of consignee, 21 CFR 7.49."
    )
    address: Text | None = optional("Address", "Street, city, state and postal code, 21 CFR 1.345(a).")
    country: Code | None = optional("Country", "Two-letter country code.")
    contact: Text | None = optional("Contact", "Person to call in a recall, 21 CFR 7.49.")
    phone: Code | None = optional("Phone", "Phone for a recall, 21 CFR 7.49.")
    email: Text | None = optional("E-mail", "E-mail for a recall, 21 CFR 7.49.")
    gln: Code | None = optional("GLN", "Global location number, if any.")
    quantity: Amount | None = optional("Quantity", "Planned quantity, 21 CFR 1.345(a)(4).", unit="see unit")
    unit: Unit | None = optional("Unit", "Unit of the quantity.")


class Distribution(Row):
    ship_from: ShipFrom = column("Ship from", "111.475(b)(2).", default=ShipFrom())
    consignees: tuple[Consignee, ...] = column("Consignees", "21 CFR 1.345, 7.49.", default=())
