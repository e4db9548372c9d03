"""The sponsor's reviewer is away, and its head of quality lends authority."""

from kernel import scope
from kernel.clock import now
from kernel.history import acting
from kernel.scope import system
from parties.models import Absence, Delegation
from tests.factories.world import World


def tell_absence(world: World) -> None:
    """One of each, today, in the sponsor's company."""
    company, today = world.alder_keystone.sponsor_id, now().date()
    by = system(organisation_id=company)
    with scope.opened(by), acting(by=by, reason="away", at=now()):
        Absence.objects.create(
            organisation_id=company, person_id=world.reviewer.person_id, cover_id=world.head.person_id,
            from_day=today, until_day=today,
        )  # fmt: skip
        Delegation.objects.create(
            organisation_id=company, delegator_id=world.head.person_id, delegate_id=world.reviewer.person_id,
            functions=["release"], meanings=["released"], from_day=today, until_day=today,
        )  # fmt: skip
