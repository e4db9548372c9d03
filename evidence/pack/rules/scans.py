"""R128: no document of the pack went unscanned where the agreement demands a scan (quality agreement)."""

from collections.abc import Iterator, Mapping

from evidence.pack.format import Document
from evidence.pack.rules.context import Context, ScanFact
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, not_applicable, passed, problems_or

TABLE = "documents"
_UNKNOWN = ScanFact("not_scanned", "No scanner has looked at it.")


@rule(
    "R128",
    "quality agreement, evidence",
    "Every document was scanned and no malware found, where the agreement demands it",
    severity="B",
    cure="A document that was not scanned is scanned again by itself; have the administrator see to the scanner. "
    "Replace one that holds malware or is too large for the scanner, and hand over the next version.",
    by=("COP", "CQA"),
)
def documents_are_clean(context: Context) -> Iterator[Finding]:
    clause, scans = context.clean_scan_clause, context.scans
    if not clause:
        yield not_applicable(TABLE, "The agreement demands no malware scan.")
        return
    if scans is None:
        yield not_applicable(TABLE, f"{clause} demands a malware scan: the platform does it when the pack arrives.")
        return
    stored = [(place, found) for place, found in enumerate(context.pack.documents, start=1) if found.sha256]
    if not stored:
        yield not_applicable(TABLE, "The pack comes with no document (R114).")
        return
    yield from problems_or(
        _not_clean(stored, scans, clause),
        passed(
            TABLE,
            f"{counted(len(stored), 'document')} scanned, no malware found, as {clause} demands.",
            clause=clause,
            documents={document.name: document.sha256 for _, document in stored},
        ),
    )


def _not_clean(stored: list[tuple[int, Document]], scans: Mapping[str, ScanFact], clause: str) -> Iterator[Finding]:
    for place, document in stored:
        scan = scans.get(document.sha256 or "", _UNKNOWN)
        if scan.verdict == "clean":
            continue
        said = "holds malware" if scan.verdict == "infected" else "was not scanned for malware"
        yield failed(
            at(TABLE, place),
            f"{document.name} {said}, and {clause} demands a clean scan of every document. {scan.sentence}".rstrip(),
            clause=clause,
            document=document.name,
            sha256=document.sha256,
            verdict=scan.verdict,
        )
