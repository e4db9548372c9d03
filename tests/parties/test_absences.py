"""Who is away is covered by somebody who is there; the cover is told, and gets no authority by it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clocks.actions.notices import recipients
from kernel import scope
from kernel.clock import now
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from parties import actions
from parties.models import Absence, Membership, Person
from parties.queries import absences, actor_for, covers
from tests.clocks.people import administrator, colleague
from tests.factories.browsers import browser
from tests.factories.world import World

AT = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 10), date(2026, 3, 14)


def state(by: Actor, person: Actor, cover: Actor, first: date = FIRST, last: date = LAST) -> Absence:
    with scope.opened(by):
        return actions.state_absence(
            person_id=person.person_id,
            cover_id=cover.person_id,
            from_day=first,
            until_day=last,
            by=by,
            reason="",
            at=AT,
        )


def told(world: World, roles: list[str], at: datetime = AT) -> dict[str, tuple[str, ...]]:
    """Name → in whose place, as the other side's people see it."""
    with scope.opened(world.clerk):
        return {found.person.name: found.instead_of for found in recipients(world.alder.pk, roles, at)}


def test_the_cover_is_told_in_the_place_of_who_is_away(world: World) -> None:
    assert told(world, ["SQA"]) == {"Priya Raman": ()}
    state(world.reviewer, world.reviewer, world.head)
    assert told(world, ["SQA"]) == {"Helen Okafor": ("Priya Raman",)}
    assert told(world, ["SQA", "SQH"]) == {"Helen Okafor": ("Priya Raman",)}
    assert told(world, ["SQH"]) == {"Helen Okafor": ()}


def test_the_days_are_the_companys(world: World) -> None:
    """Alder & Pine's last day ends at its own midnight."""
    state(world.reviewer, world.reviewer, world.head)
    midnight = datetime(2026, 3, 15, tzinfo=ZoneInfo(world.alder.time_zone))
    assert told(world, ["SQA"], midnight - timedelta(seconds=1)) == {"Helen Okafor": ("Priya Raman",)}
    assert told(world, ["SQA"], midnight) == {"Priya Raman": ()}


def test_a_chain_ends_at_somebody_who_is_there(world: World) -> None:
    third = colleague(world.alder, "Tom Vance", "tom@alderpine.example", ["SSC"])
    state(world.reviewer, world.reviewer, third)
    with pytest.raises(Refused, match="Tom Vance covers for Priya Raman"):
        state(third, third, world.head)
    with pytest.raises(Refused, match="Priya Raman is away"):
        state(world.head, world.head, world.reviewer)
    assert told(world, ["SQA"]) == {"Tom Vance": ("Priya Raman",)}


def test_when_the_cover_has_left_everybody_of_the_role_is_told(world: World) -> None:
    third = colleague(world.alder, "Tom Vance", "tom@alderpine.example", ["SSC"])
    state(world.reviewer, world.reviewer, third)
    admin = administrator(world)
    with scope.opened(admin):
        membership = absences(world.alder.pk).get().cover.memberships.get()
        actions.end_membership(membership_id=membership.pk, by=admin, reason="left", at=AT)
    assert told(world, ["SQA"]) == {"Priya Raman": ()}


def test_ended_it_counts_for_nothing(world: World) -> None:
    absence = state(world.reviewer, world.reviewer, world.head)
    with scope.opened(world.reviewer):
        actions.end_absence(absence_id=absence.pk, by=world.reviewer, reason="back", at=AT)
        assert covers(world.alder.pk, AT) == {}
        with pytest.raises(Refused, match="ended already"):
            actions.end_absence(absence_id=absence.pk, by=world.reviewer, reason="back", at=AT)
    assert told(world, ["SQA"]) == {"Priya Raman": ()}


def test_nobody_else_states_it_but_an_administrator(world: World) -> None:
    with pytest.raises(Forbidden, match="Only the person or an administrator"):
        state(world.head, world.reviewer, world.head)
    absence = state(administrator(world), world.reviewer, world.head)
    with scope.opened(world.head), pytest.raises(Forbidden, match="Only the person or an administrator"):
        actions.end_absence(absence_id=absence.pk, by=world.head, reason="back", at=AT)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (LAST, FIRST, "before the first"),
        (FIRST - timedelta(days=3), FIRST - timedelta(days=1), "over already"),
    ],
)
def test_days_in_order_and_not_past(world: World, first: date, last: date, words: str) -> None:
    with pytest.raises(Refused, match=words):
        state(world.reviewer, world.reviewer, world.head, first, last)


def test_a_single_day_that_is_today_is_an_absence(world: World) -> None:
    assert state(world.reviewer, world.reviewer, world.head, FIRST, FIRST).is_on(FIRST)


def test_the_cover_is_another_colleague_and_the_days_are_free(world: World) -> None:
    for cover in (world.reviewer, world.clerk):
        with pytest.raises(Refused, match="Choose a colleague"):
            state(world.reviewer, world.reviewer, cover)
    with pytest.raises(Refused, match="own company"):
        state(administrator(world), world.clerk, world.head)
    state(world.reviewer, world.reviewer, world.head)
    with pytest.raises(Refused, match="stated already"):
        state(world.reviewer, world.reviewer, world.head, LAST, LAST + timedelta(days=3))
    assert state(world.reviewer, world.reviewer, world.head, LAST + timedelta(days=1), LAST + timedelta(days=3))


def test_cover_gives_no_permission(world: World) -> None:
    third = colleague(world.alder, "Tom Vance", "tom@alderpine.example", ["SSC"])
    before = third.sponsor_permissions
    state(world.reviewer, world.reviewer, third)
    with scope.opened(third):
        membership = Membership.objects.select_related("person").get(person_id=third.person_id)
        assert actor_for(membership.person, membership).sponsor_permissions == before
    assert "evidence.accept" not in before


def test_profile_and_members_page_state_and_end_it(world: World) -> None:
    today = now().date()
    given = {"from_day": today, "until_day": today + timedelta(days=2), "cover_id": world.head.person_id, "reason": ""}
    own = browser(world, "qa@alderpine.example")
    assert "Cover gives no authority" in own.get("/people/absences/state/").content.decode()
    assert own.post("/people/absences/state/", given).status_code == 302
    page = own.get("/profile/").content.decode()
    assert "Helen Okafor is told instead" in page
    with scope.opened(world.reviewer):
        absence = absences(world.alder.pk).get()
    assert own.post(f"/people/absences/{absence.pk}/end/", {"reason": "back"}).status_code == 302
    assert "No absence is stated" in own.get("/profile/").content.decode()


def test_an_administrator_states_it_on_the_members_page(world: World) -> None:
    admin = administrator(world)
    with scope.opened(admin):
        membership = Membership.objects.get(person_id=world.reviewer.person_id)
    given = {"from_day": now().date(), "until_day": now().date() + timedelta(days=1), "cover_id": world.head.person_id}
    page = f"/people/members/{membership.pk}/"
    with scope.opened(admin):
        world.people["admin@alderpine.example"] = Person.objects.get(pk=admin.person_id)
    client = browser(world, "admin@alderpine.example")
    assert client.post(f"{page}absence/", given)["Location"] == page
    assert "Helen Okafor is told instead" in client.get(page).content.decode()
    with scope.opened(admin):
        absence = absences(world.alder.pk).get()
    answer = client.post(f"/people/absences/{absence.pk}/end/", {"reason": "back"})
    assert answer["Location"] == page
    refused = browser(world, "head.qa@alderpine.example").get(f"{page}absence/")
    assert refused.status_code == 403
