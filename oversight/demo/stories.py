"""The fate of each lot: a list of scenes from planning to shipment, broken off where the story ends today."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from evidence.actions.accepting import accept_pack, countersign_pack
from evidence.actions.review import attest_pack, decide_exception
from evidence.content import acceptance_content, countersignature_content, pack_content
from evidence.models import Pack
from evidence.queries import exceptions, review_signature
from kernel.scope import Actor
from lots.actions import complete_lot, plan_lot, start_lot
from lots.models import Lot
from oversight.demo.asides import Asides
from oversight.demo.baseline import CONSIGNEES
from oversight.demo.fates import BOTTLES, CHAPTERS
from oversight.demo.outlier import Outlier
from oversight.demo.papers import let_go
from oversight.demo.stage import Scene
from quality_events.actions import (
    approve_event,
    close_event,
    propose_disposition,
    read_report,
    record_investigation,
    record_whys,
    report_event,
)
from quality_events.content import signed_content
from quality_events.models import QualityEvent
from quality_events.queries import open_findings
from records.content import content_hash
from release.actions import Signing, accept_verification, decide_as_cmo, decide_as_sponsor
from release.content import decision_content
from release.models import Verification
from release.states import VerificationState
from traceability.actions import ship

WHYS = [
    (
        "The desiccant feeder ran empty for about a minute and nobody was warned.",
        "Line log",
    ),
    ("The low-level sensor stood 20 mm too low to see the last canisters.", "Measured at the stop, photograph"),
    ("The sensor was put back by eye after the cleaning of the day before.", "Cleaning record, no height on it"),
    ("The set-up card names no height for this sensor.", "Set-up card, rev. 4"),
]


class Story(Asides, Outlier):
    """One lot of one product."""

    # --- when --------------------------------------------------------------------------------------------------
    def scenes(self) -> list[Scene]:
        """The scenes up to the fate's last chapter, each at its hour."""
        chapters = list(CHAPTERS)
        found = [self._scene(CHAPTERS[name], name) for name in chapters[: chapters.index(self.fate.until) + 1]]
        if self.fate.deviation:
            steps = ("report", "investigate", "approve", "close")
            wanted = {"open": 1, "proposed": 2, "closed": 4}[self.fate.deviation]
            found += [self._scene(196 + 4 * n, step) for n, step in enumerate(steps[:wanted])]
        last = CHAPTERS[self.fate.until]
        return [*found, *(self._scene(last + 3 * n, name) for n, name in enumerate(self.fate.after, start=1))]

    def _scene(self, hours: int, name: str) -> Scene:
        return Scene(self.begins + timedelta(hours=hours), f"{self.number} {name}", getattr(self, name))

    # --- what --------------------------------------------------------------------------------------------------
    def plan(self) -> None:
        product = self.stage.made[f"product/{self.what.product.code}"]
        site = self.stage.made[f"site/{self.cmo}"]
        lot: Lot = self.clerk(
            lambda by, at: plan_lot(
                product_id=product.pk, number=self.number, quantity=Decimal(5000), site_id=site.pk, by=by,
                reason="monthly plan", at=at,
            )
        )  # fmt: skip
        self.lot_id = lot.pk

    def start(self) -> None:
        self.clerk(lambda by, at: start_lot(lot_id=self.lot_id, by=by, reason="", at=at))

    def complete(self) -> None:
        made = self.begins.date()
        self.clerk(
            lambda by, at: complete_lot(
                lot_id=self.lot_id, quantity_good=BOTTLES, made_on=made + timedelta(days=1),
                packed_on=made + timedelta(days=5), expires_on=self._expiry(made + timedelta(days=1)), by=by,
                reason="last bottle packed", at=at,
            )
        )  # fmt: skip

    def _expiry(self, made: date) -> date:
        """The last day of the month in which the shelf life ends."""
        months = made.year * 12 + made.month - 1 + self.what.product.shelf_life_months + 1
        return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)

    def submit(self) -> None:
        self.hand_over(self.fate.blemish)

    def attest(self) -> None:
        def doing(by: Actor, at: datetime) -> Pack:
            pack, lot = self.pack()
            shown = content_hash(pack_content(pack, lot))
            proof = self.stage.proof(by, pack, shown)
            return attest_pack(pack_id=pack.pk, proof=proof, shown_hash=shown, by=by, reason="", at=at)

        self.cmo_quality(doing)

    def release_by_cmo(self) -> None:
        """Batch, then packaged lot; a lot that an event binds to rejection is rejected with the batch."""
        decision = "reject" if self.fate.disposition == "reject" else "release"
        reason = "Out of specification; see the event." if decision == "reject" else ""
        for which in ("batch",) if decision == "reject" else ("batch", "packaged_lot"):
            self.cmo_quality(lambda by, at, w=which: decide_as_cmo(
                lot_id=self.lot_id, stage=w, signing=self._signing(w, decision, BOTTLES, by), by=by, reason=reason,
                at=at,
            ))  # fmt: skip

    def accept(self) -> None:
        def doing(by: Actor, at: datetime) -> Pack:
            pack, _ = self.pack()
            for verdict in exceptions(pack).filter(severity="W", decision=None):
                why = "Explained in the batch record; no effect on quality."
                decide_exception(verdict_id=verdict.pk, choice="accepted", by=by, reason=why, at=at)
            shown = content_hash(acceptance_content(pack, Lot.objects.get(pk=pack.lot_id)))
            why = "all exceptions decided"
            proof = self.stage.proof(by, pack, shown)
            return accept_pack(pack_id=pack.pk, proof=proof, shown_hash=shown, by=by, reason=why, at=at)

        def countersigning(by: Actor, at: datetime) -> Pack:
            pack, lot = self.pack()
            shown = content_hash(countersignature_content(pack, lot, review_signature(pack)))
            proof = self.stage.proof(by, pack, shown)
            return countersign_pack(pack_id=pack.pk, proof=proof, shown_hash=shown, by=by, reason="", at=at)

        if self._is_sponsors_turn():
            self.reviewer(doing)
            if self.what.product.risk_tier == "high":
                self.head(countersigning)
        else:
            self.reviewer(self._verify)

    def _verify(self, by: Actor, at: datetime) -> None:
        """A lot that left without the sponsor's signature, where the plan drew it."""
        for row in Verification.objects.filter(lot_id=self.lot_id, state=VerificationState.DRAWN):
            accept_verification(verification_id=row.pk, by=by, reason="Pack and label counts agree.", at=at)

    def decide(self) -> None:
        decision = self.fate.decision
        reasons = {
            "release": "",
            "reject": "Out of specification; see the event.",
            "reprocess": "Repack after inspection.",
        }

        def doing(by: Actor, at: datetime) -> Any:
            signing = self._signing("sponsor", decision, BOTTLES if decision == "release" else Decimal(0), by)
            return decide_as_sponsor(lot_id=self.lot_id, signing=signing, by=by, reason=reasons[decision], at=at)

        if self._is_sponsors_turn():
            self.head(doing)

    def ship(self) -> None:
        first = (self.fate.shipped * Decimal("0.75")).to_integral_value()
        for number, quantity in enumerate((first, self.fate.shipped - first)):
            consignee = self.stage.made[f"consignee/{self.sponsor}/{self.cmo}/{CONSIGNEES[number][0]}"]
            self.clerk(lambda by, at, c=consignee, q=quantity, n=number: ship(
                lot_id=self.lot_id, consignee_id=c.pk, quantity=q, reference=f"ASN-{self.number}-{n + 1}",
                ship_from=f"{self.cmo}, dock 4", carrier="Wasatch Freight", by=by, reason="", at=at,
            ))  # fmt: skip

    def report(self) -> None:
        def doing(by: Actor, at: datetime) -> QualityEvent:
            findings = [key for key, _ in open_findings(self.lot_id)]
            return report_event(
                lot_ids=[self.lot_id], kind="deviation", classification="major",
                title="Packaging yield below its limit" if findings else "Desiccant missing in 14 bottles",
                description="Found at the end of the run by the line lead; bottles set apart and counted.",
                missed=self.fate.missed, discovered_at=at - timedelta(hours=3), answers=findings, by=by, reason="",
                at=at,
            )  # fmt: skip

        self.event_id = self.clerk(doing).pk
        self.reviewer(lambda by, at: read_report(event_id=self.event_id, by=by, at=at))

    def investigate(self) -> None:
        parts = {
            "cause": "The feeder's low-level sensor was set 20 mm too low after cleaning on the day before.",
            "effect": "None on the bottles released: each was weighed after the stop, all within limits.",
            "correction": "Sensor height is now on the line set-up card and checked by a second person.",
            "material_action": "14 bottles destroyed with witness; the rest inspected bottle by bottle.",
            "rationale": "Check weighing detects a missing 1 g canister at 4 times the scale's resolution.",
            "other_lots": "The two lots packed since the cleaning were check-weighed: no bottle affected.",
            "root_cause": "machine",
            "found_at": "Desiccant feeder",
            "no_capa": "The set-up card is corrected; no other feeder has such a sensor.",
        }

        def doing(by: Actor, at: datetime) -> QualityEvent:
            self.exclude_others("Packed on another day; the feeder was check-weighed in between.", by, at)
            record_whys(event_id=self.event_id, whys=WHYS, by=by, reason="", at=at)
            record_investigation(
                event_id=self.event_id, parts=parts, missed=self.fate.missed, disposition=self.fate.disposition, by=by,
                reason="", at=at,
            )  # fmt: skip
            return propose_disposition(event_id=self.event_id, **self._signed(by), at=at)

        self.cmo_quality(doing)
        self.reviewer(lambda by, at: let_go(self.event_id, by, at))

    def approve(self) -> None:
        self.reviewer(lambda by, at: approve_event(event_id=self.event_id, **self._signed(by), at=at))

    def close(self) -> None:
        self.reviewer(lambda by, at: close_event(event_id=self.event_id, **self._signed(by), at=at))

    # --- pieces --------------------------------------------------------------------------------------------------
    def _signed(self, by: Actor) -> dict[str, Any]:
        event = QualityEvent.objects.get(pk=self.event_id)
        shown = content_hash(signed_content(event))
        return {"proof": self.stage.proof(by, event, shown), "shown_hash": shown, "by": by, "reason": ""}

    def _signing(self, which: str, decision: str, quantity: Decimal, by: Actor) -> Signing:
        pack, lot = self.pack()
        amount = quantity if decision == "release" else Decimal(0)
        content = decision_content(lot, pack, stage=which, decision=decision, quantity=amount)
        shown = content_hash(content)
        return Signing(decision, quantity, self.stage.proof(by, lot, shown), shown)

    def _is_sponsors_turn(self) -> bool:
        """False where the pattern released the lot without the sponsor's signature."""
        return bool(self.head(lambda by, at: Lot.objects.get(pk=self.lot_id).state == "sponsor_review"))
