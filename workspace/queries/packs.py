"""The evidence packs of a lot: versions, verdicts by category, exceptions and what was decided on them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Count

from evidence.models import Pack, PackDocument, RuleVerdict
from evidence.queries import LIVING, packs_of
from workspace.dossier_data import CategoryCount, ExceptionFact, PackDocumentFact, PackFact
from workspace.kit.looks import look_of

CATEGORIES = {
    "R1": "Batch record",
    "R2": "Materials and traceability",
    "R3": "Laboratory",
    "R4": "Packaging and labels",
    "R5": "Quality events",
    "R6": "Distribution",
}
"""The six categories by the first figure of their rules (domain §B)."""
_OUTCOMES = {"pass": "Passed", "fail": "Failed", "needs_event": "Needs an event", "not_applicable": "Not applicable"}
_TONES = {"pass": "good", "fail": "bad", "needs_event": "wait", "not_applicable": "idle"}


def versions_of(lot_id: UUID) -> list[Pack]:
    """All versions, newest first; one query."""
    return list(packs_of(lot_id))


def living(packs: Sequence[Pack]) -> Pack | None:
    """The newest version that is neither superseded nor withdrawn."""
    return next((pack for pack in packs if pack.state in LIVING), None)


def pack_facts(packs: Sequence[Pack]) -> tuple[PackFact, ...]:
    """The versions with their verdict counts and documents: two queries, however many versions."""
    counts = category_counts([pack.pk for pack in packs])
    documents = _documents([pack.pk for pack in packs])
    return tuple(
        PackFact(
            version=pack.version,
            state=pack.get_state_display(),
            tone=look_of(pack.state).tone,
            form=pack.get_form_display(),
            submitted_by=pack.submitted_by.name,
            submitted_at=pack.submitted_at,
            content_hash=pack.content_hash,
            engine_version=pack.engine_version,
            change_reason=pack.change_reason,
            categories=counts[pack.pk],
            documents=tuple(documents.get(pack.pk, ())),
        )
        for pack in packs
    )


def category_counts(pack_ids: Iterable[UUID]) -> dict[UUID, tuple[CategoryCount, ...]]:
    """Verdicts per pack and category, counted by the database."""
    keys = list(pack_ids)
    rows = (
        RuleVerdict.objects.filter(pack_id__in=keys)
        .values_list("pack_id", "rule", "severity", "outcome")
        .annotate(number=Count("id"))
        .order_by()
    )
    tally: dict[tuple[UUID, str], Counter[str]] = {}
    for pack_id, rule, severity, outcome, number in rows:
        tally.setdefault((pack_id, rule[:2]), Counter())[_column(severity, outcome)] += number
    return {
        key: tuple(_count(name, tally.get((key, code), Counter())) for code, name in CATEGORIES.items()) for key in keys
    }


def _column(severity: str, outcome: str) -> str:
    if outcome == "fail":
        return "exceptions" if severity == "W" else "failed"
    return {"pass": "passed", "needs_event": "exceptions", "missing": "missing"}.get(outcome, "not_applicable")


def _count(name: str, found: Counter[str]) -> CategoryCount:
    return CategoryCount(
        name, found["passed"], found["exceptions"], found["missing"], found["failed"], found["not_applicable"]
    )


def _documents(pack_ids: Sequence[UUID]) -> dict[UUID, list[PackDocumentFact]]:
    found: dict[UUID, list[PackDocumentFact]] = {}
    documents = PackDocument.objects.filter(pack_id__in=pack_ids).select_related("file").order_by("category", "title")
    for document in documents:
        fact = PackDocumentFact(document.file.name, document.category, document.file.size, document.file.sha256)
        found.setdefault(document.pack_id, []).append(fact)
    return found


def exception_facts(packs: Sequence[Pack]) -> tuple[ExceptionFact, ...]:
    """Every verdict that needed a person, in all versions, with the decision; one query."""
    versions = {pack.pk: pack.version for pack in packs}
    wanting = (
        RuleVerdict.objects.filter(pack_id__in=versions)
        .exclude(outcome__in=("pass", "not_applicable"))
        .select_related("decision__decided_by")
        .order_by("pack__version", "rule", "id")
    )
    return tuple(_exception(verdict, versions[verdict.pack_id]) for verdict in wanting)


def _exception(verdict: RuleVerdict, version: int) -> ExceptionFact:
    decision = getattr(verdict, "decision", None)
    return ExceptionFact(
        rule=verdict.rule,
        rule_version=verdict.rule_version,
        paragraph=verdict.paragraph,
        outcome=_OUTCOMES.get(verdict.outcome, verdict.outcome.replace("_", " ").capitalize()),
        tone=_TONES.get(verdict.outcome, "wait") if verdict.severity != "W" else "wait",
        pack_version=version,
        sentence=verdict.sentence,
        decision=decision.get_choice_display() if decision else "",
        reason=decision.reason if decision else "",
        decided_by=decision.decided_by.name if decision else "",
        decided_at=decision.decided_at if decision else None,
    )
