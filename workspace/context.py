"""What every page needs: navigation, the acting organisation, the server's clock."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from kernel.clock import now
from parties.zones import own_zone
from workspace import navigation as main_navigation


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor. `server_time` asks the database once, and only on pages that show a time."""
    actor = getattr(request, "actor", None)
    memberships = getattr(request, "memberships", [])
    return {
        "actor": actor,
        "navigation": main_navigation.items(request, actor),
        "organisation": actor.organisation_name if actor else "",
        "person_name": actor.name if actor else "",
        "memberships": [
            {"pk": found.pk, "organisation": found.organisation, "active": _is_acting(found, actor)}
            for found in memberships
        ],
        "server_time": cache(now),
        "own_zone": own_zone(request),
        "company_zone": timezone.get_current_timezone_name(),
        "version": settings.VERSION,
    }


def _is_acting(membership: Any, actor: Any) -> bool:
    return actor is not None and membership.organisation_id == actor.organisation_id
