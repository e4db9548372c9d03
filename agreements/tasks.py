"""What beat pokes for agreements."""

from celery import shared_task

from agreements.actions import warn_next
from clocks.tasks import Sweeping
from kernel.clock import now


@shared_task(bind=True, base=Sweeping, name="agreements.tasks.warn_of_expiry")
def warn_of_expiry(self: Sweeping) -> int:
    """Agreements that run out and have no successor."""
    return self.work_off(lambda: warn_next(at=now()) > 0)
