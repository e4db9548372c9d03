"""The thread with the CMO on one item of a pack: ask, answer, ask again, settle."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from clocks.queries import running_clock
from evidence.actions.questions import QUESTION_CLOCK, answer_question, ask_again, ask_question, settle_question
from evidence.forms import AskForm, ThreadForm
from evidence.models import RuleVerdict, VerdictQuestion
from evidence.presentation.review import desk_of
from evidence.presentation.samples import threads
from evidence.presentation.verdicts import shown
from evidence.queries import verdicts_of
from evidence.states import QUESTION
from evidence.views.fetching import one_pack
from kernel.clock import now
from parties.refusals import refusable, status_after

STEPS: dict[str, Callable[..., VerdictQuestion]] = {
    "answer": answer_question,
    "ask_again": ask_again,
    "settle": settle_question,
}


@login_required
def ask(request: HttpRequest, verdict_id: int) -> HttpResponse:
    """A question to the CMO on one verdict; its clock runs from now."""
    found = get_object_or_404(RuleVerdict, pk=verdict_id)
    pack = one_pack(found.pack_id)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, pack):
            by = request.actor  # type: ignore[attr-defined]  # ours
            ask_question(verdict_id=found.pk, by=by, at=now(), **form.cleaned_data)
            messages.success(request, f"{found.rule}: the CMO is asked.")
            return redirect("evidence:review", pack.pk)
    item = shown(verdicts_of(pack).get(pk=found.pk))
    words = {"pack": pack, "lot": pack.lot, "item": item, "form": form}
    return render(request, "evidence/ask.html", words, status=status_after(request))


@login_required
def question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """The thread as both sides read it, with the item it is about; whoever's turn it is goes on."""
    thread = next(iter(threads(pk=question_id)), None)
    if thread is None:
        raise Http404
    form = ThreadForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, thread.pack):
            by = request.actor  # type: ignore[attr-defined]  # ours
            given = form.cleaned_data
            STEPS[given["step"]](question_id=thread.pk, by=by, reason=given["reason"], at=now())
            messages.success(request, "Written into the thread.")
            return redirect("evidence:question", thread.pk)
    return render(request, "evidence/question.html", _page(request, thread, form), status=status_after(request))


def _page(request: HttpRequest, thread: VerdictQuestion, form: ThreadForm) -> dict[str, Any]:
    pack = one_pack(thread.pack_id)
    item = shown(verdicts_of(pack).get(pk=thread.verdict_id))
    steps = QUESTION.available(thread, request.actor)  # type: ignore[attr-defined]  # ours
    return {
        "thread": thread,
        "pack": pack,
        "lot": pack.lot,
        "time_zone": pack.lot.site.time_zone,
        "desk": desk_of(pack, item),
        "steps": [step for step in steps if step.verb in STEPS],
        "turn": {"cmo": pack.lot.cmo, "sponsor": pack.lot.sponsor}.get(QUESTION.turn[thread.state]),
        "clock": running_clock(QUESTION_CLOCK, thread.pk),
        "form": form,
    }
