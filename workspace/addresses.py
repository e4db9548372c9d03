"""Where a found thing opens: the very item, a PDF at its page."""

from collections.abc import Callable

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from evidence.queries import ROWS_A_PAGE
from kernel.keyset import encode_cursor
from workspace.queries.search import Hit
from workspace.states import Kind

_SIGNED = {
    "lot": "workspace:dossier", "quality_event": "quality_events:event", "agreement_version": "agreements:agreement",
    "pack": "evidence:pack", "change_request": "change_control:change",
    "complaint": "quality_events:complaint", "return": "quality_events:return", "capa": "quality_events:capa",
    "trend_limits": "evidence:limits", "class_change": "quality_events:event", "informant": "quality_events:event",
    "oos": "quality_events:event", "oot": "quality_events:event", "clause_call": "agreements:call",
    "capa_extension": "quality_events:capa", "baseline_draft": "masters:draft",
    "master_version": "workspace:version", "legal_hold": "workspace:legal_hold",
    "disposal_list": "workspace:disposal_list", "recall": "traceability:recall",
}  # fmt: skip
_SIGNED_IN_LIST = {"waiver": "evidence:waivers"}
"""What stands in a list and has no page of its own."""


def _component(hit: Hit) -> str:
    return f"{reverse('traceability:trace')}?{urlencode({'number': hit.number})}"


def _result(hit: Hit) -> str:
    before = (hit.page - 1) // ROWS_A_PAGE * ROWS_A_PAGE
    query = f"?{urlencode({'after': encode_cursor([before])})}" if before > 0 else ""
    return f"{reverse('evidence:section', args=[hit.opens_id, hit.field])}{query}#row-{hit.page}"


def _document(hit: Hit) -> str:
    return reverse("evidence:view", args=[hit.opens_id]) + (f"#page={hit.page}" if hit.page else "")


def _signature(hit: Hit) -> str:
    if hit.field in _SIGNED_IN_LIST:
        return reverse(_SIGNED_IN_LIST[hit.field])
    return reverse(_SIGNED[hit.field], args=[hit.opens_id]) if hit.field in _SIGNED else ""


def _named(name: str) -> Callable[[Hit], str]:
    return lambda hit: reverse(name, args=[hit.opens_id])


_PAGES: dict[str, Callable[[Hit], str]] = {
    Kind.LOT: _named("workspace:dossier"),
    Kind.PRODUCT: _named("masters:product"),
    Kind.COMPONENT_LOT: _component,
    Kind.RESULT: _result,
    Kind.EVENT: _named("quality_events:event"),
    Kind.CHANGE: _named("change_control:change"),
    Kind.AGREEMENT: _named("agreements:agreement"),
    Kind.SIGNATURE: _signature,
    Kind.SHIPMENT: lambda hit: reverse("workspace:tab", args=[hit.opens_id, "shipments"]),
    Kind.CONSIGNEE: lambda _hit: reverse("traceability:consignees"),
    Kind.DOCUMENT: _document,
    Kind.COMPLAINT: _named("quality_events:complaint"),
    Kind.RETURN: _named("quality_events:return"),
    Kind.CAPA: _named("quality_events:capa"),
}


def address(hit: Hit) -> str:
    """The path of the page that shows the hit; "" where there is none."""
    try:
        return _PAGES[hit.kind](hit)
    except NoReverseMatch:
        return ""
