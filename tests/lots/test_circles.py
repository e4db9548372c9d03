"""Whether new edges close a circle: pure, on small graphs by name."""

from uuid import UUID

import pytest

from lots.genealogy import circle

A, B, C, D = (UUID(int=n) for n in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("known", "new", "found"),
    [
        ([], [(A, B)], []),
        ([(A, B), (B, C)], [(A, C)], []),  # a second way is no circle
        ([(A, B), (B, C)], [(C, A)], [A, B, C]),
        ([(A, B)], [(B, A)], [A, B]),
        ([], [(A, B), (B, C), (C, A)], [B, C, A]),
        ([], [(A, A)], [A]),
        ([(C, D), (D, C)], [(A, B)], []),  # what is known already is not theirs
        ([(C, D), (D, C)], [(A, C)], []),
    ],
)
def test_circles(known: list, new: list, found: list) -> None:
    assert circle(known, new) == found
