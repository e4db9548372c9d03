"""The lot's evidence: what is asked, the workbook to fill, the upload, the gaps."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from evidence.actions.submit import Submission, submit_pack
from evidence.arriving import forget_arrived, join_arrived
from evidence.forms import UploadForm
from evidence.known_lots import lot_for_evidence
from evidence.presentation.builder import builder_page
from evidence.queries import packs_of
from evidence.rules import check_may_submit
from evidence.states import PackState
from evidence.uploads import check_arrived, examined, problem_row, to_remember, with_pack
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
    if request.method == "POST" and form.is_valid():
        with refusable(request, form, lot):
            submission, remarks = _take(request, lot, form)
            _tell(request, submission, remarks)
            return redirect("evidence:builder", lot.pk)
    return render(
        request,
        "evidence/builder.html",
        builder_page(request, lot, form) | {"problems": _remembered(request, form)},
        status=status_after(request),
    )


def _is_certificate(request: HttpRequest) -> bool:
    """A JSON file all alone is no pack of this page: it is a certificate, to be looked at first."""
    names = [file.name or "" for file in request.FILES.getlist("files")]
    return len(names) == 1 and names[0].casefold().endswith(".json")


def _take(request: HttpRequest, lot: Lot, form: UploadForm) -> tuple[Submission, tuple[str, ...]]:
    by = request.actor  # type: ignore[attr-defined]  # ours
    check_may_submit(by, lot)
    check_arrived(request)
    received = with_pack(examined(form.cleaned_data["files"]))
    forget_arrived(request, by)
    submission = submit_pack(
        lot_id=lot.pk,
        stated=received.stated,
        form=received.form,
        files=received.documents,
        source=received.source,
        by=by,
        reason=form.cleaned_data.get("reason", ""),
        at=now(),
    )
    return submission, received.remarks


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
