"""A dossier as an auditor would get it: one lot of magnesium glycinate, blocked by an open deviation."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256

from records.retention import Batch, retention_of
from tests.workspace.dossier_rows import EVENT, LABELS, MATERIALS, RESULTS, YIELDS
from workspace.dossier_data import (
    AgreementFacts,
    Baseline,
    CategoryCount,
    ChangeFact,
    ClauseFact,
    ExceptionFact,
    GateFacts,
    GateReason,
    LotDossier,
    LotHeader,
    PackDocumentFact,
    PackFact,
    PartyFact,
    Printing,
    ShipmentFact,
    SignatureFact,
)

NOW = datetime(2026, 3, 27, 16, 40, 12, tzinfo=UTC)


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


LOT = LotHeader(
    number="MG2603-114",
    product_code="MG-GLY-120",
    product_name="Magnesium Glycinate, 120 capsules",
    market="United States",
    state="In sponsor review",
    tone="info",
    time_zone="America/Denver",
    made_on=date(2026, 3, 12),
    packed_on=date(2026, 3, 14),
    expires_on=date(2028, 3, 31),
    completed_at=datetime(2026, 3, 14, 22, 5, 31, tzinfo=UTC),
    quantity_planned=Decimal(5000),
    quantity_good=Decimal(4912),
    quantity_shipped=Decimal(0),
    quantity_released=Decimal(4942),
    quantity_rejected=Decimal(0),
    unit="bottles",
)

GATE = GateFacts(
    is_open=False,
    pattern="conditional, led to sponsor release because a major deviation is open",
    checked_at=NOW,
    valid_until=None,
    open_quantity=Decimal(0),
    reasons=(
        GateReason(True, "A signed quality agreement covers the lot.", "AG-4 v3, clause 2.1", ""),
        GateReason(True, "The CMO is qualified.", "AG-4 v3, clause 1.4", ""),
        GateReason(True, "Evidence pack v2 is complete and attested.", "AG-4 v3, clause 3.2", ""),
        GateReason(False, "DEV-31 (major) is open.", "AG-4 v3, clause 5.2 · R501", "sponsor QA"),
        GateReason(True, "No hold is in place.", "AG-4 v3, clause 5.4", ""),
        GateReason(True, "CMO quality released the batch.", "21 CFR 111.123(a)(8)", ""),
        GateReason(True, "CMO quality released the packaged lot.", "21 CFR 111.127(h)", ""),
        GateReason(False, "The sponsor has not accepted the evidence pack.", "clause 4.1", "sponsor QA"),
        GateReason(False, "The sponsor has not signed the release.", "clause 4.2", "sponsor head of quality"),
    ),
)

PARTIES = (
    PartyFact("Sponsor", "Alder & Pine Nutrition", "418 Larimer Street, Denver, CO 80204, USA", ""),
    PartyFact("Contract manufacturer", "Keystone Blending Co.", "2200 Industrial Road, Ogden, UT", "18420077312"),
    PartyFact("Site of manufacture", "Ogden plant 2", "2260 Industrial Road, Ogden, UT 84401", "18420077320"),
)

AGREEMENT = AgreementFacts(
    number="AG-4",
    title="Quality agreement, capsules",
    version=3,
    state="In force",
    effective_from=date(2025, 9, 1),
    effective_until=date(2027, 8, 31),
    signed_at=datetime(2025, 8, 22, 20, 14, 5, tzinfo=UTC),
    content_hash=digest("AG-4 v3"),
    clauses=(
        ClauseFact("3.2", "Evidence hand-off", "all six categories within 5 business days of completion"),
        ClauseFact("4.1", "Release authority", "conditional: sponsor release when a condition is missed"),
        ClauseFact("5.2", "Notification of deviations", "critical within 1 hour, major within 24 hours"),
        ClauseFact("6.1", "Changes", "sponsor approves supplier, formula, label and method changes"),
    ),
)

BASELINES = (
    Baseline("Master manufacturing record", "MMR-118", 6, date(2025, 11, 3), None, "H. Lindqvist", NOW),
    Baseline("Specification", "SPEC-MG-120", 4, date(2025, 11, 3), date(2026, 10, 31), "R. Chen", NOW),
    Baseline("Label", "LBL-MG120", 7, date(2026, 1, 15), None, "R. Chen", None),
)

CATEGORIES = (
    CategoryCount("Batch record", 11, 1, 0, 0, 2),
    CategoryCount("Materials and traceability", 17, 0, 0, 0, 1),
    CategoryCount("Laboratory", 14, 0, 0, 1, 3),
    CategoryCount("Packaging and labels", 19, 1, 0, 0, 0),
    CategoryCount("Quality events", 4, 0, 0, 1, 0),
    CategoryCount("Distribution", 2, 0, 0, 0, 4),
)

PACK = PackFact(
    version=2,
    state="In sponsor review",
    tone="info",
    form="XLSX workbook",
    submitted_by="M. Ortega, Keystone Blending Co.",
    submitted_at=datetime(2026, 3, 18, 15, 30, 44, tzinfo=UTC),
    content_hash=digest("pack 2"),
    engine_version="1.0.0",
    change_reason="Identity test of lot MG-7731 added.",
    categories=CATEGORIES,
    documents=(
        PackDocumentFact("batch record MG2603-114.pdf", "Batch record", 4_183_220, digest("batch record")),
        PackDocumentFact("CoA 26-1183 finished product.pdf", "Laboratory", 388_102, digest("certificate")),
        PackDocumentFact("label roll 7 count sheet.png", "Packaging and labels", 91_774, digest("roll")),
    ),
)

EXCEPTIONS = (
    ExceptionFact(
        "R305", 1, "111.75(c)", "Failed", "bad", 2,
        "Lead is 0.62 ppm, above NMT 0.5 ppm, although the certificate says “pass”.", "", "", "", None,
    ),
    ExceptionFact(
        "R407", 2, "111.410(b)", "Exception", "wait", 2,
        "Roll LR-88 differs by 6 of 5200 labels (0.12 %), inside the tolerance of 0.25 %.",
        "Accepted", "Both counts were repeated; the difference is within the qualified counter's error.",
        "Ruth Chen, Alder & Pine Nutrition", datetime(2026, 3, 20, 18, 2, 9, tzinfo=UTC),
    ),
)  # fmt: skip

SIGNATURES = (
    SignatureFact(
        "Daniel Okafor", "Keystone Blending Co.", "Head of quality assurance", "Attested complete",
        datetime(2026, 3, 18, 16, 1, 2, tzinfo=UTC), "Evidence pack v2 of lot MG2603-114",
        "user ID and password", digest("attest"), "",
    ),
    SignatureFact(
        "Daniel Okafor", "Keystone Blending Co.", "Quality unit", "Released",
        datetime(2026, 3, 18, 16, 44, 50, tzinfo=UTC), "Batch of lot MG2603-114",
        "user ID and passkey", digest("batch"), "Conforms to MMR-118 v6.",
    ),
)  # fmt: skip

SHIPMENT = ShipmentFact(
    "SH-2041", datetime(2026, 3, 26, 14, 0, 0, tzinfo=UTC), Decimal(1200), "bottles", "Ogden plant 2",
    "High Plains Market DC 3", "7710 East 96th Avenue, Henderson, CO 80640", "receiving@highplains.example",
    "Intermountain Freight, PRO 88121", "S. Patel",
    "Gate revision 9: open, 11 of 11 conditions met (SHA-256 5d41402abc4b…); 4942 bottles before, 3742 bottles after.",
)  # fmt: skip

HISTORY = (
    ChangeFact(
        datetime(2026, 3, 14, 22, 5, 31, tzinfo=UTC), "M. Ortega", "Keystone Blending Co.", "Lot MG2603-114",
        "changed", "state", "In process", "Completed, pack due", "Lot completed",
    ),
    ChangeFact(
        datetime(2026, 3, 18, 15, 30, 44, tzinfo=UTC), "M. Ortega", "Keystone Blending Co.",
        "Evidence pack v2", "made", "", "", "", "Identity test of lot MG-7731 added.",
    ),
)  # fmt: skip

BLOCKED = LotDossier(
    printing=Printing(
        "LD-000217", "Avery Audit", "Northgate GMP Audits", "auditor, access until 30 Apr 2026", NOW, "0.1.0"
    ),
    lot=LOT,
    gate=GATE,
    retention=retention_of([Batch(LOT.number, LOT.expires_on)]),
    parties=PARTIES,
    agreement=AGREEMENT,
    baselines=BASELINES,
    packs=(PACK,),
    exceptions=EXCEPTIONS,
    results=RESULTS,
    yields=YIELDS,
    materials=MATERIALS,
    labels=LABELS,
    events=(EVENT,),
    signatures=SIGNATURES,
    shipments=(SHIPMENT,),
    history=HISTORY,
)

EMPTY = replace(
    BLOCKED, parties=(), agreement=None, baselines=(), packs=(), exceptions=(), results=(), yields=(),
    materials=(), labels=(), events=(), signatures=(), shipments=(), history=(),
)  # fmt: skip
"""A lot just planned: every section is there and says that it is empty."""
