"""What beat pokes for quality events."""

from celery import shared_task

from clocks.tasks import Sweeping
from kernel.clock import now
from quality_events.actions.capa_judging import watch_next
from quality_events.actions.oot import report_next


@shared_task(bind=True, base=Sweeping, name="quality_events.tasks.watch_capas")
def watch_capas(self: Sweeping) -> int:
    """Corrective actions whose effectiveness is watched."""
    return self.work_off(lambda: watch_next(at=now()) > 0)


@shared_task(bind=True, base=Sweeping, name="quality_events.tasks.report_trends")
def report_trends(self: Sweeping) -> int:
    """Results outside the locked limits of their trend become events."""
    return self.work_off(lambda: report_next(at=now()) > 0)
