"""The keys that machines use for us."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kernel.clock import now
from parties import actions
from parties.administration import tabs
from parties.forms import ReasonForm
from parties.models import ApiKey
from parties.queries import live_keys
from parties.rules import check_may
from parties.views.pages import FormPage, form_page


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Keys that open something today; their secrets are nowhere stored."""
    actor = request.actor  # type: ignore[attr-defined]  # ours
    check_may(actor, "parties.keys", None, "see the keys")
    values = {"tabs": tabs(request), "keys": live_keys(actor.organisation_id, now())}
    return render(request, "parties/keys.html", values)


def revoke(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """End a key at once."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    get_object_or_404(ApiKey, pk=key_id, organisation_id=by.organisation_id)
    page = FormPage(
        title="Revoke the key",
        button="Revoke it",
        done=reverse("parties:keys"),
        act=lambda data: actions.revoke_key(key_id=key_id, **data, by=by, at=now()),
        note="The program that uses it is refused from its next request on.",
        danger=True,
    )
    return form_page(request, ReasonForm(request.POST or None), page)
