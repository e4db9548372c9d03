"""What an answer to a walker has to be."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tests.isolation.addresses import Keys, Route
from tests.isolation.reading import said
from tests.isolation.walking import Walker

NOT_FOUND, NO_SUCH_METHOD, CONFLICT, SERVER_ERROR = 404, 405, 409, 500
NOTHING_MORE = {200, 302, NOT_FOUND, NO_SUCH_METHOD, CONFLICT}
"""A page, a file, the way to the door, no such thing, a door for POST alone, or a row in another state: another role
would not read more."""
TO_NOBODY = {301, 302, 401, NOT_FOUND, NO_SUCH_METHOD}
"""To log-in, or nothing there."""
OTHERS = ("put", "patch", "delete")
"""Methods beside POST that change something."""


def walk(walkers: Sequence[Walker], routes: Iterable[Route], *, everybody: bool = False) -> Iterator[str]:
    """Ask for every address, with own rows and with strangers'; a line for every answer that is wrong.

    The walkers of one company take turns in being first at a route, and each route takes another owner's row of each
    model; the others follow until one is let in at each address, so that what a role hides does not stay unread.
    `everybody` asks as each of them, for a row of every owner.
    """
    for place, route in enumerate(routes):
        first, turn = place % len(walkers), None if everybody else place
        settled: set[str] = set()
        for walker in (*walkers[first:], *walkers[:first]):
            yield from _asked_for_own(walker, route, turn, set() if everybody else settled)
            if everybody or walker is walkers[first]:
                yield from _asked_for_foreign(walker, route, turn)


def poke(walker: Walker, routes: Iterable[Route], *, everything: bool = False) -> Iterator[str]:
    """Try to change strangers' rows; a line for every answer that is not “no such thing”.

    By POST and at the API, where each method is a door of its own, by one of the others in its turn, at one row of each
    model; by all of them at all rows when it is `everything`.
    """
    for place, route in enumerate(routes):
        turn = OTHERS[place % 3 : place % 3 + 1] if route.pattern.startswith("api/") else ()
        for path in _paths(route, walker.foreign, None if everything else place):
            for method in ("post", *(OTHERS if everything else turn)):
                answer = walker.ask(path, method, data={}, content_type="application/json")
                yield from _wrong(walker, route, path, answer)
                yield from _not_hidden(walker, route, f"{method.upper()} {path}", answer)


def _asked_for_own(walker: Walker, route: Route, turn: int | None, settled: set[str]) -> Iterator[str]:
    """`settled`: the addresses that nobody else needs to ask for, to which this walker's are added."""
    for path in route.filled(_turned(walker.own, turn)):
        if path not in settled:
            answer = walker.ask(path)
            if answer.status_code in NOTHING_MORE:
                settled.add(path)
            yield from _wrong(walker, route, path, answer)


def _asked_for_foreign(walker: Walker, route: Route, turn: int | None) -> Iterator[str]:
    for path in _paths(route, walker.foreign, turn):
        answer = walker.ask(path)
        yield from _wrong(walker, route, path, answer)
        yield from _not_hidden(walker, route, path, answer)
        walker.browser.cookies.pop("messages", None)  # the admin says on the next page what was typed on this one


def _paths(route: Route, keys: Keys, turn: int | None) -> list[str]:
    return route.filled(_turned(keys, turn)) if route.takes_objects else []


def _turned(keys: Keys, turn: int | None) -> Keys:
    """One row of each model, another one at each route; all of them when it is nobody's turn."""
    if turn is None:
        return keys
    return lambda model: [found[turn % len(found)]] if (found := keys(model)) else []


def _wrong(walker: Walker, route: Route, path: str, answer: Any) -> Iterator[str]:
    if answer.status_code >= SERVER_ERROR and route.name != "readyz":
        yield f"{walker.name} {path}: {answer.status_code} {getattr(answer, 'exc_info', None)}"
    signs = walker.forbidden.found(said(answer), typed=path)
    if signs:
        yield f"{walker.name} {path}: {answer.status_code} shows {signs[:5]}"


def _not_hidden(walker: Walker, route: Route, path: str, answer: Any) -> Iterator[str]:
    """A stranger's row is not there; a method that the door does not have says nothing of rows."""
    wanted = {NOT_FOUND, NO_SUCH_METHOD}
    if walker.actor is None:
        wanted = TO_NOBODY
    elif route.pattern.startswith("admin/"):
        # The admin is the platform's own: it leads everybody else to its log-in (302) and refuses to write (403) before
        # it looks. Its operator may know partners' companies and people (200); the words tell the rest.
        wanted = {200, 302, 403, NOT_FOUND}
    elif route.pattern.startswith("api/") and walker.name not in walker.estate.keys:
        wanted = {401}
    if answer.status_code not in wanted:
        yield f"{walker.name} {path}: {answer.status_code} for a stranger's row"
