"""The whole script of the demo company, from its founding to the auditor at the door."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from oversight.demo.audit import audit
from oversight.demo.baseline import agree_and_approve
from oversight.demo.called import called
from oversight.demo.carried import carried
from oversight.demo.changes import changes
from oversight.demo.changes_at_once import changes_at_once
from oversight.demo.companies import ask_for_dossier, found_companies, let_auditor_in
from oversight.demo.compared import compared
from oversight.demo.complaints import complaints
from oversight.demo.correction import correction
from oversight.demo.cover import cover
from oversight.demo.exercise import exercise
from oversight.demo.fates import Fate
from oversight.demo.genealogy import genealogy
from oversight.demo.label_incident import label_incident
from oversight.demo.passports import passports
from oversight.demo.renewed import renewed_agreement
from oversight.demo.returned import returned_product
from oversight.demo.stage import Scene, Stage, play, set_clock
from oversight.demo.trend import trend
from oversight.demo.year import stories

BESIDE = (
    called, carried, changes, changes_at_once, compared, complaints, correction, cover, exercise, genealogy,
    label_incident, passports, renewed_agreement, returned_product, trend,
)  # fmt: skip
"""What happens beside the lots."""


def scenes(stage: Stage, today: datetime, past: Sequence[Fate]) -> list[Scene]:
    """Of these old lots, the newest, and all that happens beside them."""
    return stories(stage, today, past) + [scene for tell in BESIDE for scene in tell(stage, today)]


def load(stage: Stage, today: datetime, past: Sequence[Fate], say: Callable[[str], None]) -> None:
    """Play everything on a shifted clock (`shifted_clock`), which ends at `today`."""
    opening = today - timedelta(days=360)
    set_clock(opening)
    say("Founding companies, agreeing, approving …")
    found_companies(stage)
    agree_and_approve(stage, opening.date(), (today + timedelta(days=330)).date())
    script = scenes(stage, today, past)
    say(f"Playing {len(script)} scenes …")
    play(script, say)
    set_clock(today)
    let_auditor_in(stage, today + timedelta(days=30))
    ask_for_dossier(stage)
    audit(stage, today + timedelta(days=30))
