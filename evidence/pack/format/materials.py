"""Category 2: materials and traceability.

21 CFR 111.70(b),(d), 111.75(a), 111.155-111.180, 111.260(d),(e).
"""

from typing import Literal

from evidence.pack.format.fields import (
    Amount,
    Code,
    Day,
    Initials,
    Limit,
    Moment,
    Result,
    Row,
    Text,
    Unit,
    YesNo,
    column,
    optional,
)

Material = Literal["dietary ingredient", "other component", "packaging", "label", "bulk product"]
Status = Literal["quarantine", "approved", "rejected", "on hold"]


class ComponentLot(Row):
    number: Code = column("Component lot", "Unique lot number given at receipt, 111.155(d)(1).")
    component: Code = column("Component", "Item code of the component, 111.260(d).")
    name: Text | None = optional("Name", "Name of the component, 111.210(b).")
    material: Material | None = optional(
        "Material", "Dietary ingredients need an identity test of every lot, 111.75(a)(1)."
    )
    shipment: Code | None = optional("Shipment", "Unique shipment it came with, 111.155(d)(1).")
    received_on: Day | None = optional("Received on", "Date of receipt, 111.180(b)(3).", unit="date")
    supplier: Text | None = optional("Supplier", "Who delivered it, 111.180(b)(3).")
    manufacturer: Text | None = optional("Manufacturer", "Who made it, 111.75(a)(2)(ii).")
    manufacturer_site: Text | None = optional("Manufacturer's site", "Where it was made, 111.75(a)(2)(ii).")
    supplier_lot: Code | None = optional("Supplier's lot number", "Lot number of the supplier, 111.155(d)(1).")
    purchase_order: Code | None = optional("Purchase order", "Order it was received against, 111.155(a).")
    containers: Amount | None = optional("Containers", "Containers received and examined, 111.155(a).", unit="pieces")
    agrees_with_order: YesNo | None = optional(
        "Agrees with order", "Label, containers and papers agree with the purchase order, 111.155(a)-(b), 111.165."
    )
    allergens: Text | None = optional(
        "Allergens", "Allergens it holds, separated by commas; none when it holds none, 111.210(d)."
    )
    storage: Text | None = optional("Storage", "Where it is kept; allergens apart from the rest, 111.455(c).")
    certificate: Text | None = optional("Certificate", "File name of the certificate of analysis, 111.75(a)(2)(ii)(B).")
    status: Status | None = optional("Status", "Status at first use; only approved may be used, 111.155(c)(3).")
    status_at: Moment | None = optional("Status since", "When QC set the status, 111.120(e).", unit="site time")
    status_by: Initials | None = optional("Status set by", "QC person who set it, 111.120(e).")
    retest_on: Day | None = optional("Retest on", "Date from which it must be tested again.", unit="date")
    expires_on: Day | None = optional("Expires on", "Last day it may be used.", unit="date")
    unit: Unit | None = optional("Unit", "Unit of all quantities of this row.")
    received: Amount | None = optional("Received", "Quantity received, 111.180(b)(3).", unit="see unit")
    used: Amount | None = optional("Used in all lots", "Quantity used in all lots so far, 111.260(e).", unit="see unit")
    returned: Amount | None = optional("Returned", "Quantity returned to the supplier, 111.180(b)(3).", unit="see unit")
    rejected: Amount | None = optional("Rejected", "Quantity rejected or destroyed, 111.170.", unit="see unit")
    sampled: Amount | None = optional("Sampled", "Quantity taken as samples, 111.155(c)(1).", unit="see unit")
    on_hand: Amount | None = optional("On hand", "Quantity left in stock, 111.180(b)(3).", unit="see unit")


class Consumption(Row):
    step: Code | None = optional("Step", "Step it was added in, 111.260(j).")
    component: Code = column("Component", "Item code of the component, 111.260(d).")
    component_lot: Code | None = optional("Component lot", "Lot used, 111.260(d).")
    container: Code | None = optional("Container", "Container it was taken from.")
    target: Amount | None = optional("Target", "Quantity of the master record, 111.210(b).", unit="see unit")
    actual: Amount | None = optional("Actual", "Weight or measure used, 111.260(e).", unit="see unit")
    unit: Unit | None = optional("Unit", "Unit of target, actual and tolerance.")
    tolerance: Amount | None = optional("Tolerance", "Largest difference allowed, inclusive.", unit="see unit")
    weighed_at: Moment | None = optional("Weighed", "When it was weighed, 111.260(j)(1).", unit="site time")
    device: Code | None = optional("Scale", "Identity of the scale, 111.27.")
    change: Code | None = optional("Change", "Approved change that allows a substitute, 111.123(a).")


class IdentityTest(Row):
    component_lot: Code = column("Component lot", "Dietary-ingredient lot tested, 111.75(a)(1)(i).")
    method: Code | None = optional("Method", "Method of the identity test, 111.75(h).")
    method_version: Code | None = optional("Method version", "Version of the method.")
    reference_standard: Text | None = optional("Reference standard", "Standard compared with, 111.75(h)(1).")
    laboratory: Text | None = optional("Laboratory", "Who tested; never the supplier, 111.75(a)(1)(i).")
    result: Result | None = optional("Result", "Result, for example complies, 111.75(a)(1).", unit="as written")
    limit: Limit | None = optional("Limit", "Specification of identity, 111.70(b)(1).", unit="as written")
    tested_on: Day | None = optional("Tested on", "Date of the test; before first use.", unit="date")
    analyst: Initials | None = optional("Analyst", "Who tested, 111.325(b)(2).")
    reviewer: Initials | None = optional("Reviewer", "Second person who reviewed.")
    document: Text | None = optional("Document", "File name of the test record.")


class CertificateResult(Row):
    """One attribute of a supplier's certificate of analysis (111.75(a)(2)(ii)(B))."""

    component_lot: Code = column("Component lot", "Component lot that the certificate is of, 111.75(a)(2)(ii).")
    attribute: Code = column("Attribute", "Attribute of the component's specification, 111.70(b).")
    method: Code | None = optional("Method", "Test or examination method, 111.75(a)(2)(ii)(B).")
    limit: Limit | None = optional("Limit", "Limit as the certificate states it.", unit="own, or see unit")
    value: Result | None = optional("Result value", "Actual result of the test or examination.", unit="see unit")
    unit: Unit | None = optional("Unit", "Unit of the result.")


class GenealogyEdge(Row):
    kind: Literal["consumed", "blended", "split", "reworked", "packed", "returned"] = column(
        "Kind", "What happened between the lots, 111.260(a),(d)."
    )
    parent: Code = column("From lot", "Component lot or lot that was used.")
    child: Code = column("Into lot", "Lot that resulted.")
    quantity: Amount | None = optional("Quantity", "Quantity that went over.", unit="see unit")
    unit: Unit | None = optional("Unit", "Unit of the quantity.")
    happened_on: Day | None = optional("On", "Date it happened.", unit="date")


class Materials(Row):
    component_lots: tuple[ComponentLot, ...] = column("Component lots", "111.155, 111.180.", default=())
    consumption: tuple[Consumption, ...] = column("Consumption", "111.260(d),(e).", default=())
    identity_tests: tuple[IdentityTest, ...] = column("Identity tests", "111.75(a)(1)(i).", default=())
    genealogy: tuple[GenealogyEdge, ...] = column("Genealogy", "Lots made from lots, 111.260(a),(d).", default=())
    certificate_results: tuple[CertificateResult, ...] = column(
        "Certificate results", "111.75(a)(2)(ii)(B).", default=()
    )
