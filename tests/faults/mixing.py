"""Eight threads of two processes do to the same lots whatever people do: report, hold, lift, sign, revoke, ship, amend.

Everything goes through the real actions. Who changes facts waits a little inside the block that shuts the gate, so that
a shipper who is not kept out gets in between.
"""

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import OperationalError, connections, transaction

from agreements.actions import agree, draft_version
from agreements.models import AgreementVersion
from kernel import scope
from kernel.errors import Refused
from kernel.scope import Actor
from lots.actions import lift_hold, place_hold
from lots.actions.gates import changing
from lots.models import Hold, Lot
from quality_events.actions import cancel_event, report_event
from quality_events.models import QualityEvent
from records.content import content_hash
from release.actions import decide_as_sponsor, revoke_release
from release.content import decision_content
from release.queries import live_pack_of
from release.states import Stage
from tests.factories.baseline import sign_agreement
from tests.factories.signing import proof
from tests.factories.walked import AT as BEGUN
from tests.factories.walked import signing
from tests.factories.world import World
from tests.faults.racing import answer_of
from traceability.actions import ship

PROCESSES, THREADS = 2, 4
AT = BEGUN + timedelta(days=5)
LONGEST_THOUGHT = 0.12  # s
HOT, HOT_SECONDS = 0.8, 0.5
"""How often a step is about the lot that everybody is at just now, and how long they are: else they rarely meet."""
DONE, REFUSED, DEADLOCKED = "done", "refused", "deadlocked"


@dataclass(frozen=True, slots=True)
class Mix:
    """What the threads play on."""

    world: World
    lot_ids: tuple[UUID, ...]
    consignee_id: UUID
    agreement_id: UUID


Step = Callable[[Mix, UUID, random.Random], None]


def _changing(mix: Mix, by: Actor, lot_id: UUID, rng: random.Random, act: Callable[[], Any]) -> None:
    with scope.opened(by), transaction.atomic(), changing([lot_id]):
        act()
        time.sleep(rng.uniform(0, LONGEST_THOUGHT))


def _ship(mix: Mix, lot_id: UUID, rng: random.Random) -> None:
    by = mix.world.clerk
    with scope.opened(by):
        ship(
            lot_id=lot_id, consignee_id=mix.consignee_id, quantity=Decimal(rng.randint(1, 5)),
            reference=f"PO-{rng.getrandbits(48):x}", ship_from="Keystone Plant 1", carrier="Wasatch Freight",
            by=by, reason="", at=AT,
        )  # fmt: skip


def _hold(mix: Mix, lot_id: UUID, rng: random.Random) -> None:
    by = mix.world.reviewer
    _changing(mix, by, lot_id, rng, lambda: place_hold(lot_id=lot_id, by=by, reason="to be looked at", at=AT))


def _lift(mix: Mix, lot_id: UUID, rng: random.Random) -> None:
    by = mix.world.reviewer

    def lift_all() -> None:
        for hold in Hold.objects.filter(lot_id=lot_id, lifted_at=None, event_id=None):
            lift_hold(hold_id=hold.pk, by=by, reason="looked at", at=AT)

    _changing(mix, by, lot_id, rng, lift_all)


def _report(mix: Mix, lot_id: UUID, rng: random.Random) -> None:
    by = mix.world.clerk
    _changing(mix, by, lot_id, rng, lambda: report_event(
        lot_ids=[lot_id], kind="deviation", classification="critical", title="Glass in the hopper",
        description="Found at the end of the run.", missed="none", discovered_at=AT, by=by, reason="", at=AT,
    ))  # fmt: skip


def _cancel(mix: Mix, lot_id: UUID, rng: random.Random) -> None:
    by = mix.world.head

    def cancel_all() -> None:
        for event in QualityEvent.objects.filter(event_lots__lot_id=lot_id).exclude(state="cancelled"):
            cancel_event(event_id=event.pk, by=by, reason="reported by mistake", at=AT)

    _changing(mix, by, lot_id, rng, cancel_all)


def _revoke(mix: Mix, lot_id: UUID, rng: random.Random) -> None:
    by = mix.world.head

    def take_back() -> None:
        lot = Lot.objects.select_related("product").get(pk=lot_id)
        shown = content_hash(decision_content(lot, live_pack_of(lot), stage=Stage.SPONSOR))
        revoke_release(lot_id=lot_id, proof=proof(by, AT, lot, shown), shown_hash=shown, by=by, reason="doubts", at=AT)

    _changing(mix, by, lot_id, rng, take_back)


