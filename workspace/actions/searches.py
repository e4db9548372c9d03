"""Searches that a person keeps for himself, in the company that he acts for."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from workspace import rules
from workspace.models import SavedSearch


def save_search(*, name: str, query: str, by: Actor, at: datetime) -> SavedSearch:
    """Keep a search under a name; the same name again replaces it. Refuses one more than `rules.MOST_SEARCHES`."""
    with transaction.atomic(), acting(by=by, reason="search kept", at=at):
        own = SavedSearch.objects.filter(organisation_id=by.company_id, person_id=by.person_id)
        kept = own.filter(name=name).first()
        if kept is None:
            rules.check_may_keep(own.count())
            kept = SavedSearch(organisation_id=by.company_id, person_id=by.person_id, name=name)
        kept.query, kept.saved_at = query, at
        kept.save()
        return kept


def forget_search(*, search_id: UUID, by: Actor, at: datetime) -> None:
    """Delete one of the person's own; a stranger's does not exist for him."""
    with transaction.atomic(), acting(by=by, reason="search no longer kept", at=at):
        SavedSearch.objects.get(pk=search_id).delete()
