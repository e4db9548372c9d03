"""The approved baseline of a product on any day, as known on any other; two versions side by side."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kernel.clock import now
from masters.models import LabelVersion, Product
from masters.queries import (
    approved_on,
    chain,
    content_of_version,
    laboratories_known,
    product,
    standing_rows,
    turning_days,
)
from masters.queries.validities import MODELS
from masters.redline import compared
from masters.standing import KINDS
from workspace.forms import AgainstForm, BaselineForm
from workspace.queries.exported_versions import BASELINE_HEADS, exported_baseline
from workspace.queries.under_versions import asked_version
from workspace.views.sheets import sent


@require_safe
def baseline(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """`?on=2026-03-01&known=2026-04-01`: what was in force, as known at the end of that day (UTC); today without."""
    found, chosen = product(product_id), _chosen(request)
    days = turning_days(found.pk, chosen.known)
    page = {
        "product": found,
        "form": chosen.form,
        "on": chosen.on,
        "known_on": chosen.known_on,
        "approved": approved_on(found.pk, chosen.on, chosen.known),
        "days": days,
        "earlier": max((day for day in days if day < chosen.on), default=None),
        "later": min((day for day in days if day > chosen.on), default=None),
        "beside": _beside(found, chosen.known),
    }
    return render(request, "workspace/baseline.html", page)


def _beside(found: Product, known: datetime | None) -> list[tuple[str, list[Any]]]:
    kinds = [(kind.title, list(standing_rows(kind, found.partnership_id, known))) for kind in KINDS.values()]
    return [*kinds, ("Laboratories", list(laboratories_known(found.partnership_id, known)))]


@require_safe
def baseline_file(request: HttpRequest, product_id: UUID, form: str) -> HttpResponseBase:
    """The same as CSV or XLSX; who took it is noted."""
    found, chosen = product(product_id), _chosen(request)
    rows = exported_baseline(approved_on(found.pk, chosen.on, chosen.known))
    return sent(request, "Baseline", BASELINE_HEADS, rows, form, found, f"baseline-{found.code}-{chosen.on}")


class _Chosen:
    """The two days of the address; a day that cannot be read is today."""

    def __init__(self, form: BaselineForm) -> None:
        self.form = form
        given: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
        self.on: date = given.get("on") or now().date()
        self.known_on: date | None = given.get("known")

    @property
    def known(self) -> datetime | None:
        """The end of that day: what was recorded during it counts."""
        return end_of(self.known_on)


def end_of(day: date | None) -> datetime | None:
    """The last moment (UTC) of a day; None for no day, and for the last one of the calendar."""
    if day is None or day == date.max:
        return None
    return datetime.combine(day + timedelta(days=1), time(), UTC) - timedelta(microseconds=1)


def _chosen(request: HttpRequest) -> _Chosen:
    given = request.GET.dict()
    return _Chosen(BaselineForm({"on": given.get("on") or now().date().isoformat(), "known": given.get("known", "")}))


@require_safe
def redline(request: HttpRequest, master_version_id: UUID) -> HttpResponse:
    """`?against=` another version of the same master; without it, the one before, or the row that it corrects."""
    asked = asked_version(master_version_id)
    model = MODELS[asked.kind]
    chained = list(chain(model._default_manager.all(), asked.version.product_id))
    closed = [row for row in asked.rows if row not in chained]
    others = [row for row in [*closed, *chained] if row.pk != asked.version.pk]
    form = AgainstForm(request.GET or None, others=others)
    old = form.chosen() or _before(asked.version, others)
    lines = compared(content_of_version(old), content_of_version(asked.version)) if old else ()
    page = {
        "kind": asked.kind.label, "version": asked.version, "product": asked.version.product, "old": old,
        "form": form, "changed": [line for line in lines if line.change != "same"],
        "same": [line for line in lines if line.change == "same"],
        "artworks": [row.artwork_sha256.lower() for row in (old, asked.version) if isinstance(row, LabelVersion)],
    }  # fmt: skip
    return render(request, "workspace/version_redline.html", page)


def _before(version: Any, others: list[Any]) -> Any:
    """What it corrects, else the latest version below it, else any other."""
    corrected = [row for row in others if row.pk == version.corrects_id]
    below = [row for row in others if row.version < version.version]
    return next(iter([*corrected, *below, *others]), None)
