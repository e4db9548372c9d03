"""The auditors' visit: one reads the partnership and asks, one is let in for two lots; a lot's records are held."""

from datetime import date, datetime, timedelta

from kernel.scope import Actor
from lots.models import Lot
from oversight.demo.companies import AUDITOR
from oversight.demo.stage import Stage
from parties.actions import grant_auditor
from parties.grant_limits import Asked
from parties.models import AuditorGrant
from records.actions import place_legal_hold
from records.models import LegalHold
from workspace.actions import answer, ask
from workspace.actions.audit_requests import Answer
from workspace.models import AuditRequest

NARROW = "lots.auditor@example.org"
PAIR = "pair/Alder & Pine Nutrition/Keystone Blending Co."


def audit(stage: Stage, until: datetime) -> None:
    """One request answered with a lot, one open; a narrow access; a legal hold. Needs the auditor to be let in."""
    numbers = stage.act(AUDITOR, lambda _by, _at: _shipped())
    answered = _asked(stage, "Which lots of this year left with a waiver? Name one.", 5)
    stage.act(
        "qa@keystone.example",
        lambda by, at: answer(
            request_id=answered.pk, given=Answer("One is enclosed; the waiver stands in its evidence.", numbers[0]),
            by=by, reason="", at=at,
        ),
    )  # fmt: skip
    _asked(stage, "Calibration certificate of balance B-07 for March.", 3)
    stage.act("head.qa@alderpine.example", lambda by, at: _narrow(stage, numbers[:2], until, by, at))
    stage.act("head.qa@alderpine.example", lambda by, at: _hold(stage, numbers[0], by, at))


def _shipped() -> list[str]:
    return list(Lot.objects.filter(state="shipped").order_by("-packed_on").values_list("number", flat=True)[:2])


def _asked(stage: Stage, words: str, days: int) -> AuditRequest:
    def asking(by: Actor, at: datetime) -> AuditRequest:
        grant = AuditorGrant.objects.get(person_id=by.person_id)
        due_at = at + timedelta(days=days)
        return ask(grant_id=grant.pk, side="cmo", words=words, due_at=due_at, by=by, reason="", at=at)

    return stage.act(AUDITOR, asking)


def _narrow(stage: Stage, numbers: list[str], until: datetime, by: Actor, at: datetime) -> AuditorGrant:
    return grant_auditor(
        partnership_id=stage.made[PAIR].pk, email=NARROW, name="Nils Berg", firm_name="Berg Claims Review",
        purpose="Claim of a retailer about two lots", starts_at=at, ends_at=until, limits=Asked(lots=tuple(numbers)),
        by=by, reason="claim of a retailer", at=at,
    )  # fmt: skip


def _hold(stage: Stage, number: str, by: Actor, at: datetime) -> LegalHold:
    lot = Lot.objects.get(number=number)
    return place_legal_hold(
        partnership_id=stage.made[PAIR].pk, lot_id=lot.pk, label=f"lot {number}", by=by,
        reason=f"Claim of a retailer, received {date(at.year, at.month, at.day)}; counsel asks to keep everything.",
        at=at,
    )  # fmt: skip
