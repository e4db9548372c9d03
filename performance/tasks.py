"""What beat pokes for partners."""

from celery import shared_task

from clocks.tasks import Sweeping
from kernel.clock import now
from performance.actions import warn_next


@shared_task(bind=True, base=Sweeping, name="performance.tasks.warn_of_expiry")
def warn_of_expiry(self: Sweeping) -> int:
    """Passport documents that run out."""
    return self.work_off(lambda: warn_next(at=now()) > 0)
