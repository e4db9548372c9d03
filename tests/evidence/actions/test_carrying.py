"""What a reviewer accepted in an earlier version is carried to the same row with the same figures, and to no other."""

from datetime import timedelta

from evidence.models import ExceptionDecision, RuleVerdict
from evidence.pack.format import Pack as StatedPack
from evidence.queries import undecided
from kernel import scope
from tests.evidence.actions.test_review import LATER, attest, decide, exceptions_of, with_exceptions
from tests.evidence.scene import Scene, stated
from tests.factories.packs import with_row


def test_an_accepted_exception_is_carried_to_the_next_version_and_a_touched_one_asks_again(scene: Scene) -> None:
    pack = scene.submit(with_exceptions()).pack
    attest(scene, pack)
    late, yielded = (next(v for v in exceptions_of(scene, pack) if v.rule == rule) for rule in ("R119", "R110"))
    decide(scene, late, reason="The terminal was down.")
    decide(scene, yielded, reason="Bottles counted twice.")
    touched = with_row(with_exceptions(), "batch_record.yields", {"phase": "Packaging"}, actual="5020")
    second = scene.submit(touched, reason="recounted", at=LATER + timedelta(hours=1)).pack
    with scope.opened(scene.world.reviewer):
        (carried,) = ExceptionDecision.objects.filter(verdict__pack=second).select_related("verdict", "carried_from")
        assert (carried.verdict.rule, carried.reason, carried.decided_at) == ("R119", "The terminal was down.", LATER)
        assert (carried.carried_from.verdict_id, carried.decided_by_id) == (late.pk, scene.world.reviewer.person_id)
        assert undecided(second) == 1


def test_a_question_is_not_carried_and_a_carried_decision_is_carried_on(scene: Scene) -> None:
    pack = scene.submit(with_exceptions()).pack
    attest(scene, pack)
    first, second = exceptions_of(scene, pack)
    decide(scene, first)
    decide(scene, second, "questioned", "Why so late?")
    for version, lead in ((2, "0.09"), (3, "0.07")):
        changed = with_row(with_exceptions(), "laboratory.results", {"test": "LEAD"}, value=lead)
        latest = scene.submit(changed, reason="corrected", at=LATER + timedelta(hours=version)).pack
        with scope.opened(scene.world.reviewer):
            (carried,) = ExceptionDecision.objects.filter(verdict__pack=latest).select_related("carried_from__verdict")
            assert (latest.version, carried.carried_from.verdict.pack.version) == (version, version - 1)


def two_scales(*late: int) -> StatedPack:
    """Two rows of one step with equal times; those in `late` were entered the day after."""
    pack = stated()
    steps = list(pack.batch_record.steps)
    place = next(n for n, step in enumerate(steps) if step.number == "30")
    pair = [steps[place], steps[place].model_copy(update={"procedure": "SOP-031"})]
    entered = with_row(stated(), "batch_record.steps", {"number": "30"}, entered_at="2026-03-12 10:00")
    when = next(step.entered_at for step in entered.batch_record.steps if step.number == "30")
    rows = [row.model_copy(update={"entered_at": when}) if n in late else row for n, row in enumerate(pair)]
    steps[place : place + 1] = rows
    record = pack.batch_record.model_copy(update={"steps": tuple(steps)})
    return pack.model_copy(update={"batch_record": record})


def test_a_decision_is_carried_to_its_own_row_and_no_other_of_equal_figures(scene: Scene) -> None:
    pack = scene.submit(two_scales(1)).pack
    attest(scene, pack)
    (second_scale,) = (found for found in exceptions_of(scene, pack) if found.rule == "R119")
    decide(scene, second_scale, reason="The second terminal was down.")
    both = scene.submit(two_scales(0, 1), reason="first scale entered late too", at=LATER + timedelta(hours=1)).pack
    with scope.opened(scene.world.reviewer):
        late = RuleVerdict.objects.filter(pack=both, rule="R119", outcome="fail").order_by("id")
        assert len({verdict.inputs_hash for verdict in late}) == 1
        (carried,) = ExceptionDecision.objects.filter(verdict__in=late).select_related("verdict")
        assert carried.verdict.subject == second_scale.subject
        assert undecided(both) == 1
