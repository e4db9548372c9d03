"""Each qualified individual who provided information signs for it (21 CFR 111.140(b)(3)(vii))."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from clocks.actions import close_items, open_item
from kernel.history import acting
from kernel.scope import Actor
from parties.models import Membership, Partnership
from parties.queries import colleagues
from quality_events.actions.causes import investigated
from quality_events.content import informant_content
from quality_events.models import Informant, QualityEvent
from quality_events.queries.investigation import informants_of
from quality_events.rules import check_investigable
from quality_events.rules import investigation as depth
from records.actions.signatures import sign
from records.states import OWN_WORDS, Meaning


def name_informant(*, event_id: UUID, person_id: UUID, told: str, by: Actor, reason: str, at: datetime) -> Informant:
    """Write down what a colleague told; the colleague finds it in the inbox, to sign."""
    with investigated(event_id, by, reason or "informant named", at) as event:
        people: dict[UUID, Membership] = {row.person_id: row for row in colleagues(by.company_id)}
        depth.check_informant(person_id, people, told)
        depth.check_new_informant(is_named=informants_of(event).filter(person_id=person_id).exists())
        informant = Informant.objects.create(
            partnership_id=event.partnership_id,
            sponsor_id=event.sponsor_id,
            event=event,
            person_id=person_id,
            told=told.strip(),
            named_by_id=by.person_id,
            named_at=at,
        )
        open_item(
            key=_key(informant),
            partnership=Partnership.objects.get(pk=event.partnership_id),
            organisation_id=by.company_id,
            roles=people[person_id].roles,
            title=f"Sign what you told about {event.number}: {event.title}"[:250],
            why=depth.SIGNED,
            url=_url(informant),
            person_id=person_id,
            by=by,
            at=at,
        )
        return informant


def sign_information(
    *, informant_id: UUID, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime
) -> Informant:
    """The informant's own signature under what he told."""
    with transaction.atomic(), acting(by=by, reason=reason or "information signed", at=at):
        informant = Informant.objects.locked([informant_id]).get()
        event = QualityEvent.objects.locked([informant.event_id]).get()
        depth.check_own_information(informant, by)
        depth.check_waits(informant)
        check_investigable(event)
        sign(
            by=by,
            subject=informant,
            subject_kind="informant",
            subject_label=f"information on {event.number}",
            content=informant_content(informant),
            meaning=Meaning.AUTHORED,
            proof=proof,
            reason=reason,
            at=at,
            shown_hash=shown_hash,
            permission=OWN_WORDS,
        )
        informant.signed_at = at
        informant.save(update_fields=["signed_at"])
        close_items(key=_key(informant), by=by, at=at)
        return informant


def withdraw_informant(*, informant_id: UUID, by: Actor, reason: str, at: datetime) -> Informant:
    """An entry made by mistake, not signed yet: stays on record, withdrawn, with the reason."""
    found = Informant.objects.get(pk=informant_id)
    with investigated(found.event_id, by, reason or "withdrawn", at):
        informant = Informant.objects.locked([informant_id]).get()
        depth.check_waits(informant)
        depth.check_reason(reason, "the entry is withdrawn")
        informant.withdrawn_at, informant.withdrawn_because = at, reason.strip()
        informant.save(update_fields=["withdrawn_at", "withdrawn_because"])
        close_items(key=_key(informant), by=by, at=at)
        return informant


def _key(informant: Informant) -> str:
    return f"informant/{informant.pk}"


def _url(informant: Informant) -> str:
    return f"/events/{informant.event_id}/informants/{informant.pk}/"
