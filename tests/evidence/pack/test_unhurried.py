"""The collector rests while a pack is read, and works again whatever happens."""

import gc
from collections.abc import Iterator

import pytest

from evidence.pack.unhurried import without_collector


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    before = gc.isenabled()
    gc.enable()
    yield
    (gc.enable if before else gc.disable)()


def test_it_rests_until_the_last_reader_is_done() -> None:
    with without_collector():
        with without_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), without_collector():
        raise ValueError("broken")
    assert gc.isenabled()


def test_one_that_was_off_stays_off() -> None:
    gc.disable()
    with without_collector():
        assert not gc.isenabled()
    assert not gc.isenabled()
