"""Verify, for everybody: is a PDF intact, was it sealed here, and when. Nothing else is told."""

from hashlib import sha256
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kernel.clock import now
from workspace.forms import VerifyForm
from workspace.queries.verifying import known_seal


@login_not_required
def verify(request: HttpRequest) -> HttpResponse:
    """Drop a PDF, or type its number or SHA-256; a report's QR code brings its number along."""
    scanned = request.GET if "number" in request.GET else None
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm(scanned)
    answer: dict[str, Any] = {}
    if form.is_valid():
        given = form.cleaned_data
        answer = _of_file(given["file"].read()) if given.get("file") else _of_number(given["number"])
    return render(request, "workspace/verify.html", {"form": form, **answer})


def _of_number(number: str) -> dict[str, Any]:
    """A number or a hash alone proves that a report exists; whether a file is it, its SHA-256 says."""
    known = known_seal(number)
    return {"asked": True, "digest": known.sha256 if known else "", "known": known}


def _of_file(pdf: bytes) -> dict[str, Any]:
    """The whole file's hash first: zero padding inside a signature is covered by no signature."""
    # Signing takes a second to import: only who is asked about a file waits, not every process that knows the routes.
    from records.outside.platform_seal import time_roots, trusted  # noqa: PLC0415
    from records.outside.verify import verify as check  # noqa: PLC0415

    digest = sha256(pdf).hexdigest()
    known = known_seal(digest)
    sealed_at = known.sealed_at if known else None
    found = check(
        pdf,
        roots=trusted(now()),
        expected_sha256=digest if known else None,
        sealed_at=sealed_at,
        time_roots=time_roots(),
    )
    return {"asked": True, "digest": digest, "known": known, "found": found}
