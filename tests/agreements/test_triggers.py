"""The database itself holds what was agreed, whatever path a change takes."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from agreements.models import AgreementVersion, Clause
from kernel import scope
from kernel.history import acting
from tests.factories.world import LONG_AGO, World


def test_no_clause_of_a_signed_version_changes(world: World, signed: AgreementVersion) -> None:
    with scope.opened(world.head), acting(by=world.head, reason="sly", at=LONG_AGO):
        for change in ({"parameters": {}}, {"number": "9.9"}):
            with pytest.raises(IntegrityError, match="a clause of an agreed version"), transaction.atomic():
                Clause.objects.filter(version=signed, kind="review").update(**change)
        with pytest.raises(IntegrityError, match="a clause of an agreed version"), transaction.atomic():
            Clause.objects.create(
                partnership_id=signed.partnership_id, sponsor_id=signed.sponsor_id, version=signed, number="9.1",
                kind="tea", title="Tea", parameters={},
            )  # fmt: skip
        assert Clause.objects.get(version=signed, kind="review").parameters == {
            "pack_days": 5,
            "disposition_days": 3,
        }


@pytest.mark.parametrize(
    "change",
    [
        "effective_from = '2020-01-01'",
        "effective_until = '2030-01-01'",
        "content_hash = 'x'",
        "signed_at = kernel_now()",
    ],
)
def test_a_signed_version_stands_still(world: World, signed: AgreementVersion, change: str) -> None:
    with scope.opened(world.head), acting(by=world.head, reason="sly", at=LONG_AGO):
        with (
            pytest.raises(IntegrityError, match="not changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE agreements_agreementversion SET {change} WHERE id = %s", [signed.pk])  # noqa: S608
        found = AgreementVersion.objects.get(pk=signed.pk)
        assert (found.effective_from, found.effective_until) == (date(2026, 1, 5), None)
