"""A label incident: a roll without its allergen line, found before it was used, and destroyed (111.415, 111.420)."""

from datetime import datetime, timedelta
from typing import Any

from evidence.actions.files import examine
from kernel.scope import Actor
from lots.models import Lot
from oversight.demo.baseline import ALDER, CLERKS, CMO_QUALITY, HEADS, KEYSTONE, REVIEWERS
from oversight.demo.designs import ZINC
from oversight.demo.papers import let_go, plain_paper
from oversight.demo.stage import Scene, Stage
from quality_events.actions import (
    add_event_document,
    certify_destruction,
    classify_label,
    decide_scope,
    evaluate_hazard,
    read_report,
    report_event,
)
from quality_events.models import EventLot
from quality_events.states import Standing

ROLL, LABELS = "R-7", 1200


class LabelIncident:
    """Keystone finds it, Alder & Pine says who could have been hurt, Keystone destroys the roll before a witness."""

    def __init__(self, stage: Stage, begins: datetime) -> None:
        self._stage, self._begins = stage, begins
        self._event: Any

    def scenes(self) -> list[Scene]:
        steps = ((0, self.report), (1, self.classify), (6, self.evaluate), (26, self.destroy))
        return [Scene(self._begins + timedelta(hours=hours), f"label: {do.__name__}", do) for hours, do in steps]

    def report(self) -> None:
        def doing(by: Actor, at: datetime) -> Any:
            product = self._stage.made[f"product/{ZINC.product.code}"]
            lot = Lot.objects.filter(product=product, state="shipped").order_by("-packed_on")[0]
            return report_event(
                lot_ids=[lot.pk], kind="label", classification="critical", title=f"Roll {ROLL} lacks the allergen line",
                description=f"Seen at stocktaking: {LABELS} labels, opened for this lot and never used on it.",
                missed="none", discovered_at=at - timedelta(hours=2), by=by, reason="", at=at,
            )  # fmt: skip

        self._event = self._stage.act(CLERKS[KEYSTONE], doing).pk
        self._stage.act(REVIEWERS[ALDER], lambda by, at: read_report(event_id=self._event, by=by, at=at))
        self._stage.act(CMO_QUALITY[KEYSTONE], self._exclude)
        self._stage.act(REVIEWERS[ALDER], lambda by, at: let_go(self._event, by, at))

    def _exclude(self, by: Actor, at: datetime) -> None:
        """The runs before and after on the line were held at once: the roll was opened for one lot only."""
        held = EventLot.objects.filter(event_id=self._event, standing=Standing.SUSPECTED)
        why = "The roll was opened for one lot only, as the line's log and the stock card show."
        if keys := list(held.values_list("lot_id", flat=True)):
            decide_scope(event_id=self._event, lot_ids=keys, standing=Standing.EXCLUDED, by=by, reason=why, at=at)

    def classify(self) -> None:
        self._stage.act(CMO_QUALITY[KEYSTONE], lambda by, at: classify_label(
            event_id=self._event, fault="allergen", by=by, reason="", at=at,
        ))  # fmt: skip

    def evaluate(self) -> None:
        words = "Nobody: the reconciliation of the lot accounts for every label; ten retained bottles bear the line."
        self._stage.act(HEADS[ALDER], lambda by, at: evaluate_hazard(
            event_id=self._event, hazard=words, by=by, reason="", at=at,
        ))  # fmt: skip

    def destroy(self) -> None:
        paper = plain_paper("Certificate of destruction", [f"{LABELS} labels of roll {ROLL}, shredded under witness."])

        def doing(by: Actor, at: datetime) -> None:
            document = add_event_document(
                event_id=self._event, file=examine(f"destruction of roll {ROLL}.pdf", paper),
                title="Certificate of destruction", by=by, reason="", at=at,
            )  # fmt: skip
            certify_destruction(
                event_id=self._event, label_lot=ROLL, quantity=LABELS, destroyed_on=at.date(), operator="J. Ortega",
                witness="C. Wynn", certificate_id=document.pk, by=by, reason="", at=at,
            )  # fmt: skip

        self._stage.act(CMO_QUALITY[KEYSTONE], doing)


def label_incident(stage: Stage, today: datetime) -> list[Scene]:
    """Found two days ago; its disposition is still to be proposed."""
    return LabelIncident(stage, today - timedelta(hours=50)).scenes()
