"""What the tests of drafting and signing begin with: a draft, its day, one changed clause."""

from datetime import UTC, date, datetime
from typing import Any

from agreements import actions
from agreements.actions import ClauseDraft
from agreements.models import AgreementVersion
from kernel import scope
from tests.factories.agreed_clauses import clauses
from tests.factories.world import World

AT = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
FROM = date(2026, 4, 1)
SHORTER = ClauseDraft("6.1", "review", "Review and decision", {"pack_days": 3, "disposition_days": 2})


def new_agreement(world: World, **changed: Any) -> AgreementVersion:
    given = {
        "partnership_id": world.alder_keystone.pk, "number": "QA-2", "title": "Quality agreement, powders",
        "product_group": "powders", "effective_from": FROM, "effective_until": None, "clauses": clauses(),
        "by": world.head, "reason": "", "at": AT,
    }  # fmt: skip
    with scope.opened(given["by"] if "by" not in changed else changed["by"]):
        return actions.draft_agreement(**(given | changed))
