"""The gate of lots: facts read once for many lots, verdicts computed, reasons worded for the reader."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet, Sum

from evidence.models import Pack
from evidence.queries import living_pack
from lots.models import Lot, LotGate
from lots.states import LotState
from parties.models import Organisation
from quality_events.models import QualityEvent
from records.queries import lenders_to
from release.drawing import ALWAYS, stretch_of
from release.facts import Facts, from_json
from release.gate import Verdict, decide
from release.models import Disposition, PatternOverride, ShipPermit, Verification
from release.states import PermitState, Stage, VerificationState
from release.wording import WordedReason, sentence_of, worded

SIGNAL_DAYS = 90
"""So long every lot is verified after a signal."""


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


@dataclass(frozen=True, slots=True)
class Panel:
    """The gate of one lot as a page shows it: facts, verdict and its reasons worded for this reader."""

    facts: Facts
    verdict: Verdict
    reasons: tuple[WordedReason, ...]
    at: datetime

    @property
    def unmet(self) -> tuple[WordedReason, ...]:
        return tuple(r for r in self.reasons if not r.is_met)

    @property
    def why_shut(self) -> tuple[str, str]:
        """(sentence, clause) of a shipment that would be refused now; empty while the gate is open."""
        return ("", "") if self.verdict.is_open else sentence_of(self.facts.number, self.reasons)


def panel_of(lot_id: UUID, at: datetime) -> Panel:
    """The panel "why it can't ship": computed live by the same function that settles the gate."""
    facts = facts_of([lot_id])[lot_id]
    verdict = decide(facts, at)
    owners = {r.ids["organisation"] for r in verdict.reasons if "organisation" in r.ids}
    names = organisation_names(owners) if owners else {}
    return Panel(facts, verdict, tuple(worded(r, names) for r in verdict.reasons), at)


def gate_panel(lot_id: UUID, at: datetime) -> tuple[Verdict, tuple[WordedReason, ...]]:
    """Verdict and worded reasons alone."""
    panel = panel_of(lot_id, at)
    return panel.verdict, panel.reasons


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


GATES_COMPARED, GATES_DIFFERED = "gates_compared", "gates_differed"
"""Signs that /readyz reads: when all gates were last compared, and when one last stood open against the facts."""


def settled_gates(after: UUID, limit: int) -> dict[UUID, list[UUID]]:
    """The next settled gates behind this lot's key, of all partnerships; lot keys by partnership. Only for SYS."""
    found: dict[UUID, list[UUID]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT partnership_id, lot_id FROM find_settled_gates(%s, %s)", [after, limit])
        for partnership_id, lot_id in cursor.fetchall():
            found.setdefault(partnership_id, []).append(lot_id)
    return found


def live_pack_of(lot: Lot) -> Pack:
    """The lot's living evidence pack; raises DoesNotExist when it has none."""
    pack = living_pack(lot.pk)
    if pack is None:
        raise Pack.DoesNotExist
    return pack


def workers_on(lot: Lot) -> set[Any]:
    """Who performed work on the lot: started or completed it, submitted its packs (111.12(b))."""
    performers = lot.history.filter(state__in=("in_process", "completed")).values_list("history_user_id", flat=True)
    submitters = Pack.objects.filter(lot=lot).values_list("submitted_by_id", flat=True)
    return {*performers, *submitters}


def reviewers_of(pack_id: UUID) -> set[Any]:
    """Who accepted the pack, and on whose authority; of a pack of high risk who signed the review, since the
    countersignature is the head's.
    """
    accepted = Pack.history.filter(id=pack_id, state__in=("to_countersign", "accepted")).order_by("history_id")
    first = set(accepted.values_list("history_user_id", flat=True)[:1])
    return first | lenders_to(first, [pack_id])


def performers(stage: str, lot: Lot, facts: Facts) -> set[Any]:
    """Who may not decide at this stage, because the decision is about their own work."""
    if stage != Stage.SPONSOR:
        return workers_on(lot)
    return reviewers_of(facts.pack.id) if facts.pack else set()


def decisions_of(lot_id: UUID) -> QuerySet[Disposition]:
    """Every decision about the lot, revoked ones included, with its signature."""
    return (
        Disposition.objects.filter(lot_id=lot_id)
        .select_related("signature", "decided_by", "pack")
        .order_by("decided_at", "id")
    )


def overrides(**of: Any) -> QuerySet[PatternOverride]:
    """What turned lots to the sponsor, standing ones first, then the newest; narrowed by partnership or lot."""
    found = PatternOverride.objects.filter(**of).select_related(
        "partnership__sponsor", "partnership__cmo", "lifted_by", "lot"
    )
    return found.order_by(F("lifted_at").desc(nulls_first=True), "-from_at", "id")


def unreleased_lots(override: PatternOverride) -> list[UUID]:
    """The group's lots that the CMO has not released yet: what an override turns."""
    before = (LotState.PLANNED, LotState.IN_PROCESS, LotState.COMPLETED, LotState.PACK_PENDING, LotState.REPROCESS)
    of_group = Lot.objects.filter(partnership_id=override.partnership_id, product__group=override.product_group)
    return list(of_group.filter(state__in=before).order_by("pk").values_list("pk", flat=True))


def lots_turned_by(override: PatternOverride) -> QuerySet[Lot]:
    """The lots that wait or waited for the sponsor because of it: released by the CMO while it stood."""
    turned = Disposition.objects.filter(turned_by=override, revoked_at=None).values("lot_id")
    return Lot.objects.filter(pk__in=turned).select_related("product").order_by("number", "pk")


def verified_so_far(partnership_id: UUID, group: str, quarter: str) -> int:
    """How many lots of the group were before the plan in this quarter."""
    found = Verification.objects.filter(partnership_id=partnership_id, product_group=group, quarter=quarter)
    return found.count()


def stretch_is_taken(partnership_id: UUID, group: str, quarter: str, position: int) -> bool:
    """Whether the stretch that this position lies in has its drawn lot."""
    if position <= ALWAYS:
        return False
    first, last = stretch_of(position)
    of_quarter = Verification.objects.filter(partnership_id=partnership_id, product_group=group, quarter=quarter)
    return of_quarter.filter(position__range=(first, last)).exclude(state=VerificationState.PASSED_OVER).exists()


def signal_in(partnership_id: UUID, group: str, at: datetime) -> str:
    """Why every lot of the group is verified now: a dispute or a major or critical event of the last 90 days."""
    since = at - timedelta(days=SIGNAL_DAYS)
    disputed = Verification.objects.filter(partnership_id=partnership_id, product_group=group, state="disputed")
    last = disputed.filter(decided_at__gt=since, decided_at__lte=at).select_related("lot").order_by("-decided_at")
    if (row := last.first()) is not None:
        return f"the release of lot {row.lot.number} was disputed"
    hits = QualityEvent.objects.filter(
        partnership_id=partnership_id, classification__in=("major", "critical"), reported_at__gt=since,
        reported_at__lte=at, event_lots__standing="included", event_lots__lot__product__group=group,
    ).exclude(state="cancelled")  # fmt: skip
    event = hits.order_by("-reported_at", "pk").first()
    return f"{event.number} ({event.classification})" if event else ""


def verifications(**of: Any) -> QuerySet[Verification]:
    """Releases that needed no sponsor, drawn or not, the newest first."""
    found = Verification.objects.filter(**of).select_related("lot__product", "lot__cmo", "lot__sponsor", "decided_by")
    return found.order_by("-drawn_at", "-id")


def live_permits(lot_ids: Iterable[UUID], at: datetime) -> QuerySet[ShipPermit]:
    """Permits that could be spent at this instant, were the gate open."""
    return ShipPermit.objects.filter(lot_id__in=list(lot_ids), state=PermitState.LIVE, expires_at__gt=at)


def promised(lot_id: UUID, at: datetime) -> Decimal:
    """What live permits have promised of the lot, in its unit."""
    return live_permits([lot_id], at).aggregate(total=Sum("quantity"))["total"] or Decimal(0)


def permits_of(lot_id: UUID) -> QuerySet[ShipPermit]:
    """Every permit of the lot, newest first."""
    return ShipPermit.objects.filter(lot_id=lot_id).select_related("issued_by").order_by("-issued_at", "-id")


@dataclass(frozen=True, slots=True)
class ToldOfPermit:
    """What anybody who holds the sheet is told."""

    lot_number: str
    quantity: Decimal
    unit: str
    state: str
    since: datetime

    @property
    def is_live(self) -> bool:
        return self.state == PermitState.LIVE

    @property
    def words(self) -> str:
        return "Expired" if self.state == "expired" else str(PermitState(self.state).label)


def told_of_permit(token: str) -> ToldOfPermit | None:
    """By the token of the sheet alone, whoever asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lot_number, quantity, unit, state, since FROM find_ship_permit(%s)", [token])
        row = cursor.fetchone()
    return ToldOfPermit(*row) if row else None
