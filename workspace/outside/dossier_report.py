"""The lot dossier on paper and as a machine copy, both from the same values (domain §E.2: both agree)."""

from collections.abc import Mapping

from django.template.loader import render_to_string

from records.outside.machine_copy import MachineCopy, canonical_json, plain
from workspace.dossier_data import LotDossier
from workspace.outside.compiled import Compiled, common_values
from workspace.outside.dossier_sections import annexes_of, parts, pieces

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


def compiled(dossier: LotDossier) -> Compiled:
    """The dossier with its machine copy and the annexes of its longest sections."""
    copy, annexes = to_machine_copy(dossier), annexes_of(dossier)
    made = tuple(annexes.values())
    return Compiled(dossier.printing, title(dossier), copy, made, lambda: html_parts(dossier, copy, annexes))


def html_parts(dossier: LotDossier, copy: MachineCopy, annexes: Mapping[str, MachineCopy] | None = None) -> list[str]:
    """The dossier as whole HTML documents for `records.outside.pdf.render_parts`; a short one is one part."""
    attached = annexes or {}
    divided = parts(pieces(dossier, attached))
    common = {
        **common_values(dossier.printing, dossier.lot.time_zone, copy, tuple(attached.values())),
        "dossier": dossier,
        "kind": KIND,
        "title": title(dossier),
        "subject": f"Lot {dossier.lot.number}, {dossier.lot.product_name}",
    }
    last = len(divided) - 1
    return [
        render_to_string(
            "workspace/lot_dossier_report.html",
            {**common, "pieces": part, "is_first": number == 0, "is_last": number == last},
        )
        for number, part in enumerate(divided)
    ]
