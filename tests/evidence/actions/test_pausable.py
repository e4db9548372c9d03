"""The pause clause under which a lot was made is written on the clocks of its duties, when they start."""

import pytest

from agreements.actions import ClauseDraft
from agreements.terms import PAUSABLE
from clocks.models import Clock
from evidence.actions.handing import HAND_OFF_CLOCK, REVIEW_CLOCK
from evidence.actions.questions import QUESTION_CLOCK
from kernel import scope
from quality_events.actions.interim import FINAL_CLOCK, INTERIM_CLOCK
from quality_events.actions.turns import ANSWER_CLOCK, DECISION_CLOCK
from release.actions.handing import DISPOSITION_CLOCK
from tests.factories.agreed_clauses import PAUSE, clauses
from tests.factories.walked import make_lot, make_shop
from tests.factories.world import World


@pytest.mark.parametrize(("stated", "kept"), [([PAUSE], (5, " cl. 9.2")), ([], (0, ""))])
def test_the_hand_off_keeps_the_days_of_its_clause(
    world: World, stated: list[ClauseDraft], kept: tuple[int, str]
) -> None:
    lot = make_lot(make_shop(world, stated=[*clauses(), *stated]), "KB-1", until="completed")
    with scope.opened(world.reviewer):
        clock = Clock.objects.get(rule=HAND_OFF_CLOCK, subject_id=lot.pk)
    assert (clock.pause_days, clock.pause_clause[-len(" cl. 9.2") :]) == kept


def test_the_clause_names_the_rules_of_clocks_that_there_are() -> None:
    of_events = {DECISION_CLOCK, ANSWER_CLOCK, INTERIM_CLOCK, FINAL_CLOCK}
    assert set(PAUSABLE) == {HAND_OFF_CLOCK, REVIEW_CLOCK, QUESTION_CLOCK, DISPOSITION_CLOCK} | of_events
