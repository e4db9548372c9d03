"""Time stamps over seals, asked of a real service on this machine; its absence stops nothing."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

import pytest
from django.conf import settings as django_settings

from records.outside.time_stamps import TimeStamp, asked, problem_of
from tests.factories.time_authority import AT, served

TEXT = b'{"format":"oversight-seal-1","number":1}'


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as url:
        yield url


@pytest.fixture(scope="module")
def stamp(address: str) -> TimeStamp:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(django_settings, "SEAL_TIMESTAMP_URL", address)
        given = asked(TEXT)
    assert given is not None
    return given


def test_a_stamp_states_its_time_and_text(stamp: TimeStamp) -> None:
    assert stamp.stamped_at == AT
    assert problem_of(stamp.token, TEXT, AT) == ""


def test_of_another_text_or_time(stamp: TimeStamp) -> None:
    assert "of another seal" in problem_of(stamp.token, TEXT + b"!", AT)
    assert "another time" in problem_of(stamp.token, TEXT, AT + timedelta(seconds=1))


def test_a_token_that_was_changed(stamp: TimeStamp) -> None:
    for place in (stamp.token.index(sha256(TEXT).digest()), len(stamp.token) - 1):
        changed = bytearray(stamp.token)
        changed[place] ^= 1
        assert problem_of(bytes(changed), TEXT, AT)
    assert "cannot be read" in problem_of(b"no token", TEXT, AT)


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:9/"])
def test_without_an_answer_there_is_no_stamp(settings: object, url: str) -> None:
    settings.SEAL_TIMESTAMP_URL = url  # type: ignore[attr-defined]  # pytest-django's
    assert asked(TEXT) is None
