"""The sponsor's form for its CMO's qualification."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kernel.clock import now
from parties.queries import partnerships
from parties.refusals import refusable, status_after
from performance import actions
from performance.forms import QualificationForm


@login_required
def qualify(request: HttpRequest, partnership_id: UUID) -> HttpResponse:
    partnership = get_object_or_404(partnerships(), pk=partnership_id)
    form = QualificationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, partnership):
            by = request.actor  # type: ignore[attr-defined]  # ours
            actions.qualify(partnership_id=partnership.pk, **form.cleaned_data, by=by, at=now())
            messages.success(request, f"{partnership.cmo} is {form.cleaned_data['status']}.")
            return redirect("performance:partner", partnership.pk)
    page = {"form": form, "partnership": partnership}
    return render(request, "performance/qualify.html", page, status=status_after(request))
