"""The second version of an agreement: a shorter review, and which rules the sponsor may waive from now on."""

from datetime import datetime, timedelta

from agreements.actions import ClauseDraft, draft_version
from agreements.models import Agreement, AgreementVersion
from kernel.scope import Actor
from oversight.demo.baseline import ALDER, HEADS, KEYSTONE, agree_and_sign
from oversight.demo.stage import Scene, Stage

NUMBER = "QA-ALD-KEY-01"
CHANGES = (
    ClauseDraft("6.1", "review", "Review and decision", {"pack_days": 4, "disposition_days": 8}),
    ClauseDraft("9.1", "waiver", "Waiver of rules", {"rules": ("R112", "R204", "R209"), "longest_days": 30}),
)
DRAFTED, IN_FORCE = timedelta(days=52), timedelta(days=30)
"""Before today; lots that were started earlier keep the first version."""


def renewed_agreement(stage: Stage, today: datetime) -> list[Scene]:
    """Alder & Pine drafts it, and both sides sign a week later."""

    def draft(by: Actor, at: datetime) -> AgreementVersion:
        agreement = Agreement.objects.get(number=NUMBER)
        until = AgreementVersion.objects.get(agreement=agreement).effective_until
        return draft_version(
            agreement_id=agreement.pk, effective_from=(today - IN_FORCE).date(), effective_until=until,
            changes=CHANGES, by=by, reason="experience of a year", at=at,
        )  # fmt: skip

    def conclude() -> None:
        version = AgreementVersion.objects.filter(agreement__number=NUMBER)
        found = stage.act(HEADS[ALDER], lambda _by, _at: version.latest("version"))
        agree_and_sign(stage, (ALDER, KEYSTONE), found)

    return [
        Scene(today - DRAFTED, "agreement: draft", lambda: stage.act(HEADS[ALDER], draft)),
        Scene(today - DRAFTED + timedelta(days=7), "agreement: sign", conclude),
    ]
