"""R601–R606: shipment and distribution."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from evidence.pack.rules import DispositionFact, ShipmentFact
from tests.evidence.pack.rules.cases.making import Given, cases, moment, whole

AT = moment("2026-04-02 15:30")
RELEASED = DispositionFact(
    "DR-26-0033", "release", AT, Decimal(4942), "{bottle}", held=Decimal(42), shipped=Decimal(900),
    on_hand=Decimal(4000), sampled=Decimal(20), destroyed=Decimal(12), returned=Decimal(10),
)  # fmt: skip
SHIPMENT = ShipmentFact(
    "SH-26-0071", AT, Decimal(4000), "{bottle}", "Juniper Market Co-op", "Elaine Sato",
    email="recalls@junipermarket.example", carrier="Intermountain", address="41 Depot Street, Bend, OR 97701",
)  # fmt: skip


def _shipped(**fields: object) -> Given:
    return whole(disposition=RELEASED, shipment=replace(SHIPMENT, **fields))  # type: ignore[arg-type]


def _decided(**fields: object) -> Given:
    return whole(disposition=replace(RELEASED, **fields), shipment=SHIPMENT)  # type: ignore[arg-type]


CASES = {
    "R601": cases(
        _shipped(),
        (_shipped(shipped_at=AT - timedelta(seconds=1)), "fail"),
        (_shipped(shipped_at=AT), "pass"),
        (_decided(decision="reject"), "fail"),
    ),
    "R602": cases(
        _shipped(),
        (_shipped(quantity=Decimal("4000.001")), "fail"),
        (_shipped(quantity=Decimal(4000)), "pass"),
        (_shipped(quantity=Decimal(0)), "fail"),
    ),
    "R603": cases(
        _shipped(),
        (_shipped(contact=" "), "fail"),
        (_shipped(email="", phone="+1 541 555 0173"), "pass"),
        (_shipped(email="", phone=""), "fail"),
    ),
    "R604": cases(
        _decided(),
        (_decided(on_hand=Decimal(3999)), "fail"),
        (_decided(on_hand=Decimal("4000.000")), "pass"),
        (_decided(on_hand=Decimal("4000.001")), "fail"),
        (_decided(returned=None), "fail"),
        (_decided(decision="reject"), "not_applicable"),
        (whole(), "not_applicable"),
    ),
    "R605": cases(
        whole(unauthorized_shipments=()),
        (whole(unauthorized_shipments=("SSCC 00085",)), "fail"),
        (whole(), "fail"),  # no feed was read
    ),
    "R606": cases(
        _shipped(),
        (_shipped(address=""), "fail"),
        (_shipped(carrier=""), "pass"),  # the consignee may come for it
        (_shipped(number=" "), "fail"),
        (whole(), "fail"),
    ),
}
