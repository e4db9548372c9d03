"""Changes that the CMOs asked for during the year, and how far each got."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from change_control.actions import approve, make_effective, propose, reject, submit
from change_control.actions.proposing import ChangeDraft
from change_control.content import change_content
from change_control.models import ChangeRequest
from kernel.scope import Actor
from oversight.demo.baseline import CMO_QUALITY, HEADS, PRODUCTS
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
    Asked(3, 25, "equipment", "Capsule filler EN-02 replaced by EN-04", "Same principle, newer model, same tooling.",
          "EN-02 reached the end of its service contract.", "Performance qualification report PQ-EN-04 attached.",
          "submitted"),
    Asked(0, 12, "method", "Lead by ICP-MS at a second laboratory", "Add Northfield Labs for USP <2232>.",
          "Turn-around of 14 days at Summit in October.", "Method transfer report pending.", "rejected"),
)  # fmt: skip


def changes(stage: Stage, today: datetime) -> list[Scene]:
    """Proposal, submission, decision, effect: a day or more apart."""
    found: list[Scene] = []
    for asked in ASKED:
        found += _scenes(stage, asked, today - timedelta(days=asked.days_ago))
    return found


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
            CMO_QUALITY[cmo], lambda by, at: propose(product_id=product.pk, content=draft, by=by, reason="", at=at)
        ).pk
        stage.act(CMO_QUALITY[cmo], lambda by, at: submit(change_id=made["change"], by=by, reason="", at=at))

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
        stage.act(CMO_QUALITY[cmo], lambda by, at: make_effective(change_id=made["change"], by=by, reason="", at=at))

    scenes = [Scene(begins, f"{asked.title}: asked", ask)]
    if asked.until != "submitted":
        scenes.append(Scene(begins + timedelta(days=6), f"{asked.title}: decided", decide))
    if asked.until == "effective":
        scenes.append(Scene(begins + timedelta(days=31), f"{asked.title}: effective", take_effect))
    return scenes
