"""One lot's dossier, compiled from the database with a constant number of queries."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from release.balance import balance
from release.queries import panel_of
from workspace.dossier_data import LotDossier, Printing
from workspace.queries.agreed import agreement_facts
from workspace.queries.events import event_facts, event_ids_of
from workspace.queries.gate import gate_facts
from workspace.queries.history import change_facts
from workspace.queries.laboratory import results
from workspace.queries.lot import baselines, dossier_lot, header, parties
from workspace.queries.making import label_counts, materials, rows_of, yields
from workspace.queries.packs import exception_facts, living, pack_facts, versions_of
from workspace.queries.retention import retention_of_record
from workspace.queries.signing import shipment_facts, signature_facts


def lot_dossier(lot_id: UUID, printing: Printing, at: datetime) -> LotDossier:
    """Everything that the open scope shows of the lot; raises DoesNotExist for strangers."""
    lot = dossier_lot(lot_id)
    packs = versions_of(lot_id)
    pack, pack_ids = living(packs), [version.pk for version in packs]
    event_ids = event_ids_of(lot_id)
    rows = rows_of(pack)
    shipments, panel = shipment_facts(lot_id), panel_of(lot_id, at)
    decided = balance(panel.facts, needs_sponsor=panel.verdict.route.needs_sponsor)
    signed = [lot.pk, *pack_ids, *event_ids, *([lot.agreement_version_id] if lot.agreement_version_id else [])]
    return LotDossier(
        printing=printing,
        lot=header(lot, sum((s.quantity for s in shipments), start=Decimal(0)), decided),
        gate=gate_facts(panel, lot),
        retention=retention_of_record(lot),
        parties=parties(lot),
        agreement=agreement_facts(lot.agreement_version),
        baselines=baselines(lot),
        packs=pack_facts(packs),
        exceptions=exception_facts(packs),
        results=results(rows, lot.specification_id, pack),
        yields=yields(rows),
        materials=materials(lot, pack, rows),
        labels=label_counts(rows, lot.label_version),
        events=event_facts(lot_id),
        signatures=signature_facts(signed),
        shipments=shipments,
        history=change_facts(lot, pack_ids, event_ids),
    )
