"""R201–R220: materials and traceability."""

from datetime import date
from decimal import Decimal

from evidence.pack.rules import EarlierCertificate, EarlierLots, HoldFact
from tests.evidence.pack.rules.cases.making import (
    cases,
    gone,
    moment,
    more,
    recorded,
    row,
    stated,
    unrecorded,
    whole,
)

RECEIPTS, USED, IDENTITY = "materials.component_lots", "materials.consumption", "materials.identity_tests"
CERTIFICATES, EDGES, LOTS = "materials.certificate_results", "materials.genealogy", "batch_record.lots"
MAGNESIUM, RICE = {"number": "C-26-0412"}, {"number": "C-26-0398"}
RICE_LINE, OWN, BATCH = {"component": "RICE-FL"}, {"component_lot": "C-26-0412"}, {"kind": "batch"}
MOISTURE = {"attribute": "MOISTURE"}


def _copies(*lots: str, moisture: str = "11.2") -> EarlierLots:
    values = {"MOISTURE": moisture, "LEAD": "0.06"}
    return EarlierLots(
        certificates=tuple(EarlierCertificate("RICE-FL", "RICEBRAN INGREDIENTS", lot, values) for lot in lots)
    )


def _held(start: str, end: str | None = None) -> dict[str, object]:
    return {"holds": {"C-26-0412": (HoldFact(moment(start), moment(end) if end else None, "complaint"),)}}


BULK = {
    "number": "K-1", "component": "BULK-1", "name": "Zinc capsules", "material": "bulk product",
    "supplier": "Cedar Ridge", "supplier_lot": "ZN-4", "purchase_order": "PO-9",
    "agrees_with_order": True, "shipment": "RCV-9",
}  # fmt: skip

