"""What a version of an agreement would have done to the last twelve months, and which of its clauses do nothing."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements import queries
from kernel.clock import now
from workspace.queries.dead_clauses import clause_uses
from workspace.queries.simulating import past_lots, simulate


@login_required
@require_safe
def simulation(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Computed as of now; what was signed along stands beside it."""
    version, at = queries.version(version_id), now()
    past = past_lots(version, at)
    page = {
        "agreed": version,
        "agreement": version.agreement,
        "result": simulate(version, past, at),
        "kept": version.simulations.first(),
        "uses": clause_uses(version, past, at),
        "at": at,
    }
    return render(request, "workspace/simulation.html", page)
