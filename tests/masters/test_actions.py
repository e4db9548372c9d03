"""Versions are approved by those who may, one after the other; the database refuses an overlap by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from masters import actions
from masters.models import ApprovedLaboratory, MasterRecord, MasterStep, Product, Specification
from masters.queries import baseline_on, laboratories_known
from masters.written import digest
from tests.factories.baseline import (
    LABORATORIES,
    VALID_FROM,
    label_value,
    make_baseline,
    make_product,
    master_record_value,
    sampling_plan_value,
    specification_value,
)
from tests.factories.versions import approve_next, sign_version
from tests.factories.world import LONG_AGO, World, make_world

AT = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
TODAY = AT.date()


def test_the_baseline_is_what_was_approved(world: World) -> None:
    baseline = make_baseline(world)
    assert [
        (str(version), version.valid_from)
        for version in (baseline.master_record, baseline.specification, baseline.sampling_plan, baseline.label)
    ] == [
        ("MMR-0417 v3", VALID_FROM),
        ("SPEC-0417 v4", VALID_FROM),
        ("SP-007 v2", VALID_FROM),
        ("LBL-MG120 v5", VALID_FROM),
    ]
    with scope.opened(world.clerk):
        record = baseline.master_record
        assert record.approved_by_id == world.cmo_qa.person_id
        assert record.approved_at == LONG_AGO
        assert list(record.steps.values_list("number", flat=True)) == [str(n) for n in range(10, 90, 10)]
        assert record.components.count() == 9
        assert ApprovedLaboratory.objects.count() == len(LABORATORIES)


def test_the_next_version_ends_its_predecessor_and_runs_from_its_day(world: World) -> None:
    product_id = make_baseline(world).master_record.product_id
    valid_from = date(2026, 4, 1)
    content = replace(master_record_value(), version=None)
    with scope.opened(world.head):
        new = approve_next(
            product_id=product_id, content=content, valid_from=valid_from, by=world.head, reason="new excipient", at=AT
        )
        old = MasterRecord.objects.get(version=3)
        product = Product.objects.get(pk=product_id)
        assert (new.version, new.valid_until) == (4, None)
        assert old.valid_until == valid_from
        assert baseline_on(product, date(2026, 3, 31)).master_record == old
        assert baseline_on(product, valid_from).master_record == new
        last = old.history.order_by("-history_id").first()
        assert (last.history_user_id, last.history_change_reason) == (world.head.person_id, "new excipient")


def test_every_kind_follows_the_same_way(world: World) -> None:
    product_id = make_baseline(world).master_record.product_id
    given = {"product_id": product_id, "valid_from": TODAY, "by": world.head, "reason": "", "at": AT}
    with scope.opened(world.head):
        assert approve_next(content=specification_value(version=None), **given).version == 5
        assert approve_next(content=sampling_plan_value(version=None), **given).version == 3
        assert approve_next(content=label_value(version=None), **given).version == 6


def test_nobody_approves_without_the_authority(world: World) -> None:
    product_id = make_baseline(world).master_record.product_id
    given = {"product_id": product_id, "valid_from": TODAY, "reason": "", "at": AT}
    for actor in (world.clerk, world.reviewer):
        with scope.opened(actor), pytest.raises(Forbidden):
            actions.approve_label(content=label_value(version=None), by=actor, **given)
        with scope.opened(actor), pytest.raises(Forbidden):
            make_product(world, by=actor)
        with scope.opened(actor), pytest.raises(Forbidden):
            actions.approve_laboratory(
                partnership_id=world.alder_keystone.pk, content=LABORATORIES[0], by=actor, reason="", at=AT
            )


def test_another_partnership_does_not_exist_for_a_stranger(world: World) -> None:
    product_id = make_baseline(world).master_record.product_id
    with scope.opened(world.other_sponsor), pytest.raises(Product.DoesNotExist):
        actions.approve_label(
            product_id=product_id,
            content=label_value(version=None),
            valid_from=TODAY,
            by=world.other_sponsor,
            reason="",
            at=AT,
        )


def test_a_refused_version_leaves_nothing_behind(world: World) -> None:
    product_id = make_baseline(world).master_record.product_id
    broken = replace(specification_value(version=None), tests=())
    with scope.opened(world.head):
        with pytest.raises(Refused):
            approve_next(product_id=product_id, content=broken, valid_from=TODAY, by=world.head, reason="", at=AT)
        only = Specification.objects.get()
        assert (only.version, only.valid_until) == (4, None)


def test_a_product_code_is_taken_once_in_a_partnership(world: World) -> None:
    make_product(world)
    with pytest.raises(Refused, match="MG-GLY-120 exists already"):
        make_product(world)
    other = make_product(world, partnership=world.blue_keystone)
    assert other.partnership_id == world.blue_keystone.pk


def test_approving_a_laboratory_again_closes_what_was_known(world: World) -> None:
    make_baseline(world)
    with scope.opened(world.head):
        given = {"partnership_id": world.alder_keystone.pk, "by": world.head, "reason": "", "at": AT}
        first = ApprovedLaboratory.objects.get(name=LABORATORIES[1].name)
        assert actions.approve_laboratory(content=LABORATORIES[1], **given).pk == first.pk
        again = actions.approve_laboratory(content=replace(LABORATORIES[1], methods=("QC-031",)), **given)
        held = ApprovedLaboratory.objects.filter(name=LABORATORIES[1].name).order_by("recorded_from", "pk")
        assert [(row.methods, row.recorded_from, row.recorded_until) for row in held] == [
            (["QC-031", "QC-101", "QC-114"], LONG_AGO, AT),
            (["QC-031"], AT, None),
        ]
        assert [row.pk for row in laboratories_known(world.alder_keystone.pk) if row.name == first.name] == [again.pk]


def test_the_next_version_enters_by_a_change_alone(world: World) -> None:
    product_id = make_baseline(world).master_record.product_id
    given = {"product_id": product_id, "valid_from": date(2026, 4, 1), "by": world.head, "reason": "", "at": AT}
    with scope.opened(world.head):
        for approve, content in (
            (actions.approve_master_record, master_record_value(version=None)),
            (actions.approve_specification, specification_value(version=None)),
            (actions.approve_sampling_plan, sampling_plan_value(version=None)),
            (actions.approve_label, label_value(version=None)),
        ):
            with pytest.raises(Refused, match="Propose a change: its approval makes the next version"):
                approve(content=content, **given)


def _row(record: MasterRecord, **changed: Any) -> dict[str, Any]:
    return {
        "partnership_id": record.partnership_id, "sponsor_id": record.sponsor_id, "product_id": record.product_id,
        "number": record.number, "version": 9, "valid_from": date(2027, 1, 1), "approved_at": AT,
        "approved_by_id": record.approved_by_id, "recorded_from": AT, "batch_size": 1, "batch_unit": "kg", **changed,
    }  # fmt: skip


def test_the_database_refuses_two_versions_on_one_day(world: World) -> None:
    record = make_baseline(world).master_record
    content = replace(master_record_value(), version=None)
    with scope.opened(world.head), transaction.atomic(), acting(by=world.head, reason="overlap", at=AT):
        product = Product.objects.get(pk=record.product_id)
        signature = sign_version(product, content, by=world.head, at=AT)
        row = _row(record, signature_id=signature.pk, content_sha256=digest(content))
        with pytest.raises(IntegrityError, match="master_record_no_overlap"), transaction.atomic():
            MasterRecord.objects.create(**row)
        assert MasterRecord.objects.count() == 1


@pytest.mark.parametrize(
    "told", [{"kind": "specification"}, {"product": "another"}, {"sha256": "0" * 64}, None], ids=str
)
def test_the_database_refuses_a_version_that_no_approved_request_says(
    world: World, told: dict[str, Any] | None
) -> None:
    """Unsigned, or signed for another kind, another product or another text."""
    record = make_baseline(world).master_record
    content = replace(master_record_value(), version=None)
    with scope.opened(world.head), transaction.atomic(), acting(by=world.head, reason="another path", at=AT):
        MasterRecord.objects.filter(pk=record.pk).update(valid_until=date(2026, 12, 31))
        product = Product.objects.get(pk=record.product_id)
        signature = sign_version(product, content, by=world.head, at=AT, **told) if told else None
        row = _row(record, signature=signature, content_sha256=digest(content))
        with pytest.raises(IntegrityError, match="made by the approval of a change request"), transaction.atomic():
            MasterRecord.objects.create(**row)


def test_one_signature_makes_one_version(world: World) -> None:
    record = make_baseline(world).master_record
    content = replace(master_record_value(), version=None)
    with scope.opened(world.head), transaction.atomic(), acting(by=world.head, reason="twice", at=AT):
        made = approve_next(
            product_id=record.product_id, content=content, valid_from=date(2026, 4, 1), by=world.head, at=AT
        )
        MasterRecord.objects.filter(pk=made.pk).update(valid_until=date(2026, 12, 31))
        row = _row(record, signature_id=made.signature_id, content_sha256=made.content_sha256)
        with pytest.raises(IntegrityError, match="master_record_once_a_signature"), transaction.atomic():
            MasterRecord.objects.create(**row)


def test_the_database_lets_nobody_rewrite_what_a_version_says(world: World) -> None:
    record = make_baseline(world).master_record
    with scope.opened(world.head), transaction.atomic(), acting(by=world.head, reason="another path", at=AT):
        for rewrite in (
            lambda: MasterRecord.objects.filter(pk=record.pk).update(batch_size=1),
            lambda: record.components.update(target=1),
        ):
            with pytest.raises(IntegrityError, match=r"never changed|not changed"), transaction.atomic():
                rewrite()


@pytest.mark.usefixtures("committed_database")
def test_no_line_is_added_to_a_version_later() -> None:
    world = make_world()
    with transaction.atomic():
        record = make_baseline(world).master_record
    with scope.opened(world.head), transaction.atomic(), acting(by=world.head, reason="later", at=AT):
        new = {"partnership_id": record.partnership_id, "sponsor_id": record.sponsor_id, "master_record": record}
        with pytest.raises(IntegrityError, match="a line is written with its version"), transaction.atomic():
            MasterStep.objects.create(number="99", position=99, instruction="more", **new)
