"""Which reports there are: of what, who may ask, how the number begins, what compiles them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from agreements.models import AgreementVersion
from agreements.outside.report import agreement_report
from change_control.models import ChangeRequest
from change_control.outside.report import change_report
from evidence.models import Pack
from lots.models import Disclosure, Lot, LotGate
from masters.models import Product
from parties.models import Partnership
from parties.queries import whole_partnerships
from performance.outside.report import scorecard_report
from quality_events.models import Capa, Complaint, QualityEvent, ReturnedProduct
from quality_events.outside.report import event_report
from records.models import SealedReport
from records.reports import Report
from release.models import Disposition, ShipPermit
from traceability.models import Recall
from traceability.outside.recall_report import recall_report
from traceability.outside.recall_scope import recall_scope
from workspace.dossier_data import Printing
from workspace.outside import dossier_report
from workspace.outside.compiled import Compiled
from workspace.outside.record_report import compiled
from workspace.outside.record_sheet import sheet_report
from workspace.outside.trail_report import trail_report, with_trail
from workspace.queries.dossier import lot_dossier

EXPORT = "records.export"
PDF = "application/pdf"
TRAIL = "_trail"
EXTRACT = "Audit trail"


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One kind of report: `subject` is the model of the record that it is about."""

    code: str
    prefix: str
    words: str
    """As the first page, the verify page and the button call it."""
    subject: type[Model]
    argument: str
    """What the record is called in an address: “event_id”."""
    related: tuple[str, ...]
    """What is read along with the record, so that it can be named."""
    page: Callable[[Any], str]
    compile: Callable[[Any, Printing, datetime], Compiled]
    name: Callable[[Any], str] = str
    """What one record is called: “DEV-1”, “QA-2026-014 v3”, “Keystone → Alder”."""
    permission: str = EXPORT
    media_type: str = PDF
    is_own: bool = False
    """Compiled with the eyes of the company that asks, and for it alone: the two sides see different parts."""

    def title(self, record: Any) -> str:
        return f"{self.words} of lot {record.number}" if self.subject is Lot else f"{self.words} {self.name(record)}"

    def file_name(self, report: SealedReport) -> str:
        return f"{report.title}.pdf"

    def number(self, report: SealedReport) -> str:
        """The number printed on every page: the prefix and the last twelve figures of the key."""
        return f"{self.prefix}-{report.pk.hex[-12:].upper()}"

    def record(self, key: Any) -> Any:
        """The record in the open scope; raises DoesNotExist for strangers."""
        return _rows(self.subject, key).select_related(*self.related).get()

    def lock(self, key: Any) -> None:
        """Compiled at one instant: whoever changes a lot locks its gate row first, else the record; both wait here.

        What is never changed needs no lock.
        """
        if getattr(self.subject, "append_only", False):
            return
        rows = (
            LotGate.objects.filter(lot_id=key) if self.subject is Lot else self.subject._default_manager.filter(pk=key)
        )
        list(rows.select_for_update(no_key=True).values_list("pk"))


def _rows(model: type[Model], key: Any) -> QuerySet[Any]:
    """What sums up a partnership is for those alone who see it whole."""
    rows = whole_partnerships() if model is Partnership else model._default_manager.all()
    return rows.filter(pk=key)


def _dossier(lot: Lot, printing: Printing, at: datetime) -> Compiled:
    return dossier_report.compiled(lot_dossier(lot.pk, printing, at))


def _of(words: str, report: Callable[[Any, datetime], Report]) -> Callable[[Any, Printing, datetime], Compiled]:
    """A record's own report with its signatures and trail behind it."""
    return lambda record, printing, at: compiled(words, with_trail(report(record, at), record), printing)


def _event(event: QualityEvent, _at: datetime) -> Report:
    return event_report(event.pk)


def _change(change: ChangeRequest, _at: datetime) -> Report:
    return change_report(change.pk)


def _agreement(version: AgreementVersion, at: datetime) -> Report:
    return agreement_report(version.pk, at.date())


def _scorecard(pair: Partnership, at: datetime) -> Report:
    return scorecard_report(pair.pk, at)


def _recall(shown: Disclosure, at: datetime) -> Report:
    return recall_scope(shown.pk, at)


def _whole_recall(recall: Recall, _at: datetime) -> Report:
    return recall_report(recall.pk)


def _recall_page(shown: Disclosure) -> str:
    return f"{reverse('traceability:trace')}?{urlencode({'number': shown.component_lot.number})}"


def _agreement_page(version: AgreementVersion) -> str:
    return f"{reverse('agreements:agreement', args=[version.agreement_id])}?version={version.version}"


