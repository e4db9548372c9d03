"""A reviewer draws a random sample of what passed and writes down what each item shows (domain §C6: sampling plan)."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from evidence import rules
from evidence.actions.questions import ask_question
from evidence.models import Pack, SampleDraw, SampleItem, SampleLook
from evidence.pack.sampling import drawn, sample_size
from evidence.queries import passed
from evidence.states import SampleOutcome
from kernel.history import acting
from kernel.scope import Actor
from lots.rules import check_may, check_reason


def draw_sample(*, pack_id: UUID, amount: int, is_percent: bool, by: Actor, reason: str, at: datetime) -> SampleDraw:
    """Draw `amount` items, or so many percent, out of the pack's passed verdicts.

    The seed is the platform's own, so nobody chooses what he gets; it is kept, so the draw can be repeated.
    Every draw stays on record, with whoever drew it.
    """
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "sample drawn", at=at):
        pack = Pack.objects.locked([pack_id]).get()
        check_may(by, "evidence.review", pack, "draw a sample")
        rules.check_in_review(pack)
        population = list(passed(pack.pk).values_list("pk", flat=True))
        size = sample_size(amount, len(population), is_percent=is_percent)
        rules.check_sample(amount, size, len(population), is_percent=is_percent)
        draw = SampleDraw.objects.create(
            partnership_id=pack.partnership_id,
            sponsor_id=pack.sponsor_id,
            pack=pack,
            seed=secrets.token_hex(16),
            amount=amount,
            is_percent=is_percent,
            population=len(population),
            size=size,
            drawn_by_id=by.person_id,
            drawn_at=at,
        )
        SampleItem.objects.bulk_create(
            SampleItem(
                partnership_id=pack.partnership_id,
                sponsor_id=pack.sponsor_id,
                draw=draw,
                position=position,
                verdict_id=verdict_id,
            )
            for position, verdict_id in enumerate(drawn(draw.seed, population, size), start=1)
        )
        return draw


def record_look(*, sample_item_id: UUID, outcome: str, by: Actor, reason: str, at: datetime) -> SampleLook:
    """As expected, or a question: that opens the thread with the CMO on this very item. Written once."""
    pack_id = SampleItem.objects.values_list("draw__pack_id", flat=True).get(pk=sample_item_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "sampled item looked at", at=at):
        pack = Pack.objects.locked([pack_id]).get()
        check_may(by, "evidence.review", pack, "look at a sampled item")
        rules.check_in_review(pack)
        item = SampleItem.objects.get(pk=sample_item_id)
        rules.check_not_looked_at(SampleLook.objects.filter(item=item).exists())
        if outcome == SampleOutcome.QUESTION:
            check_reason(reason)
            ask_question(verdict_id=item.verdict_id, by=by, reason=reason, at=at)
        return SampleLook.objects.create(
            partnership_id=pack.partnership_id,
            sponsor_id=pack.sponsor_id,
            item=item,
            outcome=SampleOutcome(outcome),
            remark=reason.strip(),
            looked_by_id=by.person_id,
            looked_at=at,
        )
