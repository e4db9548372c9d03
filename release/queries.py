"""The gate of lots: facts read once for many lots, verdicts computed, reasons worded for the reader."""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from lots.models import LotGate
from parties.models import Organisation
from release.facts import Facts, from_json
from release.gate import Verdict, decide
from release.wording import WordedReason, worded


def facts_of(lot_ids: Iterable[UUID]) -> dict[UUID, Facts]:
    """Facts per lot in one query, whatever the number of lots."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lot_id, facts FROM facts_of_lots(%s::uuid[])", [[str(i) for i in lot_ids]])
        rows = cursor.fetchall()
    return {lot_id: from_json(lot_id, _loaded(raw)) for lot_id, raw in rows}


def _loaded(raw: object) -> dict[str, object]:
    return json.loads(raw) if isinstance(raw, str) else raw  # type: ignore[return-value]  # psycopg2 leaves jsonb as text


def verdicts_of(lot_ids: Iterable[UUID], at: datetime) -> dict[UUID, Verdict]:
    """Verdict per lot, computed live."""
    return {lot_id: decide(facts, at) for lot_id, facts in facts_of(lot_ids).items()}


def organisation_names(ids: Iterable[UUID | str]) -> dict[str, str]:
    """Names of the organisations that this reader may see."""
    return {str(pk): name for pk, name in Organisation.objects.filter(pk__in=list(ids)).values_list("id", "name")}


def gate_panel(lot_id: UUID, at: datetime) -> tuple[Verdict, tuple[WordedReason, ...]]:
    """The panel "why it can't ship": computed live by the same function that settles the gate."""
    verdict = verdicts_of([lot_id], at)[lot_id]
    owners = {r.ids["organisation"] for r in verdict.reasons if "organisation" in r.ids}
    names = organisation_names(owners) if owners else {}
    return verdict, tuple(worded(r, names) for r in verdict.reasons)


def differences(lot_ids: Iterable[UUID], at: datetime) -> list[UUID]:
    """Lots whose settled gate row differs from the live verdict: an incident (invariant I6)."""
    live = verdicts_of(lot_ids, at)
    gates = LotGate.objects.filter(lot_id__in=live.keys(), settled=True)
    return [
        g.lot_id
        for g in gates
        if (g.ok, g.open_qty) != (live[g.lot_id].is_open, live[g.lot_id].releasable)
        and not (g.valid_until is not None and g.valid_until <= at)
    ]
