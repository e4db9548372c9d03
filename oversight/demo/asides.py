"""What happens beside a lot's way: holds, a pack given back, questions, samples, waivers, certificates to come."""

import json
from datetime import datetime, timedelta
from io import BytesIO

from evidence.actions.drafts import import_certificate
from evidence.actions.files import examine
from evidence.actions.questions import answer_question
from evidence.actions.review import return_pack
from evidence.actions.samples import draw_sample, record_look
from evidence.actions.waivers import WaiverDraft, check_waiver, waive_rule
from evidence.content import waiver_content
from evidence.models import RuleVerdict, RuleWaiver, VerdictQuestion
from kernel.scope import Actor
from lots.actions import place_hold, void_lot
from oversight.demo.cast import Cast
from oversight.demo.papers import hand_over
from oversight.demo.told import Blemish
from records.content import content_hash

SAMPLED = 6


class Asides(Cast):
    """Scenes of a fate's `after`."""

    def give_back(self) -> None:
        question = "Which instrument took the humidity readings? The log page is missing."
        self.reviewer(lambda by, at: return_pack(pack_id=self.pack()[0].pk, by=by, reason=question, at=at))

    def hold(self) -> None:
        why = "Consumer call about a loose cap: hold until the retain samples are checked."
        self.reviewer(lambda by, at: place_hold(lot_id=self.lot_id, by=by, reason=why, at=at))

    def void(self) -> None:
        self.clerk(lambda by, at: void_lot(lot_id=self.lot_id, by=by, reason="typed twice", at=at))

    def hand_over(self, blemish: Blemish, reason: str = "") -> None:
        """The clerk submits; what the lot itself took before, in an earlier version, is counted once."""
        ledger = self.stage.made.setdefault(f"ledger/{self.cmo}", {})
        told = (self.lot_id, self.what, self.begins.date(), blemish, ledger, reason)
        self.clerk(lambda by, at: hand_over(*told, by, at))

    def correct(self) -> None:
        """The next version of a pack that came back: the changes page shows what differs."""
        self.hand_over(Blemish(instrument="HG-14"), "Log page of hygrometer HG-14 added; HG-11 was named by mistake.")

    def sample(self) -> None:
        """The reviewer looks at some of what passed; the last of it raises a question."""
        question = "The page before this entry is struck through. Who corrected it, and when?"

        def doing(by: Actor, at: datetime) -> None:
            pack, _ = self.pack()
            draw = draw_sample(pack_id=pack.pk, amount=SAMPLED, is_percent=False, by=by, reason="", at=at)
            *usual, doubtful = draw.items.order_by("position")
            for item in usual:
                record_look(sample_item_id=item.pk, outcome="as_expected", by=by, reason="", at=at)
            record_look(sample_item_id=doubtful.pk, outcome="question", by=by, reason=question, at=at)

        self.reviewer(doing)

    def answer(self) -> None:
        answer = "J. Ortega corrected a slip of the pen the same hour; initials and date stand in the margin."

        def doing(by: Actor, at: datetime) -> VerdictQuestion:
            question = VerdictQuestion.objects.get(pack=self.pack()[0], state="asked")
            return answer_question(question_id=question.pk, by=by, reason=answer, at=at)

        self.clerk(doing)

    def waive(self) -> None:
        """The sponsor's head waives a reading outside its limits (R112), as clause 9.1 of the second version allows."""

        def doing(by: Actor, at: datetime) -> RuleWaiver:
            pack, lot = self.pack()
            verdict = RuleVerdict.objects.select_related("pack__lot__product").get(
                pack=pack, rule="R112", outcome="needs_event"
            )
            reason = "Two points above the limit for ten minutes; the blend's moisture was in range."
            draft = WaiverDraft("lot", at.date() + timedelta(days=20), reason)
            clause = check_waiver(verdict, lot, draft, by=by, at=at)
            shown = content_hash(waiver_content(verdict, lot, clause, draft))
            proof = self.stage.proof(by, pack, shown)
            return waive_rule(
                verdict_id=verdict.pk, draft=draft, proof=proof, shown_hash=shown, by=by, reason="", at=at
            )

        self.head(doing)

    def take_certificate(self) -> None:
        """The supplier's certificate of the rice flour waits for the lot's first pack."""

        def doing(by: Actor, at: datetime) -> None:
            number = f"C-{self.begins:%y%m}-RICE-FL"
            file = examine(f"CoA {number}.json", BytesIO(_certificate(number, at)))
            import_certificate(lot_id=self.lot_id, file=file, component="RICE-FL", component_lot=number, by=by, at=at)

        self.clerk(doing)


def _certificate(number: str, at: datetime) -> bytes:
    """In the CoA form, as the supplier's laboratory writes it."""
    lead = {
        "PropertyId": "LEAD", "Property": "Lead", "Method": "USP-2232", "Unit": "mg/kg", "Value": "0.06",
        "ValueType": "number", "Maximum": "0.5",
    }  # fmt: skip
    content = {
        "Id": f"RBI-{number[2:6]}-118", "Date": (at - timedelta(days=40)).date().isoformat(),
        "Parties": {"Manufacturer": {"Name": "RiceBran Ingredients"}}, "Product": {"Name": "Rice flour"},
        "Analysis": {"LotId": number, "Inspections": [lead]},
    }  # fmt: skip
    return json.dumps({"RefSchemaUrl": "coa 1.1", "Certificate": content}).encode()
