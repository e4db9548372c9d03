"""A clock that runs: Keystone owes Alder & Pine the evidence pack of a lot, warned, due, escalated."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from clocks import actions
from clocks.ladder import escalation, warning
from clocks.models import Clock
from clocks.states import StartEvidence
from kernel import scope
from kernel.ids import new_id
from tests.factories.world import World

STARTED = datetime(2026, 1, 12, 15, 0, tzinfo=UTC)
DUE = STARTED + timedelta(hours=24)
RULE = "evidence.hand_off"


def start_clock(world: World, **changed: Any) -> Clock:
    """24 elapsed hours from 12 January 2026; warning 4 h before, escalation to the sponsor 2 h after."""
    given: dict[str, Any] = {
        "rule": RULE,
        "subject_kind": "lot",
        "subject_id": new_id(),
        "partnership": world.alder_keystone,
        "title": "Evidence pack for lot KB-2417",
        "clause": "AG-4 v3, clause 3.1",
        "owner": world.keystone,
        "owner_roles": ["COP", "CQA"],
        "started_at": STARTED,
        "start_evidence": StartEvidence.COMPLETED,
        "amount": 24,
        "unit": "hours",
        "ladder": [
            warning(4, world.keystone.pk, ["COP"]),
            escalation(2, world.alder.pk, ["SQA", "SQH"]),
        ],
        "url": "/lots/KB-2417/",
        "by": world.clerk,
        "at": STARTED,
        "lot_number": "KB-2417",
    }
    with scope.opened(world.clerk):
        return actions.start(**{**given, **changed})


def people(world: World) -> dict[UUID, str]:
    """Names by key, to say in a test who was told."""
    return {person.pk: person.name for person in world.people.values()}
