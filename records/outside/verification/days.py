"""Days: what a company's head says of the tree, the platform's signature, the other company's; time stamps."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta

from records.merkle.entries import Entry
from records.merkle.heads import FIRST
from records.merkle.tree import root_of
from records.models import CompanyKey, Countersignature, DayHead, SealStamp, TreeHead
from records.outside.time_stamps import problem_of
from records.outside.verification.chain import is_sound
from records.outside.verification.findings import Finding, Wrong
from records.queries.seals import body_of, day_body, lines_of, midnight


@dataclass(frozen=True, slots=True)
class Doubted:
    """Seals and heads that are named already: they are no reason to doubt what rests on them."""

    seals: frozenset[int]
    heads: frozenset[str]


HEADS, SIGNATURES, STAMPS = "records_dayhead", "records_countersignature", "records_sealstamp"


def check_days(trusted: Collection[str], doubted: Doubted) -> Iterator[Finding]:
    """Every head of a day, chained, signed, and true of the tree."""
    before = dict[tuple[object, object], str]()
    for head in DayHead.objects.order_by("day", "pk"):
        body, chain = day_body(head), (head.partnership_id, head.company_id)
        if head.public_key not in trusted or not is_sound(head.public_key, body.text, head.signature):
            yield Finding(HEADS, str(head.pk), Wrong.ALTERED, "The platform's signature is not of what stands in it.")
            before.pop(chain, None)
            continue
        if head.previous != before.get(chain, FIRST if chain not in before else head.previous):
            yield Finding(HEADS, str(head.pk), Wrong.ALTERED, "It follows another day than the one before it.")
        before[chain] = body.hash
        if not doubted.seals and not _is_true(head, doubted.heads):
            yield Finding(HEADS, str(head.pk), Wrong.ALTERED, "The tree says something else of that day.")


def _is_true(head: DayHead, doubted: Collection[str]) -> bool:
    start = midnight(head.day)
    heads = TreeHead.objects.filter(
        partnership_id=head.partnership_id,
        seal_id__lte=head.last_seal,
        seal__sealed_at__gte=start,
        seal__sealed_at__lt=start + timedelta(days=1),
    ).order_by("seal_id")
    of_day = list(heads)
    if not of_day:
        return False
    if any(tree_head.id in doubted for tree_head in of_day):
        return True  # that head is named already
    entries = [Entry.of(line) for line in lines_of(of_day)]
    acted = [entry.hash for entry in entries if entry.acted_for == str(head.company_id)]
    return (
        (of_day[-1].seal_id, of_day[-1].size) == (head.last_seal, head.tree_size)
        and len(acted) == head.rows
        and (root_of(acted).hex() == head.root)
    )


def check_countersignatures() -> Iterator[Finding]:
    """Each is of its head's text, by a key that the company had."""
    keys = set(CompanyKey.objects.values_list("organisation_id", "public_key"))
    keys |= set(CompanyKey.history.values_list("organisation_id", "public_key"))  # either alone may be altered
    for one in Countersignature.objects.select_related("head").order_by("pk"):
        body = day_body(one.head)
        if not is_sound(one.head.public_key, body.text, one.head.signature):
            continue  # the head is named
        is_known = (one.company_id, one.public_key) in keys
        if not is_known or not is_sound(one.public_key, body.text, one.signature):
            yield Finding(SIGNATURES, str(one.pk), Wrong.ALTERED, "It is not the company's signature over its head.")


def check_stamps(doubted: Doubted) -> Iterator[Finding]:
    """Each time stamp is the service's own, of its seal, of its time."""
    for stamp in SealStamp.objects.exclude(seal_id__in=doubted.seals).select_related("seal").order_by("pk"):
        problem = problem_of(bytes(stamp.token), body_of(stamp.seal).text, stamp.stamped_at)
        if problem:
            yield Finding(STAMPS, str(stamp.pk), Wrong.ALTERED, problem)
