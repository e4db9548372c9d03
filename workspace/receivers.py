"""A report that was asked for is poked for once it is committed; an agreed version is tried on the past."""

import logging
from functools import partial

from django.db import transaction
from kombu.exceptions import OperationalError

from agreements.actions import keep_simulation
from agreements.events import VersionAgreed
from agreements.queries import version as agreement_version
from kernel.events import subscribe
from workspace.events import ReportRequested
from workspace.queries.simulating import as_json, past_lots, simulate
from workspace.tasks import render_report

logger = logging.getLogger(__name__)


def poke(event: ReportRequested) -> None:
    transaction.on_commit(partial(_send, str(event.partnership_id), str(event.report_id)))


def _send(partnership_id: str, report_id: str) -> None:
    try:
        render_report.apply_async((partnership_id, report_id), retry=False)
    except OperationalError:
        logger.warning("the broker is away; the sweep will poke for report %s", report_id)


def try_on_the_past(event: VersionAgreed) -> None:
    """Both sides sign what the version would have done, with the version (domain §C0)."""
    version = agreement_version(event.version_id)
    result = simulate(version, past_lots(version, event.at), event.at)
    keep_simulation(
        version_id=version.pk,
        sentence=result.sentence,
        result=as_json(result),
        by=event.by,
        reason="tried on the last twelve months",
        at=event.at,
    )


def connect() -> None:
    subscribe(ReportRequested, poke)
    subscribe(VersionAgreed, try_on_the_past)
