"""Rows beside the lots: invitations, keys, grants, refused attempts, looks, letters."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kernel import scope
from kernel.clock import now
from kernel.errors import Refused
from kernel.history import acting
from kernel.scope import Actor
from lots.models import Lot
from parties.actions import invite, make_key, propose_partnership
from parties.actions.door import Visitor, note
from parties.events import AttemptRefused
from parties.models import AuditorGrant, Organisation, Partnership, Person
from parties.states import LoginKind
from records.actions import note_access, place_legal_hold, sign_disposal_list, write_refusal
from records.content import content_hash
from records.queries.retention import disposal_content
from tests.factories.walked import proof
from tests.factories.world import LONG_AGO, make_member
from tests.isolation.estate import Holding
from tests.isolation.people import Companies
from tests.isolation.recalling import keep_scope
from workspace.actions import ask, save_search


def surround(companies: Companies, holdings: list[Holding]) -> dict[str, str]:
    """Fill what belongs to organisations; the text of everybody's API key by the member's name."""
    for where in companies.organisations:
        administrator = companies.members[f"ADM of {where}"]
        with scope.opened(administrator):
            invite(email=f"new@{where.lower()}.example", roles=["SLB"], by=administrator, reason="", at=now())
            propose_partnership(
                side="sponsor", company_name=f"{where} wants this one", email=f"asked@{where.lower()}.example",
                by=administrator, reason="", at=now(),
            )  # fmt: skip
    for holding in holdings:
        _looked_and_refused(holding)
    _auditors(companies, holdings[0].lots)
    for holding in holdings:
        _kept_and_asked_for(holding)
    for actor in companies.members.values():
        if actor.organisation_id:
            with scope.opened(actor):
                save_search(name="mine", query="q=lead", by=actor, at=now())
            keep_scope(actor)
    return {name: _key(actor) for name, actor in companies.members.items() if actor.organisation_id}


def _key(actor: Actor) -> str:
    """An API key, as the operator makes it; the door's record gets a line as well."""
    at = now()
    with scope.opened(actor):
        email = Person.objects.get(pk=actor.person_id).email
    with scope.anonymous(), transaction.atomic():
        note(LoginKind.LOGIN, Visitor(email, actor.person_id, "10.1.1.1"), at)
    return make_key(
        email=email, organisation_name=actor.organisation_name, label="machine", expires_at=at + timedelta(days=30),
        by=scope.system(), at=at,
    ).text  # fmt: skip


def _looked_and_refused(holding: Holding) -> None:
    by, lot = holding.world.clerk, holding.lots["planned"]
    refused = Refused(f"Lot {lot.number} may not ship.", "QA 4.2")
    attempt = AttemptRefused(refused, by, "ship", lot.pk, lot.partnership_id, now(), {"lot": lot.number})
    with scope.opened(by), transaction.atomic():
        note_access(by=by, what=f"Dossier of {lot.number}", subject=lot, at=now())
        write_refusal(attempt)


def _kept_and_asked_for(holding: Holding) -> None:
    """A legal hold, a list of what need not be kept, a request of the auditor's."""
    lot, head, at = holding.lots["planned"], holding.world.head, now()
    lots = [{"id": str(lot.pk), "number": lot.number, "kept_until": "2030-01-01", "why": "x"}]
    with scope.opened(head):
        pair = lot.partnership
        place_legal_hold(
            partnership_id=pair.pk, lot_id=lot.pk, label=f"lot {lot.number}", reason="claim of a customer", by=head,
            at=at,
        )  # fmt: skip
        digest = content_hash(disposal_content(pair, lots))
        sign_disposal_list(
            partnership_id=pair.pk,
            lots=lots,
            proof=proof(head, at, pair, digest),
            shown_hash=digest,
            by=head,
            reason="",
            at=at,
        )
        grant = AuditorGrant.objects.filter(partnership=pair, ends_at__gt=at).order_by("pk")[0]
    auditor = Actor(person_id=grant.person_id, name="An auditor", organisation_id=grant.organisation_id)
    with scope.opened(auditor):
        ask(
            grant_id=grant.pk, side="cmo", words="The list of your balances.", due_at=at + timedelta(days=3),
            by=auditor, reason="", at=at,
        )  # fmt: skip


def _auditors(companies: Companies, lots: dict[str, Lot]) -> None:
    """The world has one with a live grant for the first partnership. One whose grant has ended, one for the other three
    partnerships, and one who may see a single lot of the first."""
    world = companies.world
    firm = Organisation(pk=world.auditor.organisation_id, name=world.auditor.organisation_name)
    ended = make_member(firm, "ended@example.org", "Erik Former", ["AUD"])
    other = make_member(firm, "other@example.org", "Olga Other", ["AUD"])
    companies.members |= {"AUD of Auditors": world.auditor, "ended of Auditors": ended}
    companies.members["stranger of nowhere"] = _stranger()
    for name, partnership in companies.partnerships.items():
        if name != "Alder at Keystone":
            _grant(partnership, other, LONG_AGO + timedelta(days=3650))
    _grant(world.alder_keystone, ended, LONG_AGO + timedelta(days=30))
    narrow = make_member(firm, "narrow@example.org", "Nils Narrow", ["AUD"])
    companies.members["narrow of Auditors"] = narrow
    _grant(world.alder_keystone, narrow, LONG_AGO + timedelta(days=3650), lot_ids=[lots["released"].pk])


def _stranger() -> Actor:
    """Somebody with a password and no company."""
    by = scope.system()
    with scope.opened(by), acting(by=by, reason="left the company", at=LONG_AGO):
        person = Person.objects.create(email="una@left.example", name="Una Left", accountable_since=LONG_AGO)
    return Actor(person_id=person.pk, name=person.name)


def _grant(partnership: Partnership, to: Actor, ends_at: datetime, **limits: Any) -> None:
    by = scope.system(partnership.pk)
    with scope.opened(by), acting(by=by, reason="audit announced", at=LONG_AGO):
        AuditorGrant.objects.create(
            partnership=partnership, sponsor_id=partnership.sponsor_id, organisation_id=to.company_id,
            person_id=to.person_id, purpose="Annual audit", starts_at=LONG_AGO, ends_at=ends_at,
            granted_by_id=by.person_id, **limits,
        )  # fmt: skip
