"""Authority lent to a colleague, and the colleague acting under it (21 CFR 11.10(g))."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from kernel import scope
from kernel.scope import Actor
from parties.actions import Limits, delegate
from parties.models import Membership
from parties.queries import actor_for, lent


def lend(lender: Actor, to: Actor, functions: Collection[str], meanings: Collection[str], at: datetime) -> Actor:
    """`to` after “Act under it”, from the day before `at` until half a year later."""
    limits = Limits(
        functions=list(functions), meanings=list(meanings), from_day=at.date() - timedelta(days=1),
        until_day=at.date() + timedelta(days=180),
    )  # fmt: skip
    with scope.opened(lender):
        made = delegate(delegate_id=to.person_id, limits=limits, by=lender, reason="away", at=at)
    with scope.opened(to):
        membership = Membership.objects.select_related("person", "organisation").get(person_id=to.person_id)
        return replace(actor_for(membership.person, membership, lent=lent(str(made.pk), membership, at)))
