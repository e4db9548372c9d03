"""Answers kept for repeated requests (Idempotency-Key): reserved before the work, in the work's own transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from kernel import scope
from kernel.scope import Actor
from parties.models import KeptAnswer

KEPT_FOR = timedelta(days=7)


def reserve_answer(*, key: str, request_hash: str, by: Actor, at: datetime) -> tuple[KeptAnswer, bool]:
    """The row of this key and whether it is new.

    Needs an open transaction. Somebody else's request with the same key that is still under way is waited for:
    the unique constraint blocks until it has committed (its answer is then found) or rolled back (ours is new).
    """
    own = KeptAnswer(organisation_id=by.company_id, person_id=by.person_id, key=key, request_hash=request_hash, at=at)
    KeptAnswer.objects.bulk_create([own], ignore_conflicts=True)
    kept = KeptAnswer.objects.get(organisation_id=by.company_id, person_id=by.person_id, key=key)
    return kept, kept.pk == own.pk


def keep_answer(answer: KeptAnswer, *, status: int, headers: Mapping[str, str], body: str) -> None:
    """What was answered, for the next time."""
    answer.status, answer.headers, answer.body = status, dict(headers), body
    answer.save(update_fields=["status", "headers", "body"])


def drop_answer(answer: KeptAnswer) -> None:
    """Nothing was done: the same key may be tried again."""
    answer.delete()


def forget_answers(*, at: datetime) -> int:
    """Delete what is older than a week; how many."""
    with scope.opened(scope.system()), transaction.atomic():
        return KeptAnswer.objects.filter(at__lt=at - KEPT_FOR).delete()[0]
