"""Larger pieces: card, facts, timeline, gate, verdict, signature, document, notice."""

from typing import Any

from django.template import Context, Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from clocks.queries import waiting_at
from workspace.kit.looks import look_of

register = Library()

NOTICE_ICONS = {
    "good": "circle-check",
    "wait": "alert-triangle",
    "bad": "alert-octagon",
    "info": "info-circle",
}


@register.simple_block_tag
def ui_card(
    content: str,
    title: str = "",
    *,
    drawing: str = "",
    note: str = "",
    url: str = "",
    link: str = "Open",
    flush: bool = False,
    ident: str = "",
) -> SafeString:
    """`{% ui_card "Evidence" %}…{% endui_card %}`.

    `flush` lets a table reach the edges; `url` opens the whole.
    """
    values = {"content": content, "title": title, "drawing": drawing, "note": note, "url": url, "link": link}
    return render_to_string("_ui/card.html", {**values, "flush": flush, "ident": ident})


@register.simple_block_tag
def ui_notice(content: str, tone: str = "info", *, title: str = "") -> SafeString:
    """`{% ui_notice "bad" title="Not signed" %}A sentence and its cure.{% endui_notice %}`."""
    return render_to_string(
        "_ui/notice.html", {"content": content, "tone": tone, "title": title, "drawing": NOTICE_ICONS[tone]}
    )


@register.simple_block_tag
def ui_dialog(content: str, ident: str, title: str) -> SafeString:
    """`{% ui_dialog "return-pack" "Return the pack" %}form{% endui_dialog %}`.

    Opened by a link to the full page.
    The opener is `<a href="the page with the same form" data-dialog="return-pack">`: without script the
    page opens.
    """
    return render_to_string("_ui/dialog.html", {"content": content, "ident": ident, "title": title})


@register.inclusion_tag("_ui/facts.html")
def ui_facts(rows: list[tuple[str, Any]], *, columns: int = 1) -> dict[str, Any]:
    """`{% ui_facts rows columns=2 %}`: label and value pairs; a value may be markup made by another tag."""
    return {"rows": rows, "columns": columns}


@register.inclusion_tag("_ui/timeline.html", takes_context=True)
def ui_timeline(context: Context, entries: list[Any]) -> dict[str, Any]:
    """`{% ui_timeline entries %}`.

    Each entry has `at`, `title`, and may have `by`, `reason`, `state`, `url`.
    """
    return {"entries": [{"entry": entry, "look": look_of(_part(entry, "state"))} for entry in entries]} | _page(context)


@register.inclusion_tag("_ui/gate.html", takes_context=True)
def ui_gate(context: Context, gate: Any) -> dict[str, Any]:
    """`{% ui_gate gate %}`.

    `ok`, `reasons` (each `ok`, `sentence`, `clause`, `needs`, `url`), `pattern`, `checked_at`.
    """
    return {"gate": gate} | _page(context)


@register.inclusion_tag("_ui/verdict.html")
def ui_verdict(verdict: Any) -> dict[str, Any]:
    """`{% ui_verdict verdict %}`.

    `rule`, `paragraph`, `state`, `sentence`, `inputs` (label and value pairs), `url`.
    """
    return {"verdict": verdict, "look": look_of(_part(verdict, "state"))}


@register.inclusion_tag("_ui/stat.html")
def ui_stat(label: str, value: Any, *, unit: str = "", note: str = "", url: str = "", tone: str = "") -> dict[str, Any]:
    """`{% ui_stat "Waiting for me" 7 url=inbox %}`: a figure that opens what is behind it."""
    return {"label": label, "value": value, "unit": unit, "note": note, "url": url, "tone": tone}


@register.inclusion_tag("_ui/stepper.html")
def ui_stepper(steps: list[Any], label: str = "Steps") -> dict[str, Any]:
    """`{% ui_stepper steps %}`.

    Each step has `label`, `state` (done, current, todo, failed) and may have `note`, `url`.
    """
    return {"steps": steps, "label": label}


@register.inclusion_tag("_ui/signature.html", takes_context=True)
def ui_signature(context: Context, signature: Any) -> dict[str, Any]:
    """`{% ui_signature signature %}`.

    `printed_name`, `signed_at`, `meaning`; may have `role`, `digest`, `url` (11.50).
    """
    return {"signature": signature} | _page(context)


@register.inclusion_tag("_ui/waiting.html", takes_context=True)
def ui_waiting(context: Context, items: Any = None) -> dict[str, Any]:
    """`{% ui_waiting %}`: who has not signed or answered yet on this record's page, with roles and since when."""
    request = context.get("request")
    if items is None:
        items = waiting_at(request.path) if request else []
    return {"items": items} | _page(context)


@register.inclusion_tag("_ui/document.html")
def ui_document(url: str, name: str, media_type: str, *, page: int = 0, download_url: str = "") -> dict[str, Any]:
    """`{% ui_document file.url file.name file.media_type page=3 %}`.

    A PDF or image beside the data, else a link.
    """
    kind = "pdf" if media_type == "application/pdf" else "image" if media_type.startswith("image/") else "other"
    if media_type == "image/svg+xml":  # a drawing can carry script: it is downloaded, never shown
        kind = "other"
    return {"url": url, "name": name, "kind": kind, "page": page, "download_url": download_url or url}


@register.inclusion_tag("_ui/empty.html")
def ui_empty(title: str, text: str, *, url: str = "", action: str = "", drawing: str = "inbox") -> dict[str, Any]:
    """`{% ui_empty "No lots yet" "A lot appears here when …" url=add action="Plan a lot" %}`.

    Teaches the next step.
    """
    return {"title": title, "text": text, "url": url, "action": action, "drawing": drawing}


def _part(thing: Any, name: str) -> str:
    found = thing.get(name, "") if isinstance(thing, dict) else getattr(thing, name, "")
    return str(found)


def _page(context: Context) -> dict[str, Any]:
    """What the times inside a piece need from the page round it."""
    return {name: context.get(name) for name in ("own_zone", "time_zone", "server_time")}
