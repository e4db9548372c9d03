"""The documents behind a demo pack: small PDFs with the lot's own facts, and the hand-over through the real action."""

import html
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

from weasyprint import HTML

from evidence.actions.files import Incoming, examine
from evidence.actions.submit import Submission, submit_pack
from evidence.known_lots import known_lot
from evidence.pack.explaining import Explanation
from evidence.pack.format import Pack
from evidence.states import Form
from kernel.scope import Actor
from lots.queries import lot as lot_with_baseline
from oversight.demo.designs import Design
from oversight.demo.packs import pack_of, usage
from oversight.demo.told import Blemish, Told
from quality_events.actions import consent_to_scope
from quality_events.models import QualityEvent
from quality_events.queries import waiting_for_consent

_STYLE = """@page { size: Letter; margin: 20mm } body { font: 10pt sans-serif } h1 { font-size: 15pt }
table { border-collapse: collapse; width: 100% } td, th { border: 0.5pt solid #777; padding: 3pt; text-align: left }"""


Ledger = dict[str, Decimal]
"""Component lot → what the lots submitted so far took from it."""


def hand_over(
    lot_id: UUID, what: Design, started_on: date, blemish: Blemish, ledger: Ledger, reason: str, by: Actor, at: datetime
) -> Submission:
    """Compile the pack and its papers and submit them as the clerk; the ledger is brought up to date.

    `reason` says what a later version corrects: the lot took its components once, with the first.
    """
    lot = lot_with_baseline(lot_id)
    names = (
        (f"BPR {lot.number} executed.pdf", "batch record", "Executed batch production record"),
        (f"CoA {lot.number}.pdf", "laboratory", "Certificate of analysis"),
        (f"Label {lot.number}.pdf", "packaging", "Representative label"),
    )
    told = Told(known_lot(lot), what, started_on, names, ledger, blemish)
    taken = usage(told)
    if reason:
        told = replace(told, used_before={number: used - taken.get(number, 0) for number, used in ledger.items()})
    pack = pack_of(told)
    if not reason:
        ledger.update({number: ledger.get(number, Decimal(0)) + amount for number, amount in taken.items()})
    return submit_pack(
        lot_id=lot.pk, stated=pack, form=Form.JSON, files=papers(pack, names), source=None, by=by, reason=reason, at=at,
        change_reasons=[Explanation(reason)] if reason else [],
    )  # fmt: skip


def papers(pack: Pack, names: Sequence[tuple[str, str, str]]) -> list[Incoming]:
    """One PDF for each (file name, category, title), with the pack's own facts."""
    tables = (_batch_rows(pack), _result_rows(pack), _label_rows(pack))
    return [examine(name, _pdf(title, pack, rows)) for (name, _, title), rows in zip(names, tables, strict=True)]


def plain_paper(title: str, lines: Sequence[str]) -> BytesIO:
    """A one-page PDF: a heading and its lines."""
    said = "<br>".join(html.escape(line) for line in lines)
    text = f"<html><head><style>{_STYLE}</style></head><body><h1>{html.escape(title)}</h1><p>{said}</p></body></html>"
    return BytesIO(HTML(string=text).write_pdf())


def _pdf(title: str, pack: Pack, rows: list[list[Any]]) -> BytesIO:
    header = pack.header
    head, *body = ["".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) for row in rows]
    text = f"""<html><head><style>{_STYLE}</style></head><body><h1>{html.escape(title)}</h1>
        <p>Lot {html.escape(header.lot_number)}, {html.escape(header.product_name or header.product_code)}<br>
        {html.escape(header.site_name)}, made {header.made_on}, packed {header.packed_on},
        expires {header.expires_on}</p><table><tr>{head.replace("td>", "th>")}</tr>
        {"".join(f"<tr>{row}</tr>" for row in body)}</table></body></html>"""
    return BytesIO(HTML(string=text).write_pdf())


def _batch_rows(pack: Pack) -> list[list[Any]]:
    steps = [
        [s.number, s.instruction, s.component or "", s.performed_by, s.addition_verified_by or ""]
        for s in pack.batch_record.steps
    ]
    return [["Step", "Instruction", "Component", "Performed", "Verified"], *steps]


def _result_rows(pack: Pack) -> list[list[Any]]:
    results = [
        [r.name, r.method, r.value.text if r.value else "", r.unit or "", r.limit.text if r.limit else "", r.analyst]
        for r in pack.laboratory.results
    ]
    return [["Test", "Method", "Result", "Unit", "Limit", "Analyst"], *results]


def _label_rows(pack: Pack) -> list[list[Any]]:
    coding = [[c.position, c.lot_printed, c.expiry_printed, c.gtin] for c in pack.packaging.coding]
    return [["Position", "Lot printed", "Expiry printed", "GTIN"], *coding]


def let_go(event_id: UUID, by: Actor, at: datetime) -> None:
    """The sponsor consents: a grave event's other lots stay held until it does."""
    keys = [row.lot_id for row in waiting_for_consent(QualityEvent.objects.get(pk=event_id))]
    if keys:
        consent_to_scope(event_id=event_id, lot_ids=keys, by=by, reason="Weighing records seen.", at=at)
