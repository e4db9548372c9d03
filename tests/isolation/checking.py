"""What an answer to a walker has to be."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import Any

from tests.isolation.addresses import Route
from tests.isolation.reading import said
from tests.isolation.walking import Walker

NOT_FOUND, SERVER_ERROR = 404, 500
NOTHING_MORE = {200, 302, 405}
"""A page, a file, the way to the door, or a door for POST alone: another role would not read more."""
ROLE_FIRST = {
    "clocks/webhooks/": "asks for the administrator's role before it looks: every id is refused alike",
    "partners/passport/": "asks for the role before it looks: every id is refused alike",
}
TO_NOBODY = {301, 302, 401, 404, 405}
"""To log-in, or nothing there."""


def walk(walkers: Sequence[Walker], routes: Iterable[Route], *, everybody: bool = False) -> Iterator[str]:
    """Ask for every address, with own rows and with strangers'; a line for every answer that is wrong.

    The walkers of one company take turns in being first at a route; the others follow until one is let in, so that
    what a role hides does not stay unread. `everybody` asks as each of them.
    """
    for place, route in enumerate(routes):
        first = place % len(walkers)
        for walker in (*walkers[first:], *walkers[:first]):
            is_let_in = yield from _asked(walker, route)
            if is_let_in and not everybody:
                break


def _asked(walker: Walker, route: Route) -> Generator[str, None, bool]:
    is_let_in = False
    for path in route.filled(walker.own):
        answer = walker.ask(path)
        is_let_in |= answer.status_code in NOTHING_MORE
        yield from _wrong(walker, route, path, answer)
    for path in route.filled(walker.foreign) if route.takes_objects else ():
        answer = walker.ask(path)
        yield from _wrong(walker, route, path, answer)
        yield from _not_hidden(walker, route, path, answer)
        walker.browser.cookies.pop("messages", None)  # the admin says on the next page what was typed on this one
    return is_let_in


def poke(walker: Walker, routes: Iterable[Route]) -> Iterator[str]:
    """Try to change strangers' rows; a line for every answer that is not “no such thing”."""
    for route in routes:
        for path in route.filled(walker.foreign) if route.takes_objects else ():
            for method in ("post", "put", "patch", "delete"):
                answer = walker.ask(path, method, data={}, content_type="application/json")
                yield from _wrong(walker, route, path, answer)
                yield from _not_hidden(walker, route, f"{method.upper()} {path}", answer)


def _wrong(walker: Walker, route: Route, path: str, answer: Any) -> Iterator[str]:
    if answer.status_code >= SERVER_ERROR and route.name != "readyz":
        yield f"{walker.name} {path}: {answer.status_code} {getattr(answer, 'exc_info', None)}"
    signs = walker.forbidden.found(said(answer), typed=path)
    if signs:
        yield f"{walker.name} {path}: {answer.status_code} shows {signs[:5]}"


def _not_hidden(walker: Walker, route: Route, path: str, answer: Any) -> Iterator[str]:
    """A stranger's row is not there; a method or a site that the door does not have says nothing of rows."""
    wanted = {NOT_FOUND, 405}
    if walker.actor is None:
        wanted = TO_NOBODY
    elif route.pattern.startswith("admin/"):
        wanted = {200, 302, 403, NOT_FOUND}  # operators see partners' companies and people; the words tell the rest
    elif route.pattern.startswith("api/") and walker.name not in walker.estate.keys:
        wanted = {401}
    elif route.pattern.startswith("api/"):
        wanted = {400, NOT_FOUND, 405}  # an empty body is refused before any row is looked for, whatever the id
    elif route.pattern.startswith(tuple(ROLE_FIRST)):
        wanted = {403, NOT_FOUND, 405}
    if answer.status_code not in wanted:
        yield f"{walker.name} {path}: {answer.status_code} for a stranger's row"
