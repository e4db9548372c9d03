"""The pack as a file: laid out, sealed as reports are, the machine copy and the raw results inside."""

import shutil
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from records.outside.machine_copy import MachineCopy
from records.outside.pdf import render_parts
from records.outside.platform_seal import PRINT_BASE, sealed
from scripts.validation.pack import PictureFact
from workspace.dossier_data import Printing
from workspace.outside.compiled import Compiled

PRINTED_ON = ("print", "brand", "vendor/fonts/print")
"""What a report draws on, of the static files; pictures come beside it for this one."""
PICTURES = "pictures"


def picture_facts(folder: Path) -> tuple[PictureFact, ...]:
    """The pictures that a run took, by name."""
    return tuple(PictureFact(path.stem, sha256(path.read_bytes()).hexdigest()) for path in sorted(folder.glob("*.png")))


def raw_results(path: Path) -> MachineCopy:
    """What pytest wrote, to the byte."""
    return MachineCopy("results.xml", path.read_bytes(), "What each test said, as JUnit XML", "application/xml")


def write(report: Compiled, *, pictures: Path, at: datetime, into: Path) -> Sequence[Path]:
    """`validation-pack.pdf`, sealed, and its machine copy beside it. Raises what rendering and sealing raise."""
    with TemporaryDirectory(prefix="pack-") as folder:
        base = Path(folder)
        for name in PRINTED_ON:
            shutil.copytree(PRINT_BASE / name, base / name)
        shutil.copytree(pictures, base / PICTURES)
        pdf = render_parts(report.pages(), base=base, attachments=report.attachments, title=report.title, at=at)
    into.mkdir(parents=True, exist_ok=True)
    written = (into / "validation-pack.pdf", into / report.copy.name)
    written[0].write_bytes(sealed(pdf, reason=report.title, at=at).content)
    written[1].write_bytes(report.copy.content)
    return written


def printing(*, number: str, by: str, company: str, at: datetime, version: str) -> Printing:
    return Printing(number, by, company, "who ran the validation", at, version)
