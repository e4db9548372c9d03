"""What parties write down when the log-in machinery, or a refused signature, says something."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factors
from django.contrib.auth import signals as door_signals
from django.contrib.auth.models import update_last_login
from django.http import HttpRequest

from kernel import clock
from kernel.events import subscribe
from parties.actions.door import Visitor, find_person, note, note_failure
from parties.actions.letters import tell_administrators
from parties.events import AccountLocked, AttemptRefused, TurnedAway
from parties.models import Person
from parties.outside.proof import FAILED
from parties.outside.visit import address_of, agent_of
from parties.states import LoginKind

KINDS = (
    (door_signals.user_logged_in, LoginKind.LOGIN),
    (door_signals.user_logged_out, LoginKind.LOGOUT),
    (account.password_changed, LoginKind.PASSWORD_CHANGED),
    (account.password_set, LoginKind.PASSWORD_CHANGED),
    (account.password_reset, LoginKind.PASSWORD_CHANGED),
    (factors.authenticator_added, LoginKind.FACTOR_ADDED),
    (factors.authenticator_removed, LoginKind.FACTOR_REMOVED),
)


def _visitor(person: Person, request: HttpRequest | None) -> Visitor:
    return Visitor(person.email, person.pk, address_of(request), agent_of(request))


def _noting(kind: LoginKind) -> Any:
    def receive(*, user: Person | None, request: HttpRequest | None = None, **_: Any) -> None:
        if user is not None:
            note(kind, _visitor(user, request), clock.now())

    return receive


def wrong_password(*, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Known or not, every address counts its failures."""
    email = str(credentials.get("email") or credentials.get("username") or "").replace("\x00", "")
    person = find_person(email)
    person_id = person.pk if person else None
    note_failure(Visitor(email, person_id, address_of(request), agent_of(request)), clock.now())


def wrong_factor(*, user: Person, request: HttpRequest | None = None, **_: Any) -> None:
    note_failure(_visitor(user, request), clock.now())


def wrong_signature(event: AttemptRefused) -> None:
    """A failed signing attempt counts like a failed log-in (21 CFR 11.300(d))."""
    if event.refusal.code != FAILED or event.by is None:
        return
    person = Person.objects.get(pk=event.by.person_id)
    address, agent = event.detail.get("address"), event.detail.get("agent", "")
    note_failure(Visitor(person.email, person.pk, address, agent), event.at)


def turned_away(event: TurnedAway) -> None:
    note(LoginKind.BLOCKED, Visitor(event.email, event.person_id, event.address, event.agent), event.at)


def connect() -> None:
    """`last_login` is not kept on the person: log-ins are rows of their own (ADR 0002)."""
    door_signals.user_logged_in.disconnect(update_last_login, dispatch_uid="update_last_login")
    for signal, kind in KINDS:
        signal.connect(_noting(kind), weak=False, dispatch_uid=f"parties.note.{kind}")
    door_signals.user_login_failed.connect(wrong_password, dispatch_uid="parties.wrong_password")
    factors.authentication_failed.connect(wrong_factor, dispatch_uid="parties.wrong_factor")
    subscribe(AttemptRefused, wrong_signature)
    subscribe(TurnedAway, turned_away)
    subscribe(AccountLocked, tell_administrators)
