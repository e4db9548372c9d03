"""Keeping what a scope answered, so that it can be asked again and compared (ADR 0030)."""

from datetime import datetime

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from traceability import rules
from traceability.models import ScopeRun
from traceability.queries.runs import SCOPE_VERSION, answer_of, hash_of
from traceability.queries.scope import scope_of
from traceability.scoping.question import Question


def run_scope(
    *, question: Question, by: Actor, reason: str, at: datetime, known_at: datetime | None = None
) -> ScopeRun:
    """Ask, and keep question, answer and its hash. Raises ComponentLot.DoesNotExist for a lot that is not seen."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "scope asked", at=at):
        rules.check_question(question, known_at, at)
        scope = scope_of(question, known_at)
        answer = answer_of(scope)
        return ScopeRun.objects.create(
            organisation_id=by.company_id,
            question=question.as_json(),
            known_at=known_at,
            asked_at=at,
            asked_by_id=by.person_id,
            rows=len(scope.rows),
            sha256=hash_of(answer),
            code_version=SCOPE_VERSION,
            answer=answer,
        )
