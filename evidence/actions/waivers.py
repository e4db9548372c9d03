"""The sponsor waives a rule that blocks, where a clause allows it; and takes the waiver back (domain §B)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction

from agreements.queries import terms_of
from evidence import rules
from evidence.actions.checking import settle_lots
from evidence.content import waiver_content
from evidence.models import ExceptionDecision, Pack, RuleVerdict, RuleWaiver
from evidence.pack.rules import rules as known_rules
from evidence.queries import LIVING
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move
from lots.actions.gates import changing
from lots.models import Lot
from lots.rules import check_may, check_reason
from records.actions.signatures import sign
from records.states import Meaning


@dataclass(frozen=True, slots=True)
class WaiverDraft:
    """What the sponsor would sign: for this lot or for its product, until the end of a day, and why."""

    scope: Literal["lot", "product"]
    valid_until: date
    reason: str


def waive_rule(
    *, verdict_id: int, draft: WaiverDraft, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime
) -> RuleWaiver:
    """Sign a waiver of the rule that a verdict failed by.

    Raises Refused for a rule without waiver (X), without a clause that allows it, past the clause's days, and for a
    person who reviews the lot's pack.
    """
    verdict = RuleVerdict.objects.select_related("pack__lot__product").get(pk=verdict_id)
    lot = verdict.pack.lot
    affected = _lots_of(lot, draft.scope)
    with transaction.atomic(), changing(affected), acting(by=by, reason=draft.reason or "rule waived", at=at):
        clause = check_waiver(verdict, lot, draft, by=by, at=at)
        waiver = RuleWaiver.objects.create(
            partnership_id=lot.partnership_id,
            sponsor_id=lot.sponsor_id,
            rule=verdict.rule,
            lot=lot if draft.scope == "lot" else None,
            product=lot.product if draft.scope == "product" else None,
            valid_until=draft.valid_until,
            clause=clause,
            reason=draft.reason.strip(),
            waived_by_id=by.person_id,
            waived_at=at,
        )
        sign(
            by=by,
            subject=waiver,
            subject_kind="waiver",
            subject_label=f"Waiver of {verdict.rule} for {lot.number if draft.scope == 'lot' else lot.product.code}",
            content=waiver_content(verdict, lot, clause, draft),
            meaning=Meaning.WAIVED,
            proof=proof,
            reason=reason or draft.reason,
            at=at,
            shown_hash=shown_hash,
            permission="evidence.waive",
            asked_on=verdict.pack,
        )
        settle_lots(affected, by=by, at=at)
        return waiver


def check_waiver(verdict: RuleVerdict, lot: Lot, draft: WaiverDraft, *, by: Actor, at: datetime) -> str:
    """Everything that must hold before somebody is asked to sign; the clause that allows it."""
    check_may(by, "evidence.waive", lot, "waive a rule")
    terms = terms_of(lot.agreement_version_id)
    clause = rules.check_waivable({rule.id: rule for rule in known_rules()}.get(verdict.rule), terms)
    rules.check_waiver_days(draft.valid_until, at.date(), terms.longest_waiver_days if terms else 0, clause)
    check_reason(draft.reason)
    reviewers = ExceptionDecision.objects.filter(verdict__pack__lot=lot).values_list("decided_by_id", flat=True)
    rules.check_is_not_reviewer(by, set(reviewers))
    return clause


def revoke_waiver(*, waiver_id: UUID, by: Actor, reason: str, at: datetime) -> RuleWaiver:
    """The rule blocks again from now on; the waiver stays on record."""
    found = RuleWaiver.objects.select_related("lot", "product").get(pk=waiver_id)
    lots = [found.lot_id] if found.lot_id else list(_of_product(found.product_id))
    with transaction.atomic(), changing(lots), acting(by=by, reason=reason or "waiver revoked", at=at):
        waiver = RuleWaiver.objects.locked([waiver_id]).get()
        move(waiver, "revoke", by=by, reason=reason)
        settle_lots(lots, by=by, at=at)
        return waiver


def _lots_of(lot: Lot, scope: str) -> list[UUID]:
    return [lot.pk] if scope == "lot" else list(_of_product(lot.product_id))


def _of_product(product_id: Any) -> list[UUID]:
    living = Pack.objects.filter(lot__product_id=product_id, state__in=LIVING)
    return list(living.order_by("lot_id").values_list("lot_id", flat=True).distinct())
