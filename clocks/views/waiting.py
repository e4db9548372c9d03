"""Inbox items in hand, and mail that could not be delivered."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from clocks import actions
from clocks.queries import dead_letters
from kernel.clock import now
from kernel.errors import Forbidden
from parties.administration import tabs
from parties.refusals import refusable

MOST_SHOWN = 200


@login_required
@require_POST
def take(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """“I take this.”"""
    with refusable(request):
        item = actions.take_item(item_id=item_id, by=request.actor, at=now())  # type: ignore[attr-defined]  # ours
    messages.success(request, f"You have taken “{item.title}”.")
    return _back(request)


@login_required
@require_POST
def release(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Give it back."""
    with refusable(request):
        item = actions.release_item(item_id=item_id, by=request.actor, at=now())  # type: ignore[attr-defined]  # ours
    messages.success(request, f"“{item.title}” waits for everybody in the role again.")
    return _back(request)


@login_required
@require_safe
def undelivered(request: HttpRequest) -> HttpResponse:
    """What the mail server refused until it was given up."""
    if not request.actor.may("parties.roles"):  # type: ignore[attr-defined]  # ours
        raise Forbidden("Only an administrator sees mail that could not be delivered.")
    return render(request, "clocks/dead_letters.html", {"tabs": tabs(request), "letters": dead_letters()[:MOST_SHOWN]})


@login_required
@require_POST
def retry(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Try a dead letter again."""
    with refusable(request):
        actions.retry_message(message_id=message_id, by=request.actor, at=now())  # type: ignore[attr-defined]  # ours
    messages.success(request, "The message is on its way again.")
    return redirect("clocks:undelivered")


def _back(request: HttpRequest) -> HttpResponse:
    """To the page that the form names, on this host only."""
    wanted = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if is_ours else "/")
