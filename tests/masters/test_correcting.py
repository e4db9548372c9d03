"""A back-dated correction closes what was recorded, and what was known before stays to be asked for."""

import os
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.scope import Actor
from masters import actions
from masters.content import correction_content
from masters.models import LabelVersion, MasterKind, MasterRecord, Validity
from masters.models.products import Version
from masters.queries import baseline_on, content_of_version, in_force, version_of
from records.content import content_hash
from records.models import Signature
from tests.factories.baseline import VALID_FROM, label_value, make_baseline, make_product, master_record_value
from tests.factories.signing import proof
from tests.factories.versions import approve_next
from tests.factories.world import LONG_AGO, World

HISTORIES = 300 if os.environ.get("FAULTS") == "heavy" else 3
APPROVED = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
CORRECTED = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BEGAN, REALLY = date(2026, 4, 1), date(2026, 4, 15)


def correct(world: World, version: Version, valid_from: date, *, by: Actor | None = None, **given: Any) -> Version:
    by, at = by or world.head, given.pop("at", CORRECTED)
    with scope.opened(by):
        shown = content_hash(correction_content(version, valid_from, given.get("content")))
        signed = {"proof": proof(by, at, version, shown), "shown_hash": shown}
        return actions.correct_version(
            version_id=version.pk, valid_from=valid_from, by=by, reason="the line was changed later", at=at,
            **{**signed, **given},
        )  # fmt: skip


@pytest.fixture
def later(world: World) -> MasterRecord:
    """Version 4 of the master record, recorded as valid from 1 April."""
    product_id = make_baseline(world).master_record.product_id
    with scope.opened(world.head):
        content = replace(master_record_value(), version=None)
        return approve_next(
            product_id=product_id, content=content, valid_from=BEGAN, by=world.head, reason="new", at=APPROVED
        )


def version_on(record: MasterRecord, on: date, known: datetime | None = None) -> str:
    found = baseline_on(record.product, on, known).master_record
    return f"v{found.version} of {found.recorded_from:%m-%d}" if found else ""


def test_what_is_known_now_and_what_was_known_then_are_two_answers(world: World, later: MasterRecord) -> None:
    made = correct(world, later, REALLY)
    with scope.opened(world.reviewer):
        first, fourth, right = f"v3 of {LONG_AGO:%m-%d}", "v4 of 03-10", "v4 of 05-04"
        assert [version_on(later, day) for day in (BEGAN, date(2026, 4, 14), REALLY)] == [first, first, right]
        before = CORRECTED - timedelta(seconds=1)
        assert [version_on(later, day, before) for day in (date(2026, 3, 31), BEGAN, REALLY)] == [first, fourth, fourth]
        assert version_on(later, BEGAN, APPROVED - timedelta(seconds=1)) == first
        assert version_on(later, VALID_FROM, LONG_AGO - timedelta(seconds=1)) == ""
        later.refresh_from_db()
        assert (later.valid_from, later.recorded_until) == (BEGAN, CORRECTED)
        assert (made.valid_from, made.version, made.corrects_id, str(made)) == (REALLY, 4, later.pk, "MMR-0417 v4")
        assert MasterRecord.objects.get(version=3).valid_until == REALLY
        assert content_of_version(made) == replace(content_of_version(later), in_force_from=REALLY)


def test_a_correction_reaches_back_before_the_recorded_day(world: World, later: MasterRecord) -> None:
    correct(world, later, date(2026, 3, 20))
    with scope.opened(world.reviewer):
        assert version_on(later, date(2026, 3, 20)) == "v4 of 05-04"
        assert MasterRecord.objects.get(version=3).valid_until == date(2026, 3, 20)


def test_content_is_corrected_beside_what_it_said(world: World) -> None:
    label = make_baseline(world).label
    said = replace(label_value(), allergens="soy")
    made = correct(world, label, VALID_FROM, content=said)
    with scope.opened(world.reviewer):
        assert (content_of_version(made).allergens, content_of_version(label).allergens) == ("soy", "")
        assert version_of(made.pk) == (MasterKind.LABEL, made)
        signature = Signature.objects.get(subject_id=label.pk)
        assert (signature.subject_kind, signature.meaning) == ("master_version", "approved")


def test_who_may_not_correct(world: World, later: MasterRecord) -> None:
    for by in (world.cmo_qa, world.reviewer, world.clerk):
        with pytest.raises(Forbidden):
            correct(world, later, REALLY, by=by)
    with scope.opened(world.other_sponsor), pytest.raises(Validity.DoesNotExist):
        version_of(later.pk)


