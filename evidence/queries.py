"""Reads about evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from evidence.models import (
    EvidenceFile,
    ExceptionDecision,
    Pack,
    PackDocument,
    PackRow,
    RuleVerdict,
    VerdictAnswer,
    VerdictQuestion,
)
from evidence.pack.carrying import SECTIONS
from evidence.pack.format import Pack as StatedPack
from evidence.scans import is_scanned_since, with_scan
from evidence.sections import HEADER, pack_from
from evidence.states import OPEN_QUESTION, Choice, PackState
from evidence.waivers import is_waived, with_waiver
from lots.models import Lot
from masters.models.products import RiskTier
from records.models import Signature
from records.queries import signatures_of
from records.states import Meaning

LIVING = (
    PackState.CHECKING, PackState.INCOMPLETE, PackState.COMPLETE, PackState.IN_REVIEW, PackState.TO_COUNTERSIGN,
    PackState.RETURNED, PackState.ACCEPTED,
)  # fmt: skip
ROWS_A_PAGE = 100
"""Of one section's page; whoever links to a row counts with it."""


def packs_of(lot_id: UUID) -> QuerySet[Pack]:
    """All versions, newest first."""
    return Pack.objects.filter(lot_id=lot_id).select_related("submitted_by", "source").order_by("-version")


def living_pack(lot_id: UUID) -> Pack | None:
    """The newest version that is neither superseded nor withdrawn."""
    return packs_of(lot_id).filter(state__in=LIVING).first()


def earlier_files(lot: Lot, stated: StatedPack) -> dict[str, str]:
    """Hashes by name of listed documents that are here already.

    A document with a stated hash is looked for among the partnership's files; one without among the documents of
    the lot's own earlier packs, the newest first. Never a file of another lot by its name alone.
    """
    stated_hashes = {document.name: document.sha256 for document in stated.documents if document.sha256}
    names = [document.name for document in stated.documents if not document.sha256]
    found: dict[str, str] = {}
    earlier = PackDocument.objects.filter(pack__lot=lot, file__name__in=names).order_by("pack__version")
    found.update(earlier.values_list("file__name", "file__sha256"))
    files = EvidenceFile.objects.filter(
        partnership_id=lot.partnership_id, name__in=stated_hashes, sha256__in=stated_hashes.values()
    )
    pairs = files.values_list("name", "sha256")
    return found | {name: sha256 for name, sha256 in pairs if stated_hashes[name] == sha256}


def stated_pack(pack: Pack) -> StatedPack:
    """The content as it was submitted, from its stored rows."""
    rows = PackRow.objects.filter(pack=pack).values_list("section", "position", "data")
    return pack_from(pack.header, rows)


def last_of_product(lot: Lot) -> StatedPack | None:
    """The static sections of the newest attested pack of the product's other lots, to carry over; None without one."""
    of_product = Pack.objects.filter(partnership_id=lot.partnership_id, lot__product_id=lot.product_id)
    attested = of_product.filter(state__in=(PackState.IN_REVIEW, PackState.TO_COUNTERSIGN, PackState.ACCEPTED))
    found = attested.exclude(lot_id=lot.pk).order_by("-submitted_at", "-pk").first()
    if found is None:
        return None
    rows = PackRow.objects.filter(pack=found, section__in=SECTIONS).values_list("section", "position", "data")
    return pack_from(found.header, rows)


def rows_by_section(pack: Pack, section: str = "") -> dict[str, list[dict[str, Any]]]:
    """Stored rows per section path, in order."""
    found: dict[str, list[dict[str, Any]]] = {}
    rows = PackRow.objects.filter(pack=pack, **({"section": section} if section else {})).order_by(
        "section", "position"
    )
    for path, data in rows.order_by("section", "position").values_list("section", "data"):
        found.setdefault(path, []).append(data)
    return found


def comparable_rows(pack: Pack, section: str = "") -> dict[str, list[dict[str, Any]]]:
    """All rows per section, the header among them, or one section's: what two versions are compared by."""
    rows = rows_by_section(pack, section)
    return rows if section else {HEADER: [pack.header], **rows}


def rows_of_section(pack: Pack, section: str) -> QuerySet[PackRow]:
    """The rows of one section, by their position."""
    return PackRow.objects.filter(pack=pack, section=section)


def section_sizes(pack: Pack) -> dict[str, int]:
    """How many rows each section has; one query."""
    counted = PackRow.objects.filter(pack=pack).values("section").annotate(number=Count("id"))
    return dict(counted.values_list("section", "number"))


def earlier_version(pack: Pack) -> Pack | None:
    """The version before this one."""
    return packs_of(pack.lot_id).filter(version__lt=pack.version).first()


def verdicts_of(pack: Pack) -> QuerySet[RuleVerdict]:
    """All verdicts with the reviewer's decision, the event that answers them, and a clean scan since the check."""
    return (
        with_scan(with_waiver(RuleVerdict.objects.filter(pack=pack)))
        .select_related("decision__decided_by", "decision__carried_from__verdict__pack")
        .prefetch_related("answers")
        .order_by("rule", "id")
    )


