"""The inbox: home. What waits for me, for my organisation, for others, by time left."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clocks.queries import Tab, inbox_count
from clocks.queries import inbox as inbox_page
from workspace.queries.room import own_reports

TABS: dict[str, str] = {"mine": "Mine", "organisation": "My organization", "others": "Waiting for others"}
_EMPTY = {
    "mine": (
        "Nothing waits for you",
        "A pack to review, an event to answer, a signature due: what your roles are asked for appears here.",
    ),
    "organisation": ("Nothing waits for your organization", "Everything that your side owes is done."),
    "others": ("You wait for nobody", "What the other side of a partnership owes appears here, with its clock."),
}


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """One list, sorted by time left."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    wanted = request.GET.get("tab", "mine")
    tab = cast("Tab", wanted if wanted in TABS else "mine")
    title, text = _EMPTY[tab]
    page = {
        "page": inbox_page(by, tab, after=request.GET.get("after", "")),
        "tab": tab,
        "tabs": [
            {"label": label, "url": f"?tab={name}", "active": name == tab, "count": inbox_count(by, cast("Tab", name))}
            for name, label in TABS.items()
        ],
        "empty_title": title,
        "empty_text": text,
        "reports": own_reports(by) if tab == "mine" else [],
    }
    return render(request, "workspace/inbox.html", page)
