"""Calls upon clauses as pages, programs and signatures read them."""

from uuid import UUID

from django.db.models import QuerySet

from agreements.models import ClauseCall

ORDER = ("-called_at", "-id")


def calls_of(agreement_id: UUID) -> QuerySet[ClauseCall]:
    """Everything asked and told under an agreement, the newest first."""
    found = ClauseCall.objects.filter(version__agreement_id=agreement_id)
    return found.select_related("called_by").order_by(*ORDER)


def call_of(call_id: UUID) -> ClauseCall:
    """One call with its agreement and what was said; raises DoesNotExist for strangers."""
    found = ClauseCall.objects.select_related("version__agreement__partnership", "called_by")
    return found.prefetch_related("posts__said_by", "posts__organisation").get(pk=call_id)
