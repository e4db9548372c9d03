"""What of a partnership a narrow grant shows: the rows of the lots that it names or reaches, table by table (ADR 0018).

Fails closed: a table that is not told here shows nothing under a narrow grant, and a test asks of every model that
it is told, or stands among `HIDDEN` with its reason. The sets are in `sql/21_granted.sql`.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

_LOTS, _PACKS, _EVENTS, _MASTERS = "granted_lots", "granted_packs", "granted_events", "granted_masters"
_BY_COLUMN = {
    "lot_id": _LOTS,
    "pack_id": _PACKS,
    "event_id": _EVENTS,
    "verdict_id": "granted_verdicts",
    "complaint_id": "granted_complaints",
    "capa_id": "granted_capas",
    "file_id": "granted_files",
    "master_record_id": _MASTERS,
    "specification_id": _MASTERS,
    "label_version_id": _MASTERS,
}
"""A row with one of these columns, the first that it has, belongs to the lot behind it."""


def _within(column: str, granted: str) -> str:
    kind = "bigint" if granted == "granted_verdicts" else "uuid"
    return f"{column} = ANY ((SELECT {granted}())::{kind}[])"


def _under(column: str, table: str, parent: str, granted: str) -> str:
    """Two steps away: by the parent's own column. Asked of the asker's part alone, so small."""
    return f"{column} IN (SELECT up.id FROM {table} up WHERE up.{_within(parent, granted)})"  # noqa: S608 - our own text


_ITSELF = {
    "lots.lot": _LOTS,
    "evidence.pack": _PACKS,
    "evidence.evidencefile": "granted_files",
    "quality_events.qualityevent": _EVENTS,
    "quality_events.complaint": "granted_complaints",
    "quality_events.capa": "granted_capas",
    "masters.product": _MASTERS,
    "masters.masterrecord": _MASTERS,
    "masters.specification": _MASTERS,
    "masters.labelversion": _MASTERS,
    "masters.samplingplan": _MASTERS,
    "agreements.agreement": "granted_agreements",
    "agreements.agreementversion": "granted_agreement_versions",
    "traceability.consignee": "granted_consignees",
    "lots.componentlot": "granted_component_lots",
}
"""Records that are a set of their own."""
_ABOUT = _within("subject_id", "granted_records")
_OWN_LOOKS = "person_id = (SELECT app_person())"
_OTHERWISE = {
    "agreements.acknowledgement": _within("version_id", "granted_agreement_versions"),
    "agreements.clause": _within("version_id", "granted_agreement_versions"),
    "change_control.changerequest": _within("product_id", "granted_named_products"),
    "change_control.impactline": _under(
        "change_id", "change_control_changerequest", "product_id", "granted_named_products"
    ),
    "change_control.difference": _under("comparison_id", "change_control_comparison", "pack_id", _PACKS),
    "clocks.clock": f"{_within('lot_id', _LOTS)} OR {_ABOUT}",
    "clocks.clockpause": _under("clock_id", "clocks_clock", "lot_id", _LOTS),
    "clocks.clockstep": _under("clock_id", "clocks_clock", "lot_id", _LOTS),
    "evidence.questionpost": _under("question_id", "evidence_verdictquestion", "pack_id", _PACKS),
    "evidence.sampleitem": _under("draw_id", "evidence_sampledraw", "pack_id", _PACKS),
    "evidence.samplelook": _within(
        "(SELECT d.pack_id FROM evidence_sampleitem i JOIN evidence_sampledraw d ON d.id = i.draw_id "
        "WHERE i.id = item_id)",
        _PACKS,
    ),
    "evidence.trendlimits": "id IN (SELECT t.limits_id FROM quality_events_oottrack t)",
    "lots.edge": _within("child_id", _LOTS),
    "lots.disclosure": _within("component_lot_id", "granted_component_lots"),
    "masters.validity": _within(
        "coalesce(master_record_id, specification_id, sampling_plan_id, label_version_id)", _MASTERS
    ),
    "quality_events.dueextension": _under("action_id", "quality_events_capaaction", "capa_id", "granted_capas"),
    "quality_events.oosresult": _under("track_id", "quality_events_oostrack", "event_id", _EVENTS),
    "records.accessrecord": _OWN_LOOKS,
    "records.refusal": f"{_ABOUT} OR {_OWN_LOOKS}",
    "records.signature": _ABOUT,
    "release.patternoverride": (
        f"{_within('lot_id', _LOTS)} OR {_within('event_id', _EVENTS)} "  # noqa: S608 - our own text
        "OR id IN (SELECT d.turned_by_id FROM release_disposition d)"
    ),
    "workspace.searchdocument": _within("object_id", "granted_found"),
}
HIDDEN = {
    "traceability.capturedevent": "an event names goods of many lots; what came of it stands with the lots",
    "traceability.eventdocument": "likewise",
    "agreements.callpost": "a call upon a clause is between the two companies, of no lot",
    "agreements.clausecall": "likewise",
    "agreements.expirywarning": "of the agreement's end, of no lot",
    "agreements.simulation": "counts other lots",
    "clocks.inboxitem": "what waits for the companies' people",
    "clocks.notice": "mail to the companies' people",
    "clocks.noticereceipt": "likewise",
    "clocks.outboxmessage": "likewise",
    "evidence.artworkcomparison": "two artworks of a product's labels, of no lot",
    "evidence.comparedpage": "likewise",
    "evidence.comparisonend": "likewise",
    "masters.approvedlaboratory": "a list of the whole partnership; what held for a lot stands in its verdicts",
    "masters.approvedmethod": "likewise",
    "masters.approvedsupplier": "likewise",
    "masters.componentspecification": "likewise",
    "masters.qualifiedequipment": "likewise",
    "masters.trainedperson": "likewise",
    "masters.baselinedraft": "first versions of products, of no lot",
    "parties.auditorgrant": "her own are read by their own policy, others' are not hers",
    "parties.qualification": "of the CMO as a whole",
    "performance.passportshare": "documents of the CMO as a whole",
    "records.disposallist": "names other lots",
    "records.countersignature": "counts what the companies did elsewhere; a package brings the days along",
    "records.dayhead": "likewise",
    "records.sealtree": "likewise",
    "records.treehead": "likewise",
    "traceability.lockedscope": "names lots of the whole partnership",
    "traceability.recall": "likewise",
    "traceability.recalledlot": "of a recall, which is not shown",
    "traceability.recallcheck": "the sponsor's own",
    "traceability.recallnotice": "likewise",
    "traceability.recallpaper": "likewise",
    "traceability.recallresponse": "likewise",
    "traceability.recallstatus": "likewise",
}
"""Models of a partnership of which a narrow grant shows nothing, each with its reason."""


def narrowed(model: type[Model]) -> str:
    """SQL over one row: whether it belongs to what a narrow grant shows; empty where nothing does."""
    own = getattr(model, "narrowed", None)
    if own is not None:
        return str(own)
    label = model._meta.label_lower
    if label in _ITSELF:
        return _within("id", _ITSELF[label])
    if label in _OTHERWISE:
        return _OTHERWISE[label]
    if label in HIDDEN:
        return ""
    return next((_within(column, _BY_COLUMN[column]) for column in _BY_COLUMN if column in _columns(model)), "")


def _columns(model: Any) -> Iterable[str]:
    return {field.column for field in model._meta.concrete_fields}
