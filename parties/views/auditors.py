"""Who from outside may look in, at what, until when."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.views.decorators.http import require_safe

from kernel.clock import now
from kernel.errors import Forbidden
from kernel.scope import Actor
from parties import actions, grant_limits
from parties.administration import held, tabs
from parties.forms import GrantForm, ReasonForm
from parties.models import AuditorGrant
from parties.queries import grants, partnerships
from parties.views.pages import FormPage, form_page

AUDITORS = "parties:auditors"


@require_safe
def auditors(request: HttpRequest) -> HttpResponse:
    """All grants of our partnerships, running and ended."""
    if "parties.grant" not in held(request.actor):  # type: ignore[attr-defined]  # ours
        raise Forbidden("Your role does not allow you to see the administration of auditors.", "21 CFR 11.10(g)")
    return render(request, "parties/auditors.html", {"tabs": tabs(request), "grants": grants(), "at": now()})


def grant(request: HttpRequest) -> HttpResponse:
    """Let an auditor read one partnership for a time."""
    actor = request.actor  # type: ignore[attr-defined]  # ours
    form = GrantForm(request.POST or None, partnerships=_choices(actor))
    page = FormPage(
        title="Let an auditor in",
        button="Grant read access",
        done=reverse(AUDITORS),
        act=lambda data: actions.grant_auditor(**_asked(data), by=actor, reason="", at=now()),
        note="Read-only, for this partnership, or for the lots that you name; everything opened is written down. "
        "An e-mail tells them.",
    )
    return form_page(request, form, page)


def revoke(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """End a look before its time."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    # One's own ended grant stays readable, but the partnership that it was for is a stranger's again.
    get_object_or_404(AuditorGrant, pk=grant_id, partnership__in=partnerships())
    page = FormPage(
        title="End the auditor’s access",
        button="End it",
        done=reverse(AUDITORS),
        act=lambda data: actions.revoke_grant(grant_id=grant_id, **data, by=by, at=now()),
        danger=True,
    )
    return form_page(request, ReasonForm(request.POST or None), page)


def _choices(actor: Actor) -> list[tuple[str, str]]:
    return [(str(row.pk), str(row)) for row in partnerships() if actor.may("parties.grant", row)]


def _asked(data: dict[str, Any]) -> dict[str, Any]:
    """Days become moments: from the first midnight to the one after the last day, in the person's zone."""
    asked = dict(data)
    asked["partnership_id"] = UUID(asked.pop("partnership"))
    asked["starts_at"] = _midnight(asked.pop("starts_on"))
    asked["ends_at"] = _midnight(asked.pop("ends_on") + timedelta(days=1))
    lots, products = (grant_limits.typed(asked.pop(name)) for name in ("lots", "products"))
    asked["limits"] = grant_limits.Asked(lots, products, asked.pop("made_from"), asked.pop("made_until"))
    return asked


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=get_current_timezone())
