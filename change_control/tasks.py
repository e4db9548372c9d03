"""What beat pokes for change control."""

from celery import shared_task

from change_control.actions.comparing import compare_next
from clocks.tasks import Sweeping
from kernel.clock import now


@shared_task(bind=True, base=Sweeping, name="change_control.tasks.compare_packs")
def compare_packs(self: Sweeping) -> int:
    """Packs that differ from their baseline without an approved change become change breaches."""
    return self.work_off(lambda: compare_next(at=now()) > 0)
