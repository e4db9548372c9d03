"""Certificates of a lot: dropped, looked at in a dry run, and taken for the next pack."""

import io
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from pydantic import ValidationError

from evidence.actions.drafts import import_certificate
from evidence.actions.files import Incoming, examine, keep_file
from evidence.actions.parking import park_file
from evidence.actions.profiles import save_profile
from evidence.arriving import join_arrived, offset_of, own_arrival
from evidence.downloads import VIEWABLE
from evidence.drafts import profiles_of
from evidence.forms import CertificateForm, ColumnsForm, RemarkForm
from evidence.imports import MAPPED, check_import_size
from evidence.known_lots import lot_for_evidence
from evidence.models import Arrival, MappingProfile
from evidence.outside.quarantine import quarantine
from evidence.outside.store import chunks_of
from evidence.pack.certified import CertifiedLot
from evidence.pack.foreign import Profile
from evidence.presentation.drafts import (
    asked_for,
    certified_of,
    columns_words,
    components_of,
    dry_run_words,
    lot_words,
    shown_drafts,
    with_query,
)
from evidence.rules import check_certified, check_may_submit
from evidence.uploads import check_arrived
from kernel.clock import now
from kernel.errors import Refused
from kernel.scope import Actor
from lots.models import Lot
from parties.refusals import refusable, status_after


@login_required
def certificates(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """What was taken ahead of the next pack; a file dropped here goes to its dry run, a PDF to the typing page."""
    lot = lot_for_evidence(lot_id)
    by: Actor = request.actor  # type: ignore[attr-defined]  # ours
    if request.method == "POST":
        join_arrived(request, by)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CertificateForm(*posted, components=components_of(lot))
    if form.is_valid():
        with refusable(request, form, lot):
            check_may_submit(by, lot)
            check_arrived(request)
            given = form.cleaned_data
            certified = check_certified(lot, given["component_lot"], given["component"])
            return redirect(with_query(_received(lot, given["files"], by), asked_for(certified)))
    words = lot_words(request, lot) | {
        "form": form,
        "results": shown_drafts(lot, by),
        "columns": profiles_of(by.company_id),
    }
    return render(request, "evidence/certificates.html", words, status=status_after(request))


def _received(lot: Lot, file: "UploadedFile[Any]", by: Actor) -> str:
    """Where the person goes next: documents are kept and typed from, everything else waits to be looked at."""
    found = examine(file.name or "", cast("Any", file.file))
    key = getattr(file, "key", None)
    if found.media_type in VIEWABLE:
        kept = keep_file(lot_id=lot.pk, file=found, by=by, at=now())
        if key is not None:
            transaction.on_commit(partial(quarantine().drop, key))
        return reverse("evidence:type_result", args=[lot.pk, kept.pk])
    if key is None:
        found.content.seek(0)
        chunks = chunks_of(found.content)
        key = park_file(lot_id=lot.pk, name=found.name, size=found.size, chunks=chunks, by=by, at=now()).pk
    step = "evidence:columns" if found.media_type in MAPPED else "evidence:take_results"
    return reverse(step, args=[key])


def _waiting(arrival: Arrival) -> Incoming:
    """The file in quarantine, examined. Refused when it is not whole, or no longer there."""
    offset = offset_of(arrival)
    if offset < arrival.size:
        raise Refused(f"Only {offset} of {arrival.size} bytes of “{arrival.name}” have arrived. Send it again.")
    check_import_size(arrival.name, arrival.size)
    with quarantine().open(arrival.pk) as content:
        return examine(arrival.name, io.BytesIO(content.read()))


@login_required
def take_results(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """The dry run: every row with its verdict. POST takes what is shown; until then nothing is stored."""
    by: Actor = request.actor  # type: ignore[attr-defined]  # ours
    arrival = own_arrival(arrival_id, by)
    lot, file = lot_for_evidence(arrival.lot_id), _waiting(arrival)
    profile, certified = _profile(request, by), certified_of(request, lot)
    if file.media_type in MAPPED and profile is None:
        return redirect(_columns(arrival, certified))
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, lot):
            given = form.cleaned_data | asked_for(certified) | {"profile_id": profile.pk if profile else None}
            taken = import_certificate(lot_id=lot.pk, file=file, by=by, at=now(), **given)
            transaction.on_commit(partial(quarantine().drop, arrival.pk))
            messages.success(request, f"{_counted(len(taken))} of “{file.name}” taken for the next pack.")
            return redirect("evidence:certificates", lot.pk)
    words = lot_words(request, lot) | dry_run_words(file, lot, profile, certified)
    words |= {"form": form, "file": file, "arrival": arrival, "profile": profile, "certified": certified}
    words["columns_url"] = _columns(arrival, certified)
    return render(request, "evidence/take_results.html", words, status=status_after(request))


def _counted(count: int) -> str:
    return "1 result" if count == 1 else f"{count} results"


def _columns(arrival: Arrival, certified: CertifiedLot | None) -> str:
    return with_query(reverse("evidence:columns", args=[arrival.pk]), asked_for(certified))


def _profile(request: HttpRequest, by: Actor) -> MappingProfile | None:
    """The version that the address names; another company's is not there."""
    key = request.GET.get("profile", "")
    try:
        wanted = UUID(key) if key else None
    except ValueError:
        wanted = UUID(int=0)
    return get_object_or_404(MappingProfile, pk=wanted, organisation_id=by.company_id) if wanted else None


@login_required
def columns(request: HttpRequest, arrival_id: UUID) -> HttpResponse:
    """Choose the columns once for this kind of document, or take those chosen before."""
    by: Actor = request.actor  # type: ignore[attr-defined]  # ours
    arrival = own_arrival(arrival_id, by)
    lot, file = lot_for_evidence(arrival.lot_id), _waiting(arrival)
    certified = certified_of(request, lot)
    words = columns_words(file, request.GET, request.POST if request.method == "POST" else None)
    form = words.get("form")
    if request.method == "POST" and form is not None and form.is_valid():
        with refusable(request, form, lot):
            profile = save_profile(
                lot_id=lot.pk, kind=form.cleaned_data["kind"], profile=_chosen(form), by=by, at=now()
            )
            query = asked_for(certified) | {"profile": str(profile.pk)}
            return redirect(with_query(reverse("evidence:take_results", args=[arrival.pk]), query))
    words |= lot_words(request, lot) | {"file": file, "arrival": arrival, "profiles": profiles_of(by.company_id)}
    words |= {"certified": certified, "asked": asked_for(certified)}
    return render(request, "evidence/columns.html", words, status=status_after(request))


def _chosen(form: ColumnsForm) -> Profile:
    given = form.cleaned_data
    named = {name: given[name] for name in ("sheet", "header_row", "decimal_comma", "day_order")}
    try:
        return Profile.model_validate({**named, "columns": form.columns})
    except ValidationError as error:
        sentence = str(error.errors(include_url=False)[0]["msg"]).removeprefix("Value error, ")
        raise Refused(sentence, code="columns") from None
