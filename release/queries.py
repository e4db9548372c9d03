"""The gate of lots: facts read once for many lots, verdicts computed, reasons worded for the reader."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from evidence.models import Pack
from evidence.queries import living_pack
from lots.models import Lot, LotGate
from parties.models import Organisation
from release.facts import Facts, from_json
from release.gate import Verdict, decide
from release.models import Disposition
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
    return {
        str(pk): name for pk, name in Organisation.objects.filter(pk__in=list(ids)).values_list("id", "name")
    }


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


def live_pack_of(lot: Lot) -> Pack:
    """The lot's living evidence pack; raises DoesNotExist when it has none."""
    pack = living_pack(lot.pk)
    if pack is None:
        raise Pack.DoesNotExist
    return pack


def workers_on(lot: Lot) -> set[Any]:
    """Who performed work on the lot: started or completed it, submitted its packs (111.12(b))."""
    performers = lot.history.filter(state__in=("in_process", "completed")).values_list(
        "history_user_id", flat=True
    )
    submitters = Pack.objects.filter(lot=lot).values_list("submitted_by_id", flat=True)
    return {*performers, *submitters}


def decisions_of(lot_id: UUID) -> QuerySet[Disposition]:
    """Every decision about the lot, revoked ones included, with its signature."""
    return (
        Disposition.objects.filter(lot_id=lot_id)
        .select_related("signature", "decided_by", "pack")
        .order_by("decided_at", "id")
    )
