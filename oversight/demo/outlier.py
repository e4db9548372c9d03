"""A result outside its specification: examined, retests declared before they are made, the first of them made."""

from datetime import datetime, timedelta

from kernel.scope import Actor
from oversight.demo.cast import Cast
from oversight.demo.papers import let_go
from quality_events.actions import declare_retests, examine_oos, read_report, record_oos, record_retest, report_event
from quality_events.models import QualityEvent
from quality_events.queries import open_findings

LABORATORY, FIRST, SECOND = "Summit Analytical Laboratory", "K. T. Baker", "L. F. Grant"


class Outlier(Cast):
    """Scenes of a fate's `after`, on a lot whose lead is too high."""

    def report_result(self) -> None:
        def doing(by: Actor, at: datetime) -> QualityEvent:
            findings = [key for key, _ in open_findings(self.lot_id)]
            event = report_event(
                lot_ids=[self.lot_id], kind="oos", classification="major", title="Lead above its limit",
                description="ICP-MS at the contract laboratory; the second injection of the same vial agrees.",
                missed="specification", discovered_at=at - timedelta(hours=2), answers=findings, by=by,
                reason="", at=at,
            )  # fmt: skip
            record_oos(
                event_id=event.pk, test="LEAD", value=self.fate.blemish.results["LEAD"], analyst=FIRST,
                laboratory=LABORATORY, tested_at=at - timedelta(hours=3), by=by, reason="", at=at,
            )  # fmt: skip
            return event

        self.event_id = self.cmo_quality(doing).pk
        self.reviewer(lambda by, at: read_report(event_id=self.event_id, by=by, at=at))
        why = "Another component lot of the active; its own lead result is on its certificate."
        self.cmo_quality(lambda by, at: self.exclude_others(why, by, at))
        self.reviewer(lambda by, at: let_go(self.event_id, by, at))

    def examine_result(self) -> None:
        finding = "Dilution, standard curve, blank and digestion log checked: no error of the laboratory."
        self.cmo_quality(lambda by, at: examine_oos(
            event_id=self.event_id, finding=finding, is_error=False, proof_id=None, by=by, reason="", at=at,
        ))  # fmt: skip

    def declare_more(self) -> None:
        basis = "Two preparations of the retained sample, as procedure QC-232 asks for after phase 1."
        self.cmo_quality(lambda by, at: declare_retests(
            event_id=self.event_id, count=2, basis=basis, second_analyst=SECOND, by=by, reason="", at=at,
        ))  # fmt: skip

    def retest(self) -> None:
        self.cmo_quality(lambda by, at: record_retest(
            event_id=self.event_id, value="0.59", analyst=SECOND, laboratory=LABORATORY,
            tested_at=at - timedelta(hours=1), by=by, reason="", at=at,
        ))  # fmt: skip
