"""An agreement signed, its next version drafted, and that version agreed."""

import pytest

from agreements import actions
from agreements.models import AgreementVersion
from kernel import scope
from tests.agreements.drafts import AT, FROM, SHORTER
from tests.factories.baseline import make_agreement
from tests.factories.world import World


@pytest.fixture
def signed(world: World) -> AgreementVersion:
    return make_agreement(world)


@pytest.fixture
def drafted(world: World, signed: AgreementVersion) -> AgreementVersion:
    with scope.opened(world.cmo_qa):
        return actions.draft_version(
            agreement_id=signed.agreement_id, effective_from=FROM, effective_until=None, changes=[SHORTER],
            by=world.cmo_qa, reason="faster review", at=AT,
        )  # fmt: skip


@pytest.fixture
def agreed(world: World, drafted: AgreementVersion) -> AgreementVersion:
    with scope.opened(world.head):
        return actions.agree(version_id=drafted.pk, by=world.head, reason="", at=AT)
