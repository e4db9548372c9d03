"""Addresses of programs: kept by an administrator, each with its latest messages."""

import secrets
from base64 import b64encode
from datetime import UTC
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from clocks import actions, rules
from clocks.forms import SinceForm, WebhookForm, WhyForm
from clocks.models import Webhook
from clocks.queries import deliveries_of, webhooks
from clocks.topics import TOPICS
from kernel.clock import now
from parties.administration import tabs
from parties.refusals import refusable, status_after

MOST_SHOWN = 50


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All addresses of the own organisation."""
    rules.check_webhooks(request.actor)  # type: ignore[attr-defined]  # ours
    return render(request, "clocks/webhooks.html", {"tabs": tabs(request), "webhooks": webhooks()})


@login_required
def add(request: HttpRequest) -> HttpResponse:
    """A new address; its secret is shown once, on the page that answers."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    rules.check_webhooks(by)
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        secret = "whsec_" + b64encode(secrets.token_bytes(24)).decode()
        with refusable(request, form):
            webhook = actions.add_webhook(**form.cleaned_data, secret=secret, by=by, at=now())
            return render(request, "clocks/webhook_secret.html", {"webhook": webhook, "secret": secret})
    values = {"form": form, "title": "Add a webhook", "button": "Add it"}
    return render(request, "clocks/webhook_form.html", values, status=status_after(request))


@login_required
@require_safe
def one(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """What it hears of, and its latest messages."""
    webhook = _found(request, webhook_id)
    return render(
        request,
        "clocks/webhook.html",
        {
            "webhook": webhook,
            "topics": [(topic, TOPICS.get(topic, "")) for topic in webhook.topics],
            "deliveries": deliveries_of(webhook_id)[:MOST_SHOWN],
        },
    )


@login_required
@require_POST
def ping(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """One test message."""
    _found(request, webhook_id)
    with refusable(request):
        actions.ping_webhook(webhook_id=webhook_id, by=request.actor, at=now())  # type: ignore[attr-defined]  # ours
    messages.success(request, "A test message is on its way.")
    return redirect("clocks:webhook", webhook_id)


@login_required
def replay(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Send what was written since a moment again."""

    def act(data: dict[str, Any]) -> None:
        since = data["since"].replace(tzinfo=UTC)
        by = request.actor  # type: ignore[attr-defined]  # ours
        count = actions.replay_deliveries(webhook_id=webhook_id, since=since, by=by, at=now())
        messages.success(request, f"{count} message{'' if count == 1 else 's'} will be sent again.")

    return _asked(request, webhook_id, SinceForm(request.POST or None), act, "Send again", "Send again")


@login_required
def enable(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Switched off after failures, on again."""
    by = request.actor  # type: ignore[attr-defined]  # ours

    def act(data: dict[str, Any]) -> None:
        actions.enable_webhook(webhook_id=webhook_id, **data, by=by, at=now())

    return _asked(request, webhook_id, WhyForm(request.POST or None), act, "Switch the webhook on", "Switch it on")


@login_required
def end(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """For good."""
    by = request.actor  # type: ignore[attr-defined]  # ours

    def act(data: dict[str, Any]) -> None:
        actions.end_webhook(webhook_id=webhook_id, **data, by=by, at=now())

    return _asked(request, webhook_id, WhyForm(request.POST or None), act, "Remove the webhook", "Remove it")


def _found(request: HttpRequest, webhook_id: UUID) -> Webhook:
    """The row before the role: a stranger's webhook is not there, for whoever asks."""
    webhook = get_object_or_404(webhooks(), pk=webhook_id)
    rules.check_webhooks(request.actor)  # type: ignore[attr-defined]  # ours
    return webhook


def _asked(request: HttpRequest, webhook_id: UUID, form: Any, act: Any, title: str, button: str) -> HttpResponse:
    """One form about one address; afterwards its page, or the list when it is gone."""
    webhook = _found(request, webhook_id)
    if request.method == "POST" and form.is_valid():
        with refusable(request, form):
            act(form.cleaned_data)
            still = webhooks().filter(pk=webhook_id).exists()
            return redirect("clocks:webhook", webhook_id) if still else redirect("clocks:webhooks")
    values = {"form": form, "title": title, "button": button, "webhook": webhook}
    return render(request, "clocks/webhook_form.html", values, status=status_after(request))
