"""What turned lots to sponsor release, and giving the release back to the pattern."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kernel.clock import now
from parties.refusals import refusable, status_after
from release import queries
from release.actions import lift_override
from release.forms import LiftForm


@require_safe
def overrides(request: HttpRequest) -> HttpResponse:
    """Every override that the scope shows, those that stand first."""
    return render(request, "release/overrides.html", {"overrides": queries.overrides()[:200]})


def override(request: HttpRequest, override_id: UUID) -> HttpResponse:
    """One, with the lots that it turns; who may lifts it here with a reason."""
    row = get_object_or_404(queries.overrides(), pk=override_id)
    by = request.actor  # type: ignore[attr-defined]  # ours
    form = LiftForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, row):
            lift_override(override_id=row.pk, by=by, reason=form.cleaned_data["reason"], at=now())
            messages.success(request, f"{row.product_group}: lots follow their release pattern again.")
            return redirect("release:overrides")
    page = {"row": row, "form": form, "may_lift": row.lifted_at is None and by.may("release.lift", row)}
    page["turned"] = queries.lots_turned_by(row)
    return render(request, "release/override.html", page, status=status_after(request))
