"""What a lot dossier says, as plain values: compiled elsewhere, printed and copied from here.

Words come worded (`state="Accepted"`, from the enum's label); the *tone* beside a word (good, wait, bad,
info or idle) only colors it. Figures are Decimals as they were given, times are aware, and every name is
one that the reader may see: what he may not see is left out by who compiles. `LotDossier` is the whole;
nothing in it is optional except what can truly be unknown, which is None (missing is missing, never zero).
"""

from workspace.dossier_data.agreement import AgreementFacts, Baseline, ClauseFact
from workspace.dossier_data.dossier import LotDossier, Printing
from workspace.dossier_data.events import EventFact, EventStep
from workspace.dossier_data.evidence import (
    CategoryCount,
    ExceptionFact,
    PackDocumentFact,
    PackFact,
    ResultFact,
)
from workspace.dossier_data.header import GateFacts, GateReason, LotHeader, PartyFact
from workspace.dossier_data.making import LabelCount, MaterialFact, PhaseYield
from workspace.dossier_data.records import ChangeFact, ShipmentFact, SignatureFact

__all__ = [
    "AgreementFacts",
    "Baseline",
    "CategoryCount",
    "ChangeFact",
    "ClauseFact",
    "EventFact",
    "EventStep",
    "ExceptionFact",
    "GateFacts",
    "GateReason",
    "LabelCount",
    "LotDossier",
    "LotHeader",
    "MaterialFact",
    "PackDocumentFact",
    "PackFact",
    "PartyFact",
    "PhaseYield",
    "Printing",
    "ResultFact",
    "ShipmentFact",
    "SignatureFact",
]
