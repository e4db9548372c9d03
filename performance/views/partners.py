"""Every partner with its figures, and one with what stands behind them."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kernel.clock import now
from performance import queries
from release.queries import overrides


@login_required
@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    by = request.actor  # type: ignore[attr-defined]  # ours
    at = now()
    cards, agreed = queries.scorecards(at), queries.agreements_by_partnership(at.date())
    page = {
        "cards": cards,
        "rows": [(card, agreed[card.partnership.pk]) for card in cards],
        "may_keep_passport": by.may("performance.passport"),
    }
    return render(request, "performance/partners.html", page)


@login_required
@require_safe
def partner(request: HttpRequest, partnership_id: UUID) -> HttpResponse:
    at = now()
    cards = queries.scorecards(at, partnership_id)
    if not cards:
        raise Http404
    card = cards[0]
    by = request.actor  # type: ignore[attr-defined]  # ours
    page = {
        "card": card,
        "partnership": card.partnership,
        "qualification": queries.qualification_now(partnership_id, at.date()),
        "qualifications": queries.qualifications(partnership_id),
        "shares": queries.shown_in(partnership_id),
        "today": at.date(),
        "overrides": overrides(partnership_id=partnership_id),
        "may_qualify": by.may("parties.qualify", card.partnership),
    }
    return render(request, "performance/partner.html", page)