def test_what_is_refused(world: World, later: MasterRecord) -> None:
    with pytest.raises(Refused, match="nothing to correct"):
        correct(world, later, BEGAN)
    with pytest.raises(Refused, match=r"Version 3 is valid from 2025-09-01\. This one must begin later"):
        correct(world, later, VALID_FROM)
    with scope.opened(world.head):
        first = MasterRecord.objects.get(version=3)
    with pytest.raises(Refused, match=r"Version 4 is valid from 2026-04-01\. This one must begin before it"):
        correct(world, first, BEGAN)
    correct(world, first, date(2026, 3, 31))
    with scope.opened(world.head):
        first.refresh_from_db()
    with pytest.raises(Refused, match="Version 3 was corrected on 2026-05-04 already"):
        correct(world, first, date(2026, 3, 30))


def test_a_sampling_plan_is_corrected_within_its_specification(world: World) -> None:
    plan = make_baseline(world).sampling_plan
    with scope.opened(world.head):
        other = replace(content_of_version(plan), tests=("NONE",))
    with pytest.raises(Refused, match="no test NONE"):
        correct(world, plan, VALID_FROM, content=other)


def test_the_database_refuses_two_answers_for_one_day(world: World, later: MasterRecord) -> None:
    with scope.opened(world.head), acting(by=world.head, reason="overlap", at=CORRECTED):
        row = Validity.objects.get(master_record=later, recorded_until=None)
        row.pk, row._state.adding = None, True
        row.valid_from = date(2027, 1, 1)
        row.id = Validity._meta.pk.get_default()
        with pytest.raises(IntegrityError, match="validity_no_overlap"), transaction.atomic():
            row.save(force_insert=True)
        row.recorded_from, row.recorded_until = LONG_AGO - timedelta(days=2), LONG_AGO - timedelta(days=1)
        row.save(force_insert=True)
        row.id, row.recorded_until, row.specification_id = Validity._meta.pk.get_default(), LONG_AGO, row.pk
        with pytest.raises(IntegrityError, match="validity_of_one_version"), transaction.atomic():
            row.save(force_insert=True)


def test_random_histories_answer_as_the_model(world: World) -> None:
    for seed in range(HISTORIES):
        _History(world, random.Random(seed), f"MG-{seed}").compare()  # noqa: S311 - dice, no secret


class _History:
    """A label's life through the actions, beside a list of what was said when."""

    def __init__(self, world: World, dice: random.Random, code: str) -> None:
        self.world, self.dice = world, dice
        self.product = make_product(world, code=code)
        self.said: list[tuple[datetime, int, date, str]] = []
        self.held: dict[int, LabelVersion] = {}
        self.at = APPROVED
        for place in range(dice.randint(4, 8)):
            self.at += timedelta(days=dice.randint(0, 9), minutes=place)
            if self.held and dice.random() < 0.6:
                self.correct(f"text {place}")
            else:
                self.approve(f"text {place}")

    def approve(self, text: str) -> None:
        last = self.held[max(self.held)].valid_from if self.held else self.at.date()
        begins = max(last, self.at.date()) + timedelta(days=self.dice.randint(1, 20))
        with scope.opened(self.world.head):
            approving = approve_next if self.held else actions.approve_label
            made = approving(
                product_id=self.product.pk, content=label_value(version=None), valid_from=begins,
                by=self.world.head, reason=text, at=self.at,
            )  # fmt: skip
        self.note(made)

    def correct(self, text: str) -> None:
        number = self.dice.choice(sorted(self.held))
        old = self.held[number]
        begins = old.valid_from + timedelta(days=self.dice.randint(-25, 25))
        content = replace(label_value(version=number), allergens=text)
        try:
            made = correct(self.world, old, begins, content=content, at=self.at)
        except Refused:
            return
        self.note(made)

    def note(self, made: Version) -> None:
        assert isinstance(made, LabelVersion)
        self.held[made.version] = made
        self.said.append((self.at, made.version, made.valid_from, str(made.pk)))

    def expected(self, on: date, known: datetime) -> str | None:
        chain = {number: (day, key) for at, number, day, key in self.said if at <= known}
        begun = [found for found in chain.values() if found[0] <= on]
        return max(begun)[1] if begun else None

    def compare(self) -> None:
        moments = [at + near for at, *_ in self.said for near in (timedelta(seconds=-1), timedelta())]
        days = [day + near for _, _, day, _ in self.said for near in (timedelta(days=-1), timedelta())]
        with scope.opened(self.world.reviewer):
            for known in moments:
                for on in days:
                    found = in_force(self.product.pk, on, known).get(MasterKind.LABEL)
                    assert (str(found) if found else None) == self.expected(on, known), (on, known)
