"""`/_ui/`: the kit on one page, in development, so that a newcomer sees the pieces before using them."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from workspace.kit import samples

PAGES = ("kit", "list", "dossier")


def kit(request: HttpRequest, page: str = "kit") -> HttpResponse:
    """The pieces (`/_ui/`), and two whole pages made of them (`/_ui/list/`, `/_ui/dossier/`)."""
    if not settings.DEBUG or page not in PAGES:
        raise Http404
    return render(request, f"workspace/{page}.html" if page == "kit" else f"workspace/kit_{page}.html", samples.page())
