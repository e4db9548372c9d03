"""Closing a company's day with one head, and the other company's signature over it (ADR 0014)."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction

from kernel import scope
from kernel.history import acting
from kernel.scope import Actor
from parties.models import Partnership
from records import rules
from records.merkle.entries import Entry
from records.merkle.heads import FIRST
from records.merkle.tree import root_of
from records.models import CompanyKey, Countersignature, DayHead, TreeHead
from records.outside.signing_keys import company_key, platform_key
from records.queries.seals import day_body, heads_after, lines_of, midnight, unclosed_partnerships
from records.states import KeyHolder


def close_days(*, at: datetime) -> list[DayHead]:
    """Close every day that is over, in every partnership; each in its own scope. `at`: the server's own clock."""
    today = midnight(at.date())
    with scope.opened(scope.system()), transaction.atomic():
        pairs = unclosed_partnerships(today)
    closed = []
    for pair in pairs:
        with scope.opened(scope.system(pair)), transaction.atomic():
            closed += _close(Partnership.objects.get(pk=pair), today, at)
    return closed


def _close(pair: Partnership, before: datetime, at: datetime) -> list[DayHead]:
    former = DayHead.objects.filter(partnership=pair).order_by("-last_seal").first()
    heads = list(heads_after(pair.pk, former.last_seal if former else 0, before))
    closed = []
    for _, of_day in groupby(heads, key=lambda head: head.seal.sealed_at.date()):
        added = list(of_day)
        entries = [Entry.of(line) for line in lines_of(added)]
        for company in (pair.sponsor_id, pair.cmo_id):
            acted = [entry for entry in entries if entry.acted_for == str(company)]
            if acted:
                closed.append(_head(pair, company, added[-1], acted, at))
    return closed


def _head(pair: Partnership, company: UUID, last: TreeHead, acted: Iterable[Entry], at: datetime) -> DayHead:
    former = DayHead.objects.filter(partnership=pair, company_id=company).order_by("-day").first()
    key, leaves = platform_key(), [entry.hash for entry in acted]
    head = DayHead(
        partnership=pair,
        company_id=company,
        day=last.seal.sealed_at.date(),
        last_seal=last.seal_id,
        tree_size=last.size,
        tree_root=last.root,
        rows=len(leaves),
        root=root_of(leaves).hex(),
        previous=day_body(former).hash if former else FIRST,
        closed_at=at,
        public_key=key.public,
    )
    head.signature = key.sign(day_body(head).text)
    head.save(force_insert=True)
    return head


def countersign_due(*, at: datetime) -> list[Countersignature]:
    """Sign, with the keys that the platform keeps, the days of which the other company keeps no key itself."""
    with scope.opened(scope.system()), transaction.atomic():
        due = list(
            DayHead.objects.filter(countersignature=None).order_by("day", "pk").values_list("pk", "partnership_id")
        )
    signed = (_countersigned(head, pair, at) for head, pair in due)
    return [signature for signature in signed if signature is not None]


def _countersigned(head_id: UUID, pair: UUID, at: datetime) -> Countersignature | None:
    by = scope.system(pair)
    with scope.opened(by), transaction.atomic():
        head = DayHead.objects.select_related("partnership").get(pk=head_id)
        other = other_company(head)
        if Countersignature.objects.filter(head=head).exists():
            return None
        key = _live_key(other, at)
        if key.held == KeyHolder.COMPANY:
            return None
        signature = company_key(other).sign(day_body(head).text)
        return _written(head, key, signature, at=at)


def _live_key(company: UUID, at: datetime) -> CompanyKey:
    """The company's key; the platform makes and keeps one for a company that has none."""
    by = scope.system(organisation_id=company)
    with scope.opened(by), acting(by=by, reason="first day to countersign", at=at):
        found = CompanyKey.objects.filter(organisation_id=company, retired_at=None).first()
        if found is not None:
            return found
        public = company_key(company).public
        return CompanyKey.objects.create(
            organisation_id=company, public_key=public, held=KeyHolder.PLATFORM, registered_at=at
        )


def register_key(*, public_key: str, by: Actor, reason: str, at: datetime) -> CompanyKey:
    """The company keeps its countersigning key itself from now on; its former key is retired.

    `public_key` is the raw Ed25519 key in hexadecimal. Handed in again, the key in force is answered and none retired.
    Raises Refused for anything else, Forbidden without the right.
    """
    rules.check_may_keep_keys(by)
    rules.check_public_key(public_key)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "countersigning key registered", at=at):
        live = CompanyKey.objects.select_for_update().filter(organisation_id=by.company_id, retired_at=None)
        for former in live:
            if former.public_key == public_key.lower():
                return former
            former.retired_at = at
            former.save()
        return CompanyKey.objects.create(
            organisation_id=by.company_id, public_key=public_key.lower(), held=KeyHolder.COMPANY, registered_at=at
        )


def countersign(*, head_id: UUID, signature: str, by: Actor, at: datetime) -> Countersignature:
    """Take the other company's signature, made with its own key over the head's text.

    Handed in again, the same is answered. Raises Refused when it is not that company's head to sign, has another
    signature already, or the signature is not of this text by the company's key.
    """
    rules.check_may_countersign(by)
    with transaction.atomic():
        head = DayHead.objects.select_related("partnership").get(pk=head_id)
        rules.check_is_other_company(by, other_company(head))
        given = Countersignature.objects.filter(head=head).first()
        if given is None:
            key = CompanyKey.objects.filter(organisation_id=by.company_id, retired_at=None).first()
            kept = rules.check_keeps_key(key)
            rules.check_signature(kept.public_key, day_body(head).text, signature)
            given = _written(head, kept, signature.lower(), at=at, person=by.person_id)
        rules.check_same_signature(given, signature)
        return given


def other_company(head: DayHead) -> UUID:
    """Who countersigns: the partnership's company whose day it is not."""
    pair = head.partnership
    return pair.cmo_id if head.company_id == pair.sponsor_id else pair.sponsor_id


def _written(
    head: DayHead, key: CompanyKey, signature: str, *, at: datetime, person: UUID | None = None
) -> Countersignature:
    written, _ = Countersignature.objects.get_or_create(  # of two at once the first is it
        head=head,
        defaults={
            "partnership_id": head.partnership_id,
            "company_id": key.organisation_id,
            "held": key.held,
            "public_key": key.public_key,
            "signature": signature,
            "signed_at": at,
            "person_id": person,
        },
    )
    return written
