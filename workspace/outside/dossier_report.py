"""The lot dossier on paper and as a machine copy, both from the same values (domain §E.2: both agree)."""

from django.template.loader import render_to_string

from records.outside.machine_copy import MachineCopy, canonical_json, plain
from workspace.dossier_data import LotDossier, Printing
from workspace.kit.paper import printed_moment
from workspace.outside.dossier_sections import parts, pieces

FORMAT = "lot-dossier-1"
KIND = "Lot dossier"


def to_machine_copy(dossier: LotDossier) -> MachineCopy:
    """The dossier as canonical JSON: the dataclasses' fields by their names, and the format's name."""
    content = canonical_json({"format": FORMAT, **plain(dossier)})
    return MachineCopy(
        "lot-dossier.json", content, f"Machine copy of the dossier of lot {dossier.lot.number}, {FORMAT}"
    )


def title(dossier: LotDossier) -> str:
    return f"{KIND}: lot {dossier.lot.number}, {dossier.lot.product_name}"


def html_parts(dossier: LotDossier, copy: MachineCopy) -> list[str]:
    """The dossier as whole HTML documents for `records.outside.pdf.render_parts`; a short one is one part."""
    divided = parts(pieces(dossier))
    common = {
        "dossier": dossier,
        "copy": copy,
        "kind": KIND,
        "title": title(dossier),
        "subject": f"Lot {dossier.lot.number}, {dossier.lot.product_name}",
        "report_number": dossier.printing.number,
        "printed": _printed(dossier.printing, dossier.lot.time_zone),
    }
    last = len(divided) - 1
    return [
        render_to_string(
            "workspace/lot_dossier_report.html",
            {**common, "pieces": part, "is_first": number == 0, "is_last": number == last},
        )
        for number, part in enumerate(divided)
    ]


def _printed(printing: Printing, zone: str) -> str:
    return (
        f"{printed_moment(printing.printed_at, zone)} by {printing.printed_by}, {printing.organisation} "
        f"({printing.access}), with Oversight {printing.version}"
    )
