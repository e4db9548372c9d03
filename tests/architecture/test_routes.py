"""Every page is behind the scope, the log-in and the refusals, or on a short list with its reason."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from parties.middleware import WITHOUT_SCOPE
from tests.architecture.sources import APPS

OUTSIDE_SCOPE = {
    "healthz": "says that the process lives; touches no row",
    "readyz": "counts through definer functions, which name no company",
    "well_known_keys": "public keys out of a file; touches no row",
}
WITHOUT_LOG_IN = {
    "healthz": "asked by machines",
    "readyz": "asked by machines",
    "well_known_keys": "public keys, for programs that verify permits",
    "parties:accept": "the link is the proof; the person has no account yet",
    "parties:partnership": "likewise",
    "permit_status": "whoever stands before the pallet may ask; told is what the sheet prints, and its state",
    "recall_notice": "the signed link of a notice is the proof; it shows that notice and takes its answer",
    "workspace:verify": "anybody who holds a PDF may ask whether it is intact; nothing else is told",
}
SCOPE, LOG_IN = "parties.middleware.scope_middleware", "django.contrib.auth.middleware.LoginRequiredMiddleware"


def routes(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """(path, qualified name, pattern) of every route."""
    for entry in resolver.url_patterns:
        path = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from routes(entry, path, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            yield path, f"{space}{entry.name}", entry


ROUTES = list(routes(get_resolver()))
OURS = [(path, name, entry) for path, name, entry in ROUTES if entry.callback.__module__.split(".")[0] in APPS]


def test_the_scope_opens_before_the_log_in_is_asked_for() -> None:
    assert settings.MIDDLEWARE.index(SCOPE) < settings.MIDDLEWARE.index(LOG_IN)
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is False


def test_no_route_is_outside_the_scope_without_a_reason() -> None:
    outside = {name for path, name, _ in ROUTES if f"/{path}".startswith(WITHOUT_SCOPE)}
    assert outside == set(OUTSIDE_SCOPE)


def test_no_page_of_ours_is_open_without_a_reason() -> None:
    def is_open(entry: URLPattern) -> bool:
        return getattr(entry.callback, "login_required", True) is False

    pages = {name for path, name, entry in OURS if is_open(entry) and not path.startswith("api/")}
    assert pages - set(WITHOUT_LOG_IN) == set()


@pytest.mark.parametrize("name", [name for _, name, _ in OURS])
def test_a_route_has_a_name_and_an_app(name: str) -> None:
    assert name.strip(":") not in {"", "None"}
    assert not name.endswith(":None")


def test_there_are_routes_to_check() -> None:
    assert {"lots:list", "quality_events:event"} <= {name for _, name, _ in OURS}
