"""The gate as the dossier's first page says it, worded as everywhere."""

from decimal import Decimal

from lots.models import Lot
from release.queries import Panel
from release.wording import pattern_words, who_cures
from workspace.dossier_data import GateFacts, GateReason
from workspace.queries.lot import trimmed


def gate_facts(panel: Panel, lot: Lot) -> GateFacts:
    """From the live panel."""
    verdict = panel.verdict
    return GateFacts(
        is_open=verdict.is_open,
        pattern=pattern_words(verdict.route),
        checked_at=panel.at,
        valid_until=verdict.valid_until,
        open_quantity=trimmed(verdict.releasable) or Decimal(0),
        reasons=tuple(
            GateReason(r.is_met, r.sentence, r.clause, "" if r.is_met else who_cures(r, lot)) for r in panel.reasons
        ),
    )
