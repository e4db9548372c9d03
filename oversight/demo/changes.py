"""Changes that the CMOs asked for during the year, and how far each got."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from change_control.actions import (
    Answer,
    answer_lines,
    approve,
    implement,
    make_effective,
    propose,
    reject,
    send,
    sign_off_lines,
    submit,
    verify,
)
from change_control.actions.proposing import ChangeDraft
from change_control.content import change_content
from change_control.models import ChangeRequest, ImpactLine
from change_control.states import ChangeState
from kernel.scope import Actor
from masters.models import MasterKind, MasterRecord
from masters.queries import content_of_version
from oversight.demo.baseline import CLERKS, CMO_QUALITY, HEADS, PRODUCTS
from oversight.demo.stage import Scene, Stage
from records.content import content_hash


@dataclass(frozen=True, slots=True)
class Asked:
    """A change: which product (place in `PRODUCTS`), how many days ago, and where it ended."""

    product: int
    days_ago: int
    trigger: str
    title: str
    description: str
    justification: str
    impact: str
    until: str
    wider: str = ""
    """The new upper limit of the blending room's humidity: the change makes a version of the master record."""


ASKED = (
    Asked(0, 210, "supplier", "Second manufacturer of magnesium stearate",
          "Add Ligamed MF-2-V (Peter Greven, Venlo) beside MS-V of Nutra Excipients.",
          "One supplier had two late deliveries in the last quarter.",
          "Same compendial grade; blend uniformity of three lots compared, RSD 1.8 % against 1.9 %.", "effective"),
    Asked(0, 90, "process", "Blending time 20 to 25 minutes", "Step 30 runs 25 minutes at 12 rpm.",
          "Blend samples at the discharge end were at the upper end of the range.",
          "No effect on the label claim; five minutes more shear, lubricant added afterwards as before.", "approved"),
    Asked(2, 40, "label", "Supplement Facts: daily value footnote", "The footnote is set in 6 point instead of 5.5.",
          "Legibility finding of the internal label review.", "Artwork only; formula, claims and allergens unchanged.",
          "submitted"),
    Asked(3, 25, "equipment_like", "Capsule filler EN-02 replaced by EN-04",
          "Same principle, newer model, same tooling.",
          "EN-02 reached the end of its service contract.", "Performance qualification report PQ-EN-04 attached.",
          "submitted"),
    Asked(0, 20, "process", "Blending room humidity up to 48 %", "The upper limit rises from 45 % to 48 % RH.",
          "The room's dryer is at its limit in humid weeks.",
          "Water content of 12 blends against humidity: no trend up to 50 % RH.", "approved", wider="48"),
    Asked(0, 12, "method", "Lead by ICP-MS at a second laboratory", "Add Northfield Labs for USP <2232>.",
          "Turn-around of 14 days at Summit in October.", "Method transfer report pending.", "rejected"),
)  # fmt: skip


def changes(stage: Stage, today: datetime) -> list[Scene]:
    """Proposal, submission, decision, effect: a day or more apart."""
    found: list[Scene] = []
    for asked in ASKED:
        found += _scenes(stage, asked, today - timedelta(days=asked.days_ago))
    return found


def _wider(asked: Asked, product_id: UUID, draft: ChangeDraft) -> ChangeDraft:
    """The draft with the master record that is in force, one limit of it wider."""
    if not asked.wider:
        return draft
    record = content_of_version(MasterRecord.objects.get(product_id=product_id, valid_until=None, recorded_until=None))
    points = tuple(
        replace(point, highest=Decimal(asked.wider)) if point.name == "Blending room humidity" else point
        for point in record.control_points
    )
    content = replace(record, control_points=points)
    return replace(draft, kind=MasterKind.MASTER_RECORD, content=content)


def assessed(stage: Stage, change_id: UUID, clerk: str, signers: tuple[str, ...]) -> None:
    """Every line answered by the clerk and signed off by whoever of these holds its role."""

    def answer(by: Actor, at: datetime) -> None:
        lines = ImpactLine.objects.filter(change_id=change_id)
        answers = {line.position: Answer(ANSWERS.get(line.area, "Not affected."), 2, 2, 2) for line in lines}
        answer_lines(change_id=change_id, answers=answers, by=by, reason="", at=at)

    def sign_off(by: Actor, at: datetime) -> None:
        open_lines = ImpactLine.objects.filter(change_id=change_id, signed_off_at=None)
        mine = [line.position for line in open_lines if set(line.signer_roles) & set(by.roles)]
        sign_off_lines(change_id=change_id, positions=mine, by=by, reason="", at=at)

    stage.act(clerk, answer)
    for signer in signers:
        stage.act(signer, sign_off)


ANSWERS = {
    "quality": "Same specification; certificates of three lots compared.",
    "lots": "Lots that run are finished as they were begun.",
    "sponsors": "Asked in requests of their own where they are touched.",
}


def _scenes(stage: Stage, asked: Asked, begins: datetime) -> list[Scene]:
    sponsor, cmo, what = PRODUCTS[asked.product]
    made: dict[str, UUID] = {}

    def ask() -> None:
        product = stage.made[f"product/{what.product.code}"]
        draft = ChangeDraft(
            title=asked.title, trigger=asked.trigger, description=asked.description,
            justification=asked.justification, impact=asked.impact, effective_on=(begins + timedelta(days=30)).date(),
        )  # fmt: skip
        made["change"] = stage.act(
            CLERKS[cmo], lambda by, at: propose(product_id=product.pk, content=_wider(asked, product.pk, draft),
                                                by=by, reason="", at=at)
        ).pk  # fmt: skip
        sent = stage.act(CLERKS[cmo], lambda by, at: submit(change_id=made["change"], by=by, reason="", at=at))
        if sent.state == ChangeState.IMPACT_ASSESSMENT:
            assessed(stage, made["change"], CLERKS[cmo], (CMO_QUALITY[cmo], HEADS[sponsor]))
            stage.act(CLERKS[cmo], lambda by, at: send(change_id=made["change"], by=by, reason="", at=at))

    def decide() -> None:
        def doing(by: Actor, at: datetime) -> ChangeRequest:
            change = ChangeRequest.objects.select_related("product").get(pk=made["change"])
            verb = reject if asked.until == "rejected" else approve
            why = "Method transfer first." if asked.until == "rejected" else "Comparison data are convincing."
            shown = content_hash(change_content(change))
            proof = stage.proof(by, change, shown)
            return verb(change_id=change.pk, proof=proof, shown_hash=shown, by=by, reason=why, at=at)

        stage.act(HEADS[sponsor], doing)

    def take_effect() -> None:
        key, done, seen = made["change"], "First three drums received and released.", "Documents compared with them."
        stage.act(CLERKS[cmo], lambda by, at: implement(change_id=key, by=by, reason=done, at=at))
        stage.act(CMO_QUALITY[cmo], lambda by, at: verify(change_id=key, by=by, reason=seen, at=at))
        stage.act(CMO_QUALITY[cmo], lambda by, at: make_effective(change_id=made["change"], by=by, reason="", at=at))

    scenes = [Scene(begins, f"{asked.title}: asked", ask)]
    if asked.until != "submitted":
        scenes.append(Scene(begins + timedelta(days=6), f"{asked.title}: decided", decide))
    if asked.until == "effective":
        scenes.append(Scene(begins + timedelta(days=31), f"{asked.title}: effective", take_effect))
    return scenes
