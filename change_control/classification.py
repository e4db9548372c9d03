"""What a change needs, by the agreement's clause, and why (domain §C5). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from agreements.change_defaults import CHANGE_DEFAULTS, DEFAULT_WAYS, HAPPENS_TO_THE_CMO
from agreements.terms import Terms

_WORDS = {
    "notify": "the sponsor is told",
    "approve": "the sponsor approves",
    "qualify": "the sponsor approves, and {lots} qualification lots are made before it takes effect",
}
_RAISED = "because it changes an approved text, which only an approval makes (21 CFR 111.205(a))"


@dataclass(frozen=True, slots=True)
class Classified:
    """The way a change goes, the sentence that says why, and the clause it rests on."""

    way: str
    because: str
    clause: str
    lead_days: int = 0
    notice_hours: int = 0
    """Counted after the day on which it happened, for what nobody announces ahead."""
    qualification_lots: int = 0

    def earliest(self, today: date) -> date:
        """The first day on which the change may take effect when it is submitted today."""
        return today + timedelta(days=self.lead_days)

    def is_told_late(self, happened_on: date, today: date) -> bool:
        return self.notice_hours > 0 and today > happened_on + timedelta(days=-(-self.notice_hours // 24))


def classify(trigger: str, label: str, terms: Terms | None, *, makes_version: bool = False) -> Classified:
    """`label` words the trigger. Without an agreement in force nothing is only told: the usual ways hold, approved.

    What changes an approved text (`makes_version`) is approved whatever a clause says: nobody else's word makes one.
    """
    clause = terms.citation("change") if terms else ""
    usual = DEFAULT_WAYS[trigger]
    way = terms.change_way(trigger) if terms else ("approve" if usual == "notify" else usual)
    is_raised = makes_version and way == "notify"
    way = "approve" if is_raised else way
    figure = terms.change_figure if terms else CHANGE_DEFAULTS.__getitem__
    lots = figure("qualification_lots") if way == "qualify" else 0
    happens = trigger in HAPPENS_TO_THE_CMO
    return Classified(
        way=way,
        because=f"{label}: {_WORDS[way].format(lots=lots)}, {_RAISED if is_raised else _basis(trigger, terms)}.",
        clause=clause,
        lead_days=terms.change_lead_days if terms and not happens else 0,
        notice_hours=figure("notice_hours") if happens else 0,
        qualification_lots=lots,
    )


def _basis(trigger: str, terms: Terms | None) -> str:
    if terms is None:
        return "because no quality agreement is in force that says otherwise"
    clause = terms.citation("change")
    if terms.lists_change(trigger):
        return f"because {clause} says so"
    return f"because {clause} does not list it"