_RECORDS = (
    ReportKind(
        "lot_dossier", "LD", "Dossier", Lot, "lot_id", ("product", "site"),
        lambda lot: lot.get_absolute_url(), _dossier,
    ),
    ReportKind(
        "quality_event", "QE", "Quality event", QualityEvent, "event_id", (),
        lambda event: reverse("quality_events:event", args=[event.pk]), _of("Quality event", _event),
    ),
    ReportKind(
        "change_request", "CR", "Change request", ChangeRequest, "change_id", (),
        lambda change: reverse("change_control:change", args=[change.pk]), _of("Change request", _change),
    ),
    ReportKind(
        "agreement_version", "AV", "Quality agreement", AgreementVersion, "version_id", ("agreement",),
        _agreement_page, _of("Quality agreement", _agreement),
    ),
    ReportKind(
        "scorecard", "SC", "Scorecard", Partnership, "partnership_id", ("sponsor", "cmo"),
        lambda pair: reverse("performance:partner", args=[pair.pk]), _of("Scorecard", _scorecard),
    ),
    ReportKind(
        "recall_scope", "RS", "Recall scope", Disclosure, "disclosure_id", ("component_lot", "partnership__cmo"),
        _recall_page, _of("Recall scope", _recall),
    ),
    ReportKind(
        "recall", "RL", "Recall", Recall, "recall_id", ("partnership__sponsor", "partnership__cmo"),
        lambda recall: reverse("traceability:recall", args=[recall.pk]), _of("Recall", _whole_recall), is_own=True,
    ),
)  # fmt: skip


def _sheet(
    head: tuple[str, str, str],
    subject: type[Model],
    argument: str,
    page: Callable[[Any], str],
    *related: str,
    name: Callable[[Any], str] = str,
) -> ReportKind:
    """A record without a form of its own: every field, with its signatures and its whole trail."""
    code, prefix, words = head

    def compile_it(record: Any, printing: Printing, _at: datetime) -> Compiled:
        return compiled(words, sheet_report(record, words, name(record)), printing)

    return ReportKind(code, prefix, words, subject, argument, related, page, compile_it, name=name)


def _at(route: str) -> Callable[[Any], str]:
    return lambda record: reverse(route, args=[record.pk])


_SHEETS = (
    _sheet(
        ("evidence_pack", "EP", "Evidence pack"), Pack, "pack_id", _at("evidence:pack"), "lot",
        name=lambda pack: f"{pack.lot.number} v{pack.version}",
    ),
    _sheet(
        ("disposition", "DS", "Disposition"), Disposition, "disposition_id",
        lambda decision: str(decision.lot.get_absolute_url()), "lot",
        name=lambda decision: f"of lot {decision.lot.number}, {decision.get_stage_display().lower()}",
    ),
    _sheet(("ship_permit", "SP", "Ship permit"), ShipPermit, "permit_id", _at("traceability:sheet")),
    _sheet(("capa", "CA", "Corrective action"), Capa, "capa_id", _at("quality_events:capa")),
    _sheet(("complaint", "CM", "Complaint"), Complaint, "complaint_id", _at("quality_events:complaint")),
    _sheet(
        ("returned_product", "RP", "Returned product"), ReturnedProduct, "return_id", _at("quality_events:return"),
        name=lambda returned: str(returned.number),
    ),
    _sheet(
        ("product", "PR", "Product and its approved versions"), Product, "product_id", _at("masters:product"),
        name=lambda product: str(product.code),
    ),
)  # fmt: skip


def _extract(kind: ReportKind) -> ReportKind:
    """The extract of the audit trail: of every record that has a report, one kind of paper."""

    def compile_it(record: Any, printing: Printing, _at: datetime) -> Compiled:
        return compiled(EXTRACT, trail_report(record, kind.title(record), kind.words), printing)

    return replace(kind, code=kind.code + TRAIL, prefix="AT", words=EXTRACT, compile=compile_it)


KINDS: dict[str, ReportKind] = {kind.code: kind for kind in (*_RECORDS, *map(_extract, _RECORDS), *_SHEETS)}
RECORDS: tuple[str, ...] = tuple(kind.code for kind in _RECORDS)
"""The kinds that are about a record itself; each has its trail's extract beside it."""
SHEETS: tuple[str, ...] = tuple(kind.code for kind in _SHEETS)
"""The kinds whose paper holds every field and the whole trail: no extract is needed beside it."""


def history_address(kind: str, key: Any) -> str:
    """The page with the trail of a record, whichever of its two kinds of paper is meant."""
    return reverse(f"workspace:history_{kind.removesuffix(TRAIL)}", args=[key])
