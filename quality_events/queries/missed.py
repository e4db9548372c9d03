"""The least that an event has missed, by the findings that it answers and by its result (trap T1)."""

from uuid import UUID

from django.db.models import QuerySet

from evidence.models import RuleVerdict
from evidence.pack.specified import is_invalidated, missed_by
from masters.models import SpecificationTest
from masters.models.specifications import TestCategory
from quality_events.models import OosTrack, QualityEvent
from quality_events.states import STANDS, Missed, OosState


def least_missed(verdicts: QuerySet[RuleVerdict], invalidated: tuple[str, str] | None = None) -> Missed:
    """What these findings say; `invalidated`: (test, value) of the result that counts no more. Two queries."""
    rows = verdicts.values_list("rule", "pack__lot__specification_id", "inputs__test", "inputs__value")
    standing = [row for row in rows if not is_invalidated(invalidated, row[2], row[3])]
    identity = _identity_tests({specification for _, specification, test, _ in standing if test and specification})
    found = (missed_by(rule, is_identity=(of, test) in identity) for rule, of, test, _ in standing)
    return _most(Missed.NONE, *map(Missed, found))


def least_missed_of(event: QualityEvent) -> Missed:
    """What an event has missed at least: by the findings that it answers, and by its result where that stands."""
    track = OosTrack.objects.filter(event=event).first()
    by_result = Missed.NONE
    if track is not None and track.state in STANDS:
        by_result = Missed.IDENTITY if track.is_identity else Missed.SPECIFICATION
    answered = RuleVerdict.objects.filter(answers__event_id=event.pk)
    return _most(by_result, least_missed(answered, invalidated_by(track)))


def invalidated_by(track: OosTrack | None) -> tuple[str, str] | None:
    """(test, value) of the result that the track proved to be an error of the laboratory."""
    if track is None or track.state != OosState.INVALIDATED:
        return None
    return track.test, next(result.value for result in track.results.all() if result.position == 0)


def _identity_tests(specification_ids: set[UUID]) -> set[tuple[UUID, str]]:
    tests = SpecificationTest.objects.filter(specification_id__in=specification_ids, category=TestCategory.IDENTITY)
    return set(tests.values_list("specification_id", "code")) if specification_ids else set()


def _most(*found: Missed) -> Missed:
    return max(found, key=tuple(Missed).index)
