"""What accounts answer, and whether the notices worked (21 CFR 7.42(b)(3), 7.49(d))."""

from datetime import datetime
from decimal import Decimal
from secrets import token_hex
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from lots.rules import check_may
from traceability.actions.recalls.writing import locked, write_paper
from traceability.models import Recall, RecallCheck, RecallNotice, RecallResponse
from traceability.queries.recalls import accounts, papers
from traceability.recalling.sampling import draw, size_of
from traceability.rules import recalls as rules
from traceability.states import PaperKind


def answer(
    *, notice_id: UUID, via: str, name: str, on_hand: Decimal, disposed: Decimal, has_passed_on: bool, remark: str,
    by: Actor, reason: str, at: datetime,
) -> RecallResponse:  # fmt: skip
    """What an account said at the phone or in writing."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "account answered", at=at):
        notice = RecallNotice.objects.select_related("recall").get(pk=notice_id)
        check_may(by, "traceability.recall", notice, "enter an account's answer")
        return _kept(notice, via, name, on_hand, disposed, has_passed_on, remark, by, at)


def answer_by_link(
    *, notice_id: UUID, name: str, on_hand: Decimal, disposed: Decimal, has_passed_on: bool, remark: str, by: Actor,
    at: datetime,
) -> RecallResponse:  # fmt: skip
    """What somebody entered who holds the notice's link; `by` is the platform."""
    with transaction.atomic(), acting(by=by, reason=f"answered by the notice's link: {name}"[:200], at=at):
        notice = RecallNotice.objects.select_related("recall").get(pk=notice_id)
        return _kept(notice, "link", name, on_hand, disposed, has_passed_on, remark, by, at)


def draw_sample(*, recall_id: UUID, by: Actor, reason: str, at: datetime) -> Recall:
    """The accounts to be checked, as many as the strategy's level asks for; the seed is kept."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "sample drawn", at=at):
        recall = locked(recall_id)
        check_may(by, "traceability.recall", recall, "draw the sample for effectiveness checks")
        rules.check_fits_kind(recall, "notify")
        rules.check_running(recall)
        kept = papers(recall.pk)
        rules.check_not_drawn(PaperKind.SAMPLE in kept)
        keys = [str(key) for key in recall.notices.values_list("pk", flat=True)]
        percent = kept[PaperKind.STRATEGY].answers["percent"]
        drawing = draw(keys, size_of(percent, len(keys)), token_hex(16))
        told = {"seed": drawing.seed, "candidates": drawing.candidates, "list_hash": drawing.list_hash}
        write_paper(recall, PaperKind.SAMPLE, {**told, "percent": percent, "drawn": drawing.drawn}, by=by, at=at)
        return recall


def check_account(
    *, notice_id: UUID, how: str, is_effective: bool, remark: str, by: Actor, reason: str, at: datetime
) -> RecallCheck:
    """One effectiveness check: visit, telephone, letter, and whether the notice had been received and followed."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "effectiveness checked", at=at):
        notice = RecallNotice.objects.select_related("recall").get(pk=notice_id)
        check_may(by, "traceability.recall", notice, "record an effectiveness check")
        rules.check_running(notice.recall)
        row = next(row for row in accounts(notice.recall) if row.notice.pk == notice.pk)
        rules.check_drawn(row.is_drawn, notice.name)
        return RecallCheck.objects.create(
            partnership_id=notice.partnership_id,
            sponsor_id=notice.sponsor_id,
            notice=notice,
            how=how.strip(),
            is_effective=is_effective,
            remark=remark.strip(),
            checked_at=at,
            checked_by_id=by.person_id,
        )


def _kept(
    notice: RecallNotice, via: str, name: str, on_hand: Decimal, disposed: Decimal, has_passed_on: bool,  # noqa: FBT001
    remark: str, by: Actor, at: datetime,
) -> RecallResponse:  # fmt: skip
    rules.check_running(notice.recall)
    rules.check_name(name)
    rules.check_amounts(on_hand, disposed)
    return RecallResponse.objects.create(
        partnership_id=notice.partnership_id,
        sponsor_id=notice.sponsor_id,
        notice=notice,
        via=via,
        name=name.strip(),
        on_hand=on_hand,
        disposed=disposed,
        has_passed_on=has_passed_on,
        remark=remark.strip(),
        answered_at=at,
        entered_by_id=by.person_id,
    )