CASES = {
    "R201": cases(
        whole(),
        (stated(row(RECEIPTS, MAGNESIUM, shipment=None)), "fail"),
        (stated(more(RECEIPTS, number="C-26-0413", component="MGBG-20", shipment="RCV-26-0412")), "pass"),
        (stated(more(RECEIPTS, number="C-26-0412", component="MGBG-20", shipment="RCV-26-0412")), "fail"),
    ),
    "R202": cases(
        whole(),
        (stated(row(RECEIPTS, MAGNESIUM, status="quarantine")), "fail"),
        (stated(row(RECEIPTS, MAGNESIUM, status_at="2026-03-10 07:30")), "pass"),
        (stated(row(RECEIPTS, MAGNESIUM, status_at="2026-03-10 07:31")), "fail"),
    ),
    "R203": cases(
        whole(),
        (stated(row(RECEIPTS, MAGNESIUM, supplier_lot=None)), "fail"),
        (stated(row(RECEIPTS, MAGNESIUM, supplier_lot="1", manufacturer=None)), "pass"),
    ),
    "R204": cases(
        whole(),
        (stated(row(RECEIPTS, RICE, supplier="Grain Brokers Inc.")), "fail"),
        (stated(row(RECEIPTS, RICE, supplier="RICEBRAN ingredients, Inc.")), "pass"),  # the legal form is no other firm
        (stated(row(RECEIPTS, RICE, manufacturer_site="Stuttgart, Arkansas")), "fail"),
        (whole(**recorded("suppliers", "RICE-FL", site="")), "pass"),
        (whole(**recorded("suppliers", "RICE-FL", approved_until=date(2026, 3, 10))), "pass"),
        (whole(**recorded("suppliers", "RICE-FL", approved_until=date(2026, 3, 9))), "fail"),
        (whole(**recorded("suppliers", "RICE-FL", approved_from=date(2026, 3, 11))), "fail"),
        (whole(**unrecorded("suppliers")), "fail"),
        (stated(row(USED, RICE_LINE, weighed_at=None), row(RECEIPTS, RICE, received_on=None)), "fail"),
        (stated(gone(USED)), "not_applicable"),
    ),
    "R205": cases(
        whole(),
        (stated(gone(IDENTITY)), "fail"),
        (stated(row(IDENTITY, OWN, tested_on="2026-03-10")), "pass"),
        (stated(row(IDENTITY, OWN, tested_on="2026-03-11")), "fail"),
    ),
    "R206": cases(
        whole(),
        (whole(**recorded("methods", "QC-031", components=("ZNPC-21",))), "fail"),
        (whole(**recorded("methods", "QC-031", components=())), "pass"),
        (stated(row(IDENTITY, OWN, method="QC-010")), "fail"),  # color and odor alone
        (stated(more(IDENTITY, component_lot="C-26-0412", method="QC-010")), "pass"),
        (stated(row(IDENTITY, OWN, method="QC-099")), "fail"),
        (stated(row(IDENTITY, OWN, method=None)), "fail"),
        (stated(gone(IDENTITY)), "not_applicable"),
    ),
    "R207": cases(
        whole(),
        (whole(**recorded("suppliers", "RICE-FL", confirmed_on=None)), "fail"),
        (whole(**recorded("suppliers", "RICE-FL", document="")), "fail"),
        (whole(**recorded("suppliers", "RICE-FL", reconfirm_by=None)), "fail"),
        (stated(row(RECEIPTS, RICE, status_by=None)), "fail"),
        (stated(gone(CERTIFICATES, {"component_lot": "C-26-0398"})), "fail"),
        (
            stated(
                gone(CERTIFICATES, {"component_lot": "C-26-0398"}),
                more("laboratory.results", number="90", stage="component", test="MOISTURE", sample_lot="C-26-0398",
                     value="11", unit="%", limit="NMT 14"),
            ),
            "pass",
        ),
        (stated(gone(USED)), "not_applicable"),
    ),
    "R208": cases(
        whole(),
        (stated(row(CERTIFICATES, MOISTURE, method=None)), "fail"),
        (stated(row(CERTIFICATES, MOISTURE, value=None)), "fail"),
        (stated(row(CERTIFICATES, MOISTURE, value="14")), "pass"),
        (stated(row(CERTIFICATES, MOISTURE, value="14.01")), "needs_event"),
        (stated(gone(CERTIFICATES, {"component_lot": "C-26-0412"})), "fail"),
        (stated(gone(CERTIFICATES), row(RECEIPTS, MAGNESIUM, certificate=None)), "not_applicable"),
    ),
    "R209": cases(
        whole(),
        (whole(**recorded("suppliers", "RICE-FL", reconfirm_by=date(2026, 3, 9))), "fail"),
        (whole(**recorded("suppliers", "RICE-FL", reconfirm_by=date(2026, 3, 10))), "pass"),
        (whole(**recorded("suppliers", "RICE-FL", reconfirm_by=None)), "fail"),
        (whole(**recorded("suppliers", "MGBG-20", reconfirm_by=None)), "pass"),  # its identity is tested every time
        (stated(gone(USED)), "not_applicable"),
    ),
    "R210": cases(
        whole(earlier=_copies("C-25-0102", "C-25-0250", moisture="11.3")),
        (whole(earlier=_copies("C-25-0102", "C-25-0250")), "fail"),
        (whole(earlier=_copies("C-25-0102")), "pass"),  # two lots alike may be chance
        (whole(earlier=_copies("C-25-0102", "C-25-0102", "C-26-0398")), "pass"),  # one earlier lot, and this one
        (stated(gone(CERTIFICATES)), "not_applicable"),
    ),
    "R211": cases(
        whole(),
        (whole(**recorded("component_specifications", "RICE-FL", attributes=("MOISTURE", "LEAD", "ARSENIC"))), "fail"),
        (whole(**recorded("component_specifications", "RICE-FL", attributes=("MOISTURE",))), "pass"),
        (stated(gone(IDENTITY)), "fail"),
        (stated(row(CERTIFICATES, MOISTURE, value=None)), "fail"),
        (whole(**unrecorded("component_specifications")), "fail"),
        (stated(gone(USED)), "not_applicable"),
    ),
    "R212": cases(
        whole(),
        (stated(gone(USED, RICE_LINE)), "fail"),
        (stated(more(USED, component="MALTO", component_lot="C-1", change="CC-26-014")), "pass"),
        (stated(more(USED, component="MALTO", component_lot="C-1")), "fail"),
    ),
    "R213": cases(
        whole(),
        (stated(row(USED, RICE_LINE, actual="54.109")), "needs_event"),
        (stated(row(USED, RICE_LINE, actual="54.108")), "pass"),
        (stated(row(USED, RICE_LINE, actual="53.892")), "pass"),
        (stated(row(USED, RICE_LINE, actual="53.891")), "needs_event"),
    ),
    "R214": cases(
        whole(),
        (stated(row(RECEIPTS, RICE, expires_on="2026-03-09")), "fail"),
        (stated(row(RECEIPTS, RICE, expires_on="2026-03-10")), "pass"),
    ),
    "R215": cases(
        whole(),
        (stated(row(RECEIPTS, RICE, received="501")), "fail"),
        (stated(row(RECEIPTS, RICE, received="500.5")), "pass"),  # 0.5 of 500.5 is less than 0.1 %
        (stated(row(RECEIPTS, RICE, on_hand=None)), "fail"),
    ),
    "R216": cases(
        whole(),
        (stated(more(RECEIPTS, number="C-25-0001", component="RICE-FL", status="approved", on_hand="5",
                     expires_on="2027-01-01")), "fail"),
        (stated(more(RECEIPTS, number="C-25-0001", component="RICE-FL", status="approved", on_hand="5",
                     expires_on="2028-02-17")), "pass"),  # the same day
        (stated(more(RECEIPTS, number="C-25-0001", component="RICE-FL", status="approved", on_hand="0",
                     expires_on="2027-01-01")), "pass"),
        (stated(row(RECEIPTS, RICE, allergens="soy", storage=None)), "fail"),
        (stated(row(RECEIPTS, RICE, allergens="soy", storage="Allergen cage 1")), "pass"),
        (stated(gone(RECEIPTS)), "not_applicable"),
    ),
    "R217": cases(
        whole(),
        (stated(more(EDGES, kind="reworked", parent="MG2603-114-P1", child="MG2603-114")), "fail"),
        (stated(gone(EDGES, {"parent": "C-26-0398"})), "fail"),
        (stated(row(EDGES, {"parent": "C-26-0398"}, kind="blended")), "pass"),
    ),
    "R218": cases(
        whole(),
        (stated(row(LOTS, BATCH, wasted="2990")), "fail"),
        (stated(row(LOTS, BATCH, wasted="2989")), "pass"),  # 0.5 % of 597 900 are 2989.5
        (stated(row(LOTS, BATCH, quantity="600889.447236")), "pass"),
        (stated(row(LOTS, BATCH, quantity="600905")), "fail"),
        (stated(row(LOTS, BATCH, remaining=None)), "fail"),
        (stated(row(EDGES, {"parent": "MG2603-114"}, quantity=None)), "fail"),
        (stated(gone(EDGES)), "not_applicable"),
    ),
    "R219": cases(
        whole(),
        (whole(**_held("2026-03-10 13:29")), "fail"),  # weighed 07:30 in Denver, 13:30 UTC
        (whole(**_held("2026-03-10 13:30")), "fail"),
        (whole(**_held("2026-03-10 13:31")), "pass"),
        (whole(**_held("2026-03-01 08:00", "2026-03-10 13:30")), "pass"),
        (whole(**_held("2026-03-01 08:00", "2026-03-10 13:31")), "fail"),
        (whole(holds={"MG2603-114": (HoldFact(moment("2026-03-16 20:00")),)}), "fail"),  # packed on that day
        (whole(holds={"MG2603-114": (HoldFact(moment("2026-03-17 20:00")),)}), "pass"),
        (whole(holds={"MG2603-114": (HoldFact(moment("2026-03-01 20:00"), moment("2026-03-16 20:00")),)}), "pass"),
    ),
    "R220": cases(
        stated(more(RECEIPTS, **BULK)),
        (stated(more(RECEIPTS, **(BULK | {"agrees_with_order": False}))), "fail"),
        (stated(more(RECEIPTS, **(BULK | {"purchase_order": None}))), "fail"),
        (stated(more(RECEIPTS, **(BULK | {"received": Decimal(0), "unit": "{capsule}"}))), "pass"),
        (whole(), "not_applicable"),
    ),
}  # fmt: skip