def gaps(pack_ids: Iterable[UUID]) -> QuerySet[RuleVerdict]:
    """Blocking verdicts that are open: failed, or in need of an event that nobody has reported.

    Not open is what the sponsor waived, and a document that a scanner has found clean since (R128).
    """
    answered = VerdictAnswer.objects.filter(verdict=OuterRef("pk"))
    is_open = (Q(outcome="fail") | (Q(outcome="needs_event") & ~Exists(answered))) & ~is_waived() & ~is_scanned_since()
    return RuleVerdict.objects.filter(is_open, pack_id__in=list(pack_ids), severity__in=("X", "B")).order_by(
        "rule", "id"
    )


def exceptions(pack: Pack) -> QuerySet[RuleVerdict]:
    """What a reviewer works through: exceptions (W), and blocking findings that an event answers."""
    shown = Q(severity="W", outcome__in=("fail", "needs_event")) | Q(severity__in=("X", "B"), outcome="needs_event")
    shown |= Q(severity="B", outcome="fail")  # waived: else the pack would not be in review
    return verdicts_of(pack).filter(shown)


def answerable(verdict_ids: Iterable[int], lot_ids: Iterable[UUID]) -> QuerySet[RuleVerdict]:
    """Those of the verdicts that an event on these lots answers; another lot's are passed over."""
    return RuleVerdict.objects.filter(
        pk__in=list(verdict_ids), outcome="needs_event", pack__lot_id__in=list(lot_ids)
    ).order_by("pk")


def answered_by(event_id: UUID) -> int:
    """How many findings of living packs this event answers."""
    return VerdictAnswer.objects.filter(event_id=event_id, verdict__pack__state__in=LIVING).count()


def standing_answers(lot_id: UUID) -> dict[tuple[str, str], dict[UUID, str]]:
    """(rule, hash of its inputs) → the events that answered this finding in a pack of the lot: key and number."""
    found: dict[tuple[str, str], dict[UUID, str]] = {}
    rows = VerdictAnswer.objects.filter(verdict__pack__lot_id=lot_id)
    for rule, inputs_hash, event_id, number in rows.values_list(
        "verdict__rule", "verdict__inputs_hash", "event_id", "event_number"
    ):
        found.setdefault((rule, inputs_hash), {})[event_id] = number
    return found


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule gave one outcome; `is_answered` where an event answers it, `is_decided` by a reviewer."""

    rule: str
    severity: str
    outcome: str
    is_answered: bool
    is_decided: bool
    number: int
    is_waived: bool = False
    is_scanned: bool = False


def rule_counts(pack: Pack) -> list[RuleCount]:
    """Verdicts counted by rule and outcome: one query, however long the pack."""
    answered = Exists(VerdictAnswer.objects.filter(verdict=OuterRef("pk")))
    decided = Exists(ExceptionDecision.objects.filter(verdict=OuterRef("pk"), choice=Choice.ACCEPTED))
    rows = RuleVerdict.objects.filter(pack=pack).annotate(
        is_answered=answered, is_decided=decided, is_waived=_said(is_waived()), is_scanned=_said(is_scanned_since())
    )
    names = ("rule", "severity", "outcome", "is_answered", "is_decided", "is_waived", "is_scanned")
    counted = rows.values(*names).annotate(number=Count("id")).order_by("rule", "outcome")
    return [RuleCount(**row) for row in counted]


def _said(condition: Q) -> ExpressionWrapper:  # type: ignore[type-arg]  # not generic at run time
    return ExpressionWrapper(condition, BooleanField())


def accepted_earlier(pack: Pack) -> QuerySet[ExceptionDecision]:
    """Exceptions that a reviewer accepted in earlier versions of the lot's pack, the newest version first."""
    found = ExceptionDecision.objects.filter(
        verdict__pack__lot_id=pack.lot_id, verdict__pack__version__lt=pack.version, choice=Choice.ACCEPTED
    )
    return found.select_related("verdict").order_by("-verdict__pack__version", "verdict_id")


def passed(pack_id: UUID) -> QuerySet[RuleVerdict]:
    """The green verdicts: what a sample is drawn from."""
    return RuleVerdict.objects.filter(pack_id=pack_id, outcome="pass")


def open_questions(pack: Pack) -> QuerySet[VerdictQuestion]:
    """Questions to the CMO that are neither settled nor gone back with the pack."""
    return VerdictQuestion.objects.filter(pack=pack, state__in=OPEN_QUESTION)


def undecided(pack: Pack) -> int:
    """How many exceptions (W) have not been accepted with a reason."""
    accepted = ExceptionDecision.objects.filter(verdict=OuterRef("pk"), choice=Choice.ACCEPTED)
    wanting = RuleVerdict.objects.filter(pack=pack, severity="W", outcome__in=("fail", "needs_event"))
    return wanting.filter(~Exists(accepted)).count()


def is_high_risk(lot: Lot) -> bool:
    """Whether two persons of the sponsor have to accept its pack (domain §C2)."""
    return bool(lot.product.risk_tier == RiskTier.HIGH)


def review_signature(pack: Pack) -> Signature | None:
    """The reviewer's signature that the head of quality countersigns; None before it, and where one is enough."""
    return signatures_of(pack.pk).filter(meaning=Meaning.REVIEWED).last()
