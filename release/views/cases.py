"""What the pages of a decision are about, fetched once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from evidence.models import Pack
from kernel.clock import now
from kernel.errors import Refused
from lots.models import Lot
from release.balance import most_of
from release.forms import DecisionForm
from release.judging import release_verdicts
from release.queries import Panel, live_pack_of, panel_of, performers
from release.rules import refusals
from release.states import Decision, Stage

STAGES = {"batch": Stage.BATCH, "packaged-lot": Stage.PACKAGED_LOT, "sponsor": Stage.SPONSOR}
"""Stages by their word in the address."""


@dataclass(frozen=True, slots=True)
class Case:
    """One stage of one lot before this person: what may be decided and what may not, with the sentence why."""

    lot: Lot
    stage: Stage
    panel: Panel
    refusals: dict[Decision, Refused | None]

    @property
    def offered(self) -> list[Decision]:
        return [decision for decision, refusal in self.refusals.items() if refusal is None]

    def form(self, data: Any) -> DecisionForm:
        most = most_of(self.panel.facts, self.stage)
        return DecisionForm(data, offered=self.offered, most=most, unit=self.lot.unit)

    def pack(self) -> Pack:
        return live_pack_of(self.lot)


def case_of(request: HttpRequest, lot_id: UUID, stage_word: str) -> Case:
    """The case; a stranger to the lot and an unknown stage get 404, a person without the authority is refused."""
    stage = STAGES.get(stage_word)
    if stage is None:
        raise Http404
    lots = Lot.objects.select_related("product", "sponsor", "cmo")
    lot = get_object_or_404(lots, pk=lot_id)
    panel = panel_of(lot.pk, now())
    by = request.actor  # type: ignore[attr-defined]  # ours
    answers = refusals(
        stage=stage,
        lot=lot,
        facts=panel.facts,
        by=by,
        performer_ids=performers(stage, lot, panel.facts),
        verdicts=release_verdicts(lot, live_pack_of(lot)) if panel.facts.pack else (),
    )
    return Case(lot, stage, panel, answers)
