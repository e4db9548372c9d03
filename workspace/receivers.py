"""A report that was asked for is poked for once it is committed; if the broker is away the sweep does it."""

import logging
from functools import partial

from django.db import transaction
from kombu.exceptions import OperationalError

from kernel.events import subscribe
from workspace.events import ReportRequested
from workspace.tasks import render_report

logger = logging.getLogger(__name__)


def poke(event: ReportRequested) -> None:
    transaction.on_commit(partial(_send, str(event.partnership_id), str(event.report_id)))


def _send(partnership_id: str, report_id: str) -> None:
    try:
        render_report.apply_async((partnership_id, report_id), retry=False)
    except OperationalError:
        logger.warning("the broker is away; the sweep will poke for report %s", report_id)


def connect() -> None:
    subscribe(ReportRequested, poke)
