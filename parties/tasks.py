"""What beat pokes for parties."""

from celery import shared_task

from kernel.clock import now
from parties.actions.answers import forget_answers as forget
from parties.actions.challenges import forget_challenges


@shared_task(name="parties.tasks.forget_answers", ignore_result=True)
def forget_answers() -> int:
    """Answers kept for repeated requests are needed for a week; challenges that nobody signed, for minutes."""
    at = now()
    return forget(at=at) + forget_challenges(at=at)
