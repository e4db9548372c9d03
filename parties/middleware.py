"""The scope of a request: who, for which organisation, in one transaction (ADR 0003)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kernel import scope
from kernel.clock import now
from kernel.errors import Refused
from parties import refusals
from parties.actions.challenges import keep_challenges
from parties.identity import continuous_since
from parties.models import Membership, Person
from parties.outside.key_authentication import actor_of_key
from parties.proving import CONTINUOUS_KEY
from parties.queries import Lent, actor_for, bare_actor, lent, live_memberships
from parties.request_transaction import answering, in_one_transaction, is_deadlock, settle_refusal
from parties.zones import reading_zone

MEMBERSHIP_KEY = "membership"
DELEGATION_KEY = "delegation"
STARTED_KEY = "session_started_at"
SEEN_KEY = "session_seen_at"
SEEN_EVERY = timedelta(minutes=1)
"""A session in use is prolonged this often; writing it with every page would wait for the disk with every page."""
WITHOUT_SCOPE = ("/healthz", "/readyz", "/.well-known/")


class ScopeMiddleware:
    """Opens scope and transaction; rolls back on a refusal or a server error, then records the refusal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.refused = None  # type: ignore[attr-defined]  # ours, like the next three
        request.memberships = []  # type: ignore[attr-defined]
        request.challenges = []  # type: ignore[attr-defined]
        if request.path.startswith((*WITHOUT_SCOPE, settings.STATIC_URL)):
            request.user = AnonymousUser()  # nobody is looked up: these open their own scope, or need none
            return self.get_response(request)
        actor = actor_of_key(request) if request.path.startswith("/api/") else self._actor(request)
        request.actor = actor  # type: ignore[attr-defined]  # ours
        with scope.opened(actor) if actor else scope.anonymous():
            with timezone.override(_zone(request)):
                response = in_one_transaction(request, answering(request, self.get_response))
            settle_refusal(request)
            if request.challenges:  # type: ignore[attr-defined]  # ours
                keep_challenges(challenges=request.challenges)  # type: ignore[attr-defined]
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal that no form caught becomes a page that says why and leads back."""
        if is_deadlock(error) and not request.deadlocked:  # type: ignore[attr-defined]  # ours
            request.deadlocked = True  # type: ignore[attr-defined]  # ours
            return HttpResponse(status=503)  # never sent: the request runs once more
        if isinstance(error, ObjectDoesNotExist):
            raise Http404 from error
        if not isinstance(error, Refused):
            return None
        if request.refused is None:  # type: ignore[attr-defined]  # ours
            refusals.remember(request, error)
        values = {"refusal": error, "back": request.headers.get("referer", "/")}
        return render(request, "refused.html", values, status=error.status)

    def _actor(self, request: HttpRequest) -> scope.Actor | None:
        with scope.anonymous(), transaction.atomic():
            person = request.user
            if not person.is_authenticated or not isinstance(person, Person):
                return None
            bare = bare_actor(person)
            with scope.opened(bare):
                if self._is_too_old(request, at := now()):
                    logout(request)
                    return None
                _prolong(request, at)
                request.memberships = list(live_memberships(person))  # type: ignore[attr-defined]  # ours
                membership = _chosen(request)
            if membership is None:
                return bare
            entering = scope.Actor(person_id=person.pk, name=person.name, organisation_id=membership.organisation_id)
            with scope.opened(entering):
                return actor_for(person, membership, lent=self._lent(request, membership, at))

    def _lent(self, request: HttpRequest, membership: Membership, at: datetime) -> Lent | None:
        """The delegation that the person chose to act under; one that has ended is put away."""
        chosen = request.session.get(DELEGATION_KEY)
        found = lent(chosen, membership, at) if chosen else None
        if chosen and found is None:
            del request.session[DELEGATION_KEY]
        return found

    def _is_too_old(self, request: HttpRequest, at: datetime) -> bool:
        """A session's absolute limit (21 CFR 11.200: a continuous period); the idle one is the cookie's age."""
        started = request.session.setdefault(STARTED_KEY, at.isoformat())
        return at - datetime.fromisoformat(started) > timedelta(hours=settings.SESSION_ABSOLUTE_HOURS)


def _prolong(request: HttpRequest, at: datetime) -> None:
    """The idle limits count from the last time that the session was written; signing has a shorter one of its own."""
    seen, since = _moment(request, SEEN_KEY), _moment(request, CONTINUOUS_KEY)
    begun = continuous_since(since, seen, at, timedelta(minutes=settings.SIGNING_IDLE_MINUTES))
    if begun != since:
        request.session[CONTINUOUS_KEY] = begun.isoformat()
    if seen is None or not timedelta(0) <= at - seen < SEEN_EVERY:
        request.session[SEEN_KEY] = at.isoformat()


def _moment(request: HttpRequest, key: str) -> datetime | None:
    kept = request.session.get(key)
    return datetime.fromisoformat(kept) if kept else None


def _zone(request: HttpRequest) -> tzinfo:
    """Pages speak the reader's time; machines are answered in UTC."""
    return UTC if request.path.startswith("/api/") else reading_zone(request)


def _chosen(request: HttpRequest) -> Membership | None:
    memberships: list[Membership] = request.memberships  # type: ignore[attr-defined]  # ours
    wanted = request.session.get(MEMBERSHIP_KEY)
    found = next((m for m in memberships if str(m.pk) == wanted), None)
    return found or (memberships[0] if memberships else None)


def choose_organisation(request: HttpRequest, membership_id: str) -> None:
    """From the next request on the person acts for another of his organisations."""
    request.session[MEMBERSHIP_KEY] = membership_id
    request.session.pop(DELEGATION_KEY, None)


def choose_delegation(request: HttpRequest, delegation_id: UUID | None) -> None:
    """From the next request on the person acts under this delegation, or under none."""
    if delegation_id is None:
        request.session.pop(DELEGATION_KEY, None)
    else:
        request.session[DELEGATION_KEY] = str(delegation_id)


scope_middleware = ScopeMiddleware
