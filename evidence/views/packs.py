"""One version of a pack: every rule that was evaluated, every row, every document, what changed."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from evidence.differences import changes_of, reasons_of
from evidence.drafts import TRACED, origins_of
from evidence.presentation.changes import grouped
from evidence.presentation.documents import notes_of
from evidence.presentation.packs import pack_head, sections_of
from evidence.presentation.rows import blocks, facts, table
from evidence.presentation.sources import documents_of
from evidence.presentation.standing import rule_lines
from evidence.presentation.verdicts import known_rules, shown
from evidence.queries import (
    ROWS_A_PAGE,
    earlier_version,
    rows_of_section,
    rule_counts,
    verdicts_of,
)
from evidence.views.fetching import one_pack
from kernel.keyset import BadCursorError, Page, page_of


@login_required
@require_GET
def pack_page(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    """What passed is proven here, not hidden: all rules with their counts."""
    pack = one_pack(pack_id)
    lines = rule_lines(rule_counts(pack))
    page = pack_head(request, pack, "rules") | {"lines": lines}
    return render(request, "evidence/pack.html", page)


@login_required
@require_GET
def rule_page(request: HttpRequest, pack_id: UUID, rule: str) -> HttpResponse:
    """Every verdict of one rule, with its inputs."""
    pack = one_pack(pack_id)
    page = _page(request, verdicts_of(pack).filter(rule=rule), "id")
    if not page.rows:
        raise Http404
    words = {"rule": rule, "known": known_rules().get(rule), "page": page, "verdicts": [shown(v) for v in page.rows]}
    return render(request, "evidence/rule.html", pack_head(request, pack, "rules") | words)


@login_required
@require_GET
def data_page(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    """The sections of the pack with the number of their rows."""
    pack = one_pack(pack_id)
    words = {"sections": sections_of(pack), "header": facts("header", pack.header)}
    return render(request, "evidence/data.html", pack_head(request, pack, "data") | words)


@login_required
@require_GET
def section_page(request: HttpRequest, pack_id: UUID, section: str) -> HttpResponse:
    """The rows of one section, as they were handed in."""
    pack = one_pack(pack_id)
    if section not in blocks():
        raise Http404
    page = _page(request, rows_of_section(pack, section), "position")
    origins = origins_of(pack, [row.position for row in page.rows], section=section) if section in TRACED else {}
    words = {"table": table(section, page.rows), "page": page, "origins": list(origins.items())}
    return render(request, "evidence/section.html", pack_head(request, pack, "data") | words)


@login_required
@require_GET
def documents_page(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    """The documents behind the pack, and the workbook it came as."""
    pack = one_pack(pack_id)
    documents = documents_of(pack)
    notes = notes_of([document.file for document in documents] + [file for file in [pack.source] if file])
    words = pack_head(request, pack, "documents") | {
        "documents": [(document, notes[document.file_id]) for document in documents],
        "source_notes": notes[pack.source_id] if pack.source_id else None,
    }
    return render(request, "evidence/documents.html", words)


@login_required
@require_GET
def changes_page(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    """What differs from the version before, row by row, old and new."""
    pack = one_pack(pack_id)
    before = earlier_version(pack)
    if before is None:
        raise Http404
    changes = changes_of(pack)
    words = {"before": before, "groups": grouped(changes, reasons_of(pack)), "change_count": len(changes)}
    return render(request, "evidence/changes.html", pack_head(request, pack, "changes") | words)


def _page(request: HttpRequest, rows: QuerySet[Any], name: str) -> Page[Any]:
    given = {side: request.GET.get(side, "") for side in ("after", "before")}
    try:
        return page_of(rows, order=[name], size=ROWS_A_PAGE, **given)
    except BadCursorError:
        return page_of(rows, order=[name], size=ROWS_A_PAGE)
