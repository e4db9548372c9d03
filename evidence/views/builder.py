"""The lot's evidence: what is asked, the workbook to fill, the upload, the gaps."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from evidence.actions.submit import Submission, submit_pack
from evidence.arriving import forget_arrived, join_arrived
from evidence.differences import changes_to_explain
from evidence.explaining import explained, is_explaining, kept_files
from evidence.forms import UploadForm
from evidence.known_lots import lot_for_evidence
from evidence.pack.comparison import RowChange
from evidence.pack.explaining import by_place, unexplained
from evidence.presentation.builder import builder_page
from evidence.presentation.reasons import reasons_page
from evidence.queries import packs_of
from evidence.rules import check_is_for, check_may_submit
from evidence.states import PackState
from evidence.uploads import Received, check_arrived, examined, problem_row, to_remember, with_pack
from evidence.views.certificates import certificates
from kernel.clock import now
from lots.models import Lot
from parties.refusals import refusable, status_after

_MOST_REMARKS = 20


@login_required
def builder(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """The page, and the upload: taken whole, or refused with every problem and nothing stored."""
    lot = lot_for_evidence(lot_id)
    version = packs_of(lot.pk).count() + 1
    if request.method == "POST":
        join_arrived(request, request.actor)  # type: ignore[attr-defined]  # ours
        if _is_certificate(request):
            return certificates(request, lot_id)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*posted, version=version)
    received = None
    if request.method == "POST" and form.is_valid():
        with refusable(request, form, lot):
            received = _received(request, lot, form)
            if _is_asked(request, lot, received):
                return _asked(request, lot, form, received)
            _tell(request, _taken(request, lot, form, received), received.remarks)
            return redirect("evidence:builder", lot.pk)
    problems = _remembered(request, form)
    if received is not None and is_explaining(request):
        return _asked(request, lot, form, received)
    words = builder_page(request, lot, form) | {"problems": problems}
    return render(request, "evidence/builder.html", words, status=status_after(request))


def _is_certificate(request: HttpRequest) -> bool:
    """A JSON file all alone is no pack of this page: it is a certificate, to be looked at first."""
    names = [file.name or "" for file in request.FILES.getlist("files")]
    return len(names) == 1 and names[0].casefold().endswith(".json")


def _received(request: HttpRequest, lot: Lot, form: UploadForm) -> Received:
    check_may_submit(request.actor, lot)  # type: ignore[attr-defined]  # ours
    check_arrived(request)
    return with_pack(examined(form.cleaned_data["files"]))


def _changes(lot: Lot, received: Received) -> tuple[RowChange, ...]:
    return changes_to_explain(lot, received.stated, {file.name: file.sha256 for file in received.documents})


def _is_asked(request: HttpRequest, lot: Lot, received: Received) -> bool:
    """Whether a change has no reason yet; never for the first version, or the same one again."""
    check_is_for(lot, received.stated)
    return any(unexplained(_changes(lot, received), by_place(explained(request))))


def _asked(request: HttpRequest, lot: Lot, form: UploadForm, received: Received) -> HttpResponse:
    """Nothing is stored: every difference with a field for its reason, what was typed kept, the files kept too."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    page = reasons_page(request, lot, _changes(lot, received), form.cleaned_data["reason"])
    page |= {"form": form, "uploaded": kept_files(request, lot, by, now())}
    return render(request, "evidence/reasons.html", page, status=status_after(request))


def _taken(request: HttpRequest, lot: Lot, form: UploadForm, received: Received) -> Submission:
    by = request.actor  # type: ignore[attr-defined]  # ours
    forget_arrived(request, by)
    return submit_pack(
        lot_id=lot.pk,
        stated=received.stated,
        form=received.form,
        files=received.documents,
        source=received.source,
        by=by,
        reason=form.cleaned_data.get("reason", ""),
        at=now(),
        change_reasons=explained(request),
    )


def _tell(request: HttpRequest, submission: Submission, remarks: tuple[str, ...]) -> None:
    pack = submission.pack
    if submission.is_new:
        tell = messages.success if pack.state == PackState.COMPLETE else messages.warning
        tell(request, f"Version {pack.version} is stored and checked: {pack.get_state_display()}.")
    else:
        messages.info(
            request, f"This is the pack that was submitted as version {pack.version}. Nothing new was stored."
        )
    for remark in remarks[:_MOST_REMARKS]:
        messages.warning(request, remark)
    if len(remarks) > _MOST_REMARKS:
        messages.warning(request, f"The batch record holds {len(remarks) - _MOST_REMARKS} remarks more.")


def _remembered(request: HttpRequest, form: UploadForm) -> list[dict[str, object]]:
    """After a refusal: keep names, hashes and problems with it; the problems, for the page's list."""
    remembered = request.refused  # type: ignore[attr-defined]  # ours
    if remembered is None:
        return []
    remembered.detail |= to_remember(form.cleaned_data.get("files", ()), remembered.refusal)
    return [problem_row(problem) for problem in getattr(remembered.refusal, "problems", ())]
