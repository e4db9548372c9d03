"""A lot dossier as PDF: compiled, laid out, sealed; seconds, MiB, pages a second.

`python -m bench.reports`: prints a table and writes `.data/bench/reports.json`.
"""

import io
import os
import statistics
import time
from typing import Any

import django

from bench.planted import Figure, figure, show, walked

ROUNDS = 3


def compiled(lot: Any, actor: Any, at: Any) -> Any:
    """The dossier as this actor may see it."""
    from django.conf import settings  # noqa: PLC0415 - after django.setup()
    from django.db import transaction  # noqa: PLC0415

    from kernel import scope  # noqa: PLC0415
    from workspace.queries.dossier import Printing, lot_dossier  # noqa: PLC0415

    printing = Printing(
        number="LD-BENCH", printed_by=actor.name, organisation="Alder & Pine Nutrition", access="sponsor",
        printed_at=at, version=settings.VERSION,
    )  # fmt: skip
    with scope.opened(actor), transaction.atomic():
        return lot_dossier(lot.pk, printing, at)


def made(dossier: Any, at: Any) -> tuple[float, float, bytes]:
    """(seconds laying out, seconds sealing, the sealed file)."""
    from records.outside.pdf import render_parts  # noqa: PLC0415 - after django.setup()
    from records.outside.platform_seal import PRINT_BASE, sealed  # noqa: PLC0415
    from workspace.outside.dossier_report import html_parts, title, to_machine_copy  # noqa: PLC0415

    begun = time.perf_counter()
    copy = to_machine_copy(dossier)
    pdf = render_parts(html_parts(dossier, copy), base=PRINT_BASE, attachments=[copy], title=title(dossier), at=at)
    printed = time.perf_counter()
    document = sealed(pdf, reason=title(dossier), at=at)
    return printed - begun, time.perf_counter() - printed, document.content


def measure() -> list[Figure]:
    """All figures, medians of `ROUNDS` after one round that warms up."""
    from pikepdf import Pdf  # noqa: PLC0415 - slow to import

    from kernel.clock import now  # noqa: PLC0415 - after django.setup()

    with walked() as (_database, shop, lot):
        at = now()
        begun = time.perf_counter()
        dossier = compiled(lot, shop.world.reviewer, at)
        reading = time.perf_counter() - begun
        made(dossier, at)
        rounds = [made(dossier, at) for _ in range(ROUNDS)]
    render, seal = (statistics.median(r[n] for r in rounds) for n in (0, 1))
    content = rounds[-1][2]
    pages = len(Pdf.open(io.BytesIO(content)).pages)
    return [
        figure("dossier compiled from the database", reading, "s", render, "render"),
        figure("render", render, "s"),
        figure("seal", seal, "s", render, "render"),
        figure("render and seal", render + seal, "s", render, "render"),
        figure("file", len(content) / 2**20, "MiB"),
        figure("pages", pages, "pages"),
        figure("pages a second, sealed", pages / (render + seal), "pages/s"),
    ]


def main() -> None:
    """Print the table, keep it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")
    django.setup()
    show("reports", measure())


if __name__ == "__main__":
    main()
