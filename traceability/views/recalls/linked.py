"""The page behind a notice's link: no account, one notice, nothing else. Looking is not answering."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from kernel import scope
from kernel.clock import now
from kernel.errors import Refused
from traceability.actions.recalls import answer_by_link
from traceability.forms.recalls import AnswerForm
from traceability.models import RecallNotice
from traceability.outside.recall_links import Named, named_by
from traceability.queries import recalls as queries


@login_not_required
@never_cache
def recall_notice(request: HttpRequest, token: str) -> HttpResponse:
    named = named_by(token)
    if named is None:
        raise Http404
    by = scope.system(named.partnership_id, organisation_id=named.sponsor_id)
    with scope.opened(by):
        return _page(request, named, by)


def _page(request: HttpRequest, named: Named, by: scope.Actor) -> HttpResponse:
    try:
        notice = queries.notice(named.notice_id)
    except RecallNotice.DoesNotExist:
        raise Http404 from None
    form = AnswerForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            answer_by_link(notice_id=notice.pk, by=by, at=now(), **form.cleaned_data)
            return redirect(f"{request.path}?answered=1")
        except Refused as refused:  # nobody of ours attempted anything: there is no one to record it of
            form.add_error(None, refused.sentence)
            status = refused.status
    page = {"form": form, "notice": notice, "recall": notice.recall, "has_answered": "answered" in request.GET,
            "lots": queries.lots_told(notice), "instructions": queries.instructions(notice)}  # fmt: skip
    return render(request, "traceability/recall_notice.html", page, status=status)
