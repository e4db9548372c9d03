"""The places where an organisation works."""

from datetime import datetime

from django.db import IntegrityError, transaction

from kernel.history import acting
from kernel.scope import Actor
from parties import rules
from parties.models import Organisation, Site
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
