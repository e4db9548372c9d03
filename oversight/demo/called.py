"""What the companies asked and told each other under their agreement: answered, open, late, and a consent refused."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from agreements.actions import Consent, answer_call, call_upon, settle_call
from agreements.content import call_content
from agreements.models import Agreement, ClauseCall
from agreements.queries import call_of
from kernel.scope import Actor
from oversight.demo.baseline import ALDER, CMO_QUALITY, HEADS, KEYSTONE, REVIEWERS
from oversight.demo.renewed import NUMBER
from oversight.demo.stage import Scene, Stage
from records.content import content_hash

SPONSOR, CMO = HEADS[ALDER], CMO_QUALITY[KEYSTONE]


class Called:
    """Four calls of the last weeks."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def ask_for_copies(self) -> None:
        self._call(REVIEWERS[ALDER], "documentation", "Cleaning log of blender BL-03, October",
                   "Please send the log of blender BL-03 with the swab results of October.")  # fmt: skip

    def send_copies(self) -> None:
        call = self._last("documentation")
        words = "Log and swab results are with the pack of the last lot, pages 4 to 9."
        self._stage.act(CMO, lambda by, at: answer_call(call_id=call, text=words, by=by, reason="", at=at))
        self._stage.act(
            REVIEWERS[ALDER], lambda by, at: settle_call(call_id=call, by=by, reason="found and read", at=at)
        )

    def ask_for_coater(self) -> None:
        self._call(CMO, "subcontracting", "Coating of tablets by Front Range Coaters",
                   "Our coater is out of order for six weeks. Front Range Coaters would coat two lots.")  # fmt: skip

    def refuse_coater(self) -> None:
        call = self._last("subcontracting")

        def refuse(by: Actor, at: datetime) -> Any:
            asked = call_of(call)
            shown = content_hash(call_content(asked))
            consent = Consent(is_given=False, proof=self._stage.proof(by, asked, shown), shown_hash=shown)
            words = "No: they are not qualified, and an audit takes longer than your repair."
            return answer_call(call_id=call, text=words, consent=consent, by=by, reason="", at=at)

        self._stage.act(SPONSOR, refuse)

    def tell_of_inspection(self) -> None:
        self._call(CMO, "facilities", "FDA inspection of Plant 1, two observations",
                   "Two observations on the calibration of scales; our answer is due in 15 business days.",
                   happened=timedelta(hours=40))  # fmt: skip

    def announce_audit(self) -> None:
        self._call(SPONSOR, "audit_right", "Audit of scales and calibration",
                   "We audit the calibration of scales in Plant 1 for cause, one day, two people.")  # fmt: skip

    def _call(self, email: str, kind: str, title: str, text: str, happened: timedelta | None = None) -> None:
        self._stage.act(email, lambda by, at: call_upon(
            agreement_id=Agreement.objects.get(number=NUMBER).pk, kind=kind, title=title, text=text,
            happened_at=at - happened if happened else None, by=by, reason="", at=at,
        ))  # fmt: skip

    def _last(self, kind: str) -> Any:
        found = ClauseCall.objects.filter(kind=kind)
        return self._stage.act(SPONSOR, lambda _by, _at: found.latest("called_at").pk)


def called(stage: Stage, today: datetime) -> list[Scene]:
    """In the last three weeks; the audit is announced yesterday and waits for its confirmation."""
    told = Called(stage)
    steps: tuple[tuple[int, Callable[[], None]], ...] = (
        (20, told.ask_for_copies), (18, told.send_copies), (12, told.ask_for_coater), (8, told.refuse_coater),
        (3, told.tell_of_inspection), (1, told.announce_audit),
    )  # fmt: skip
    return [Scene(today - timedelta(days=days), f"call: {do.__name__}", do) for days, do in steps]