def _sign(mix: Mix, lot_id: UUID, rng: random.Random) -> None:
    """A lot that waits for it, where one does."""
    by = mix.world.head
    with scope.opened(by), transaction.atomic():
        waiting = Lot.objects.filter(pk__in=mix.lot_ids, state="sponsor_review").values_list("pk", flat=True)
        lot_id = next(iter(waiting), lot_id)

    def release() -> None:
        given = signing(by, Lot.objects.get(pk=lot_id), Stage.SPONSOR, AT)
        decide_as_sponsor(lot_id=lot_id, signing=given, by=by, reason="", at=AT)

    _changing(mix, by, lot_id, rng, release)


def _amend(mix: Mix, _lot_id: UUID, _rng: random.Random) -> None:
    """A next version of the lots' agreement, signed by both: running lots keep theirs."""
    head, cmo = mix.world.head, mix.world.cmo_qa
    with scope.opened(head), transaction.atomic():
        last = AgreementVersion.objects.filter(agreement_id=mix.agreement_id).order_by("-version")[0]
        begins = max(last.effective_from, AT.date()) + timedelta(days=1)
        drafted = draft_version(
            agreement_id=mix.agreement_id, effective_from=begins, effective_until=None, by=head, reason="", at=AT
        )
        agree(version_id=drafted.pk, by=head, reason="", at=AT)
    for by in (head, cmo):
        with transaction.atomic():
            sign_agreement(drafted, by, at=AT)


GRACE_SECONDS = 20
"""A busy machine leaves some step undone in the time given; then its thread goes on for so long."""

STEPS: dict[Step, int] = {
    _ship: 50, _hold: 16, _lift: 20, _report: 2, _cancel: 6, _revoke: 3, _sign: 8, _amend: 2,
}  # fmt: skip
"""With how often each is done among the others."""


def _lot(mix: Mix, rng: random.Random) -> UUID:
    if rng.random() < HOT:
        return mix.lot_ids[int(time.monotonic() / HOT_SECONDS) % len(mix.lot_ids)]
    return rng.choice(mix.lot_ids)


def _play(mix: Mix, seed: int, ends: float) -> Counter[tuple[str, str]]:
    """How often each step was answered how. Each thread begins with another and sees it done, were it after the end."""
    tally: Counter[tuple[str, str]] = Counter()
    rng = random.Random(seed)  # noqa: S311 - no secret
    steps, weights = list(STEPS), list(STEPS.values())
    step = own = steps[seed % len(steps)]
    name = own.__name__.strip("_")
    while (now := time.monotonic()) < ends or (not tally[name, DONE] and now < ends + GRACE_SECONDS):
        try:
            step(mix, _lot(mix, rng), rng)
            answer = DONE
        except Refused:
            answer = REFUSED
        except OperationalError as error:
            assert "deadlock" in str(error)  # noqa: PT017 - any other error is a defect of the race
            answer = DEADLOCKED
        tally[step.__name__.strip("_"), answer] += 1
        step = rng.choices(steps, weights)[0] if time.monotonic() < ends else own
    connections.close_all()
    return tally


def _run(mix: Mix, seed: int, seconds: float, answers: Any) -> None:
    ends = time.monotonic() + seconds
    with ThreadPoolExecutor(THREADS) as pool:
        played = [pool.submit(_play, mix, seed * THREADS + place, ends) for place in range(THREADS)]
    answers.put(sum((each.result() for each in played), Counter()))


def withdraw_first(mix: Mix) -> None:
    """The release of two lots, for the first thread that signs."""
    for lot_id in mix.lot_ids[-2:]:
        _revoke(mix, lot_id, random.Random(0))  # noqa: S311 - no secret


def mixed(mix: Mix, seconds: float) -> Counter[tuple[str, str]]:
    """Play for so many seconds; how often each step was done, refused, or lost a deadlock."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    processes = [context.Process(target=_run, args=(mix, seed, seconds, answers)) for seed in range(PROCESSES)]
    for process in processes:
        process.start()
    patience = int(seconds) + 120
    total: Counter[tuple[str, str]] = sum((answer_of(each, answers, patience) for each in processes), Counter())
    for process in processes:
        process.join(timeout=60)
        assert process.exitcode == 0
    return total
