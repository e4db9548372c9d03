"""Planning a lot."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kernel.clock import now
from lots import actions, rules
from lots.forms import PlanForm
from lots.queries import plannable_products, sites_of_makers
from lots.views.steps import posted
from parties.refusals import refusable, status_after


def plan(request: HttpRequest) -> HttpResponse:
    """Enter a lot that will be made."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    products = plannable_products(by)
    rules.check_may_plan_any(products)
    sites = sites_of_makers({p.partnership.cmo_id for p in products})
    form = PlanForm(posted(request), products=products, sites=sites)
    if form.is_valid():
        given = form.cleaned_data
        with refusable(request, form):
            lot = actions.plan_lot(
                product_id=given["product"],
                number=given["number"],
                quantity=given["quantity"],
                site_id=given["site"],
                by=by,
                reason=given["note"],
                at=now(),
            )
        if form.is_valid():
            messages.success(request, f"Lot {lot.number} is planned.")
            return redirect(lot)
    return render(request, "lots/plan.html", {"form": form}, status=status_after(request))
