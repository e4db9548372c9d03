"""The places where an organisation works, and when."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction

from kernel.history import acting
from kernel.scope import Actor
from parties import rules
from parties.models import Organisation, Site
from parties.worktime import known_regions
from parties.zones import known_zones


def add_site(
    *, name: str, fda_registration: str, address: str, time_zone: str, by: Actor, reason: str, at: datetime
) -> Site:
    """A further site of the own organisation; its time zone is the one that its lots' pages show."""
    rules.check_may(by, "parties.sites", None, "add a site")
    rules.check_company_name(name)
    rules.check_time_zone(time_zone, known_zones())
    with transaction.atomic(), acting(by=by, reason=reason.strip() or f"added site {name.strip()}", at=at):
        organisation = Organisation.objects.get(pk=by.company_id)
        try:
            with transaction.atomic():
                return Site.objects.create(
                    organisation=organisation,
                    name=name.strip(),
                    fda_registration=fda_registration,
                    address=address,
                    time_zone=time_zone,
                )
        except IntegrityError as error:
            raise rules.site_known(name) from error


def set_work_time(
    *,
    site_id: UUID | None,
    holiday_region: str,
    opens_at: time | None,
    closes_at: time | None,
    working_days: Sequence[int],
    closing_days: Mapping[str, str],
    by: Actor,
    reason: str,
    at: datetime,
) -> Organisation | Site:
    """When the own company works, or one of its sites (`site_id`); empty: as usual, or as the company does.

    Counts for clocks that start from now on: what a running one counts by is written on it and stays.
    """
    rules.check_may(by, "parties.sites", None, "say when we work")
    rules.check_reason(reason)
    rules.check_work_time(
        holiday_region=holiday_region, opens_at=opens_at, closes_at=closes_at, working_days=working_days,
        known=known_regions(),
    )  # fmt: skip
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        row: Organisation | Site
        if site_id is None:
            row = Organisation.objects.select_for_update(no_key=True).get(pk=by.company_id)
        else:
            row = Site.objects.select_for_update(no_key=True).get(pk=site_id, organisation_id=by.company_id)
        row.holiday_region, row.opens_at, row.closes_at = holiday_region, opens_at, closes_at
        row.working_days, row.closing_days = sorted(set(working_days)), dict(closing_days)
        row.save(update_fields=["holiday_region", "opens_at", "closes_at", "working_days", "closing_days"])
        return row
