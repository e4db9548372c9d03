"""The dossier of one lot, and who asked for it."""

from dataclasses import dataclass
from datetime import datetime

from records.retention import Retention
from workspace.dossier_data.agreement import AgreementFacts, Baseline
from workspace.dossier_data.events import EventFact
from workspace.dossier_data.evidence import ExceptionFact, PackFact, ResultFact
from workspace.dossier_data.header import GateFacts, LotHeader, PartyFact
from workspace.dossier_data.making import LabelCount, MaterialFact, PhaseYield
from workspace.dossier_data.records import ChangeFact, ShipmentFact, SignatureFact


@dataclass(frozen=True, slots=True)
class Printing:
    """Who printed the report, with what right, when, and with which version of the program (11.10(k))."""

    number: str
    """The report's own number, by which it can be found and verified."""
    printed_by: str
    organisation: str
    access: str
    """“Auditor, access until 30 Nov 2025”, “Sponsor QA”."""
    printed_at: datetime
    version: str


@dataclass(frozen=True, slots=True)
class LotDossier:
    printing: Printing
    lot: LotHeader
    gate: GateFacts
    retention: Retention
    parties: tuple[PartyFact, ...]
    agreement: AgreementFacts | None
    baselines: tuple[Baseline, ...]
    packs: tuple[PackFact, ...]
    exceptions: tuple[ExceptionFact, ...]
    results: tuple[ResultFact, ...]
    yields: tuple[PhaseYield, ...]
    materials: tuple[MaterialFact, ...]
    labels: tuple[LabelCount, ...]
    events: tuple[EventFact, ...]
    signatures: tuple[SignatureFact, ...]
    shipments: tuple[ShipmentFact, ...]
    history: tuple[ChangeFact, ...]
