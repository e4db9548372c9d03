"""Strategy, report to FDA, notices to the accounts, and the contract manufacturer's own part."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from lots.rules import check_may
from traceability.actions.recalls.telling import stop_asking, tell_cmo, tell_sponsor
from traceability.actions.recalls.writing import locked, write_paper
from traceability.models import Recall, RecallNotice
from traceability.outside.recall_mail import send_notice
from traceability.queries.recalls import onward_accounts, papers
from traceability.recalling.asked import AUTHORITY
from traceability.rules import recalls as rules
from traceability.states import PaperKind

_ADDRESS = re.compile(r"[^\s<>,;:()]+@[^\s<>,;:()]+\.[^\s<>,;:().]+")


def plan(*, recall_id: UUID, answers: Mapping[str, Any], by: Actor, reason: str, at: datetime) -> Recall:
    """Depth, public warning, level of effectiveness checks, instructions (21 CFR 7.42)."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "strategy set", at=at):
        recall = locked(recall_id)
        rules.check_fits_kind(recall, "plan")
        check_move(recall, "plan", by=by)
        percent = rules.check_strategy(answers)
        write_paper(recall, PaperKind.STRATEGY, {**answers, "percent": percent}, by=by, at=at)
        move(recall, "plan", by=by)
        return recall


def report_to_authority(*, recall_id: UUID, answers: Mapping[str, str], by: Actor, reason: str, at: datetime) -> Recall:
    """Record that FDA was told, in the nine items of 21 CFR 7.46(a). The platform itself tells FDA nothing."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "reported to FDA", at=at):
        recall = locked(recall_id)
        check_may(by, "traceability.recall", recall, "record the report to FDA")
        rules.check_fits_kind(recall, "notify")
        rules.check_locked(recall)
        rules.check_answers(AUTHORITY, answers, "21 CFR 7.46(a)")
        write_paper(recall, PaperKind.AUTHORITY, answers, by=by, at=at)
        return recall


def send_notices(*, recall_id: UUID, by: Actor, reason: str, at: datetime) -> Recall:
    """Write to every account that has an address; the others are to be called.

    The consignees of the locked scope, and the sponsor's own customers that its warehouses sent these lots on to.

    In an exercise the same list is made and nothing is sent.
    """
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "notices sent", at=at):
        recall = locked(recall_id)
        verb = "list_contacts" if recall.is_exercise else "notify"
        check_move(recall, verb, by=by)
        notices = RecallNotice.objects.bulk_create(
            _notice(recall, account, at)
            for account in (*recall.locked_scope.content["accounts"], *onward_accounts(recall))
        )
        strategy = papers(recall.pk).get(PaperKind.STRATEGY)
        for notice in notices:
            if notice.how == "mail" and strategy:
                send_notice(notice, recall, strategy.answers)
        recall.notified_at = at
        move(recall, verb, by=by)
        tell_cmo(recall, "contacts confirmed" if recall.is_exercise else "notices sent", by=by, at=at)
        return recall


def answer_part(
    *, recall_id: UUID, located: Mapping[str, Decimal], remark: str, by: Actor, reason: str, at: datetime
) -> Recall:
    """The contract manufacturer says how much of each lot, by number, it has in house."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "part answered", at=at):
        recall = locked(recall_id)
        check_may(by, "traceability.recall_part", recall, "answer the manufacturer's part of a recall")
        numbers = set(recall.lots.values_list("lot__number", flat=True))
        rules.check_part(recall, located, numbers)
        recall.part = {"located": {number: f"{amount:f}" for number, amount in located.items()}, "remark": remark}
        recall.part_at = recall.part_at or at
        recall.save(update_fields=["part", "part_at"])
        stop_asking(recall, "part", by=by, at=at)
        tell_sponsor(recall, "the contract manufacturer has answered", by=by, at=at)
        return recall


def _notice(recall: Recall, account: Mapping[str, Any], at: datetime) -> RecallNotice:
    found = _ADDRESS.search(account["contact"])
    how = "exercise" if recall.is_exercise else "mail" if found else "call"
    return RecallNotice(
        partnership_id=recall.partnership_id,
        sponsor_id=recall.sponsor_id,
        recall=recall,
        consignee_id=None if account.get("is_onward") else UUID(account["id"]),
        account_id=UUID(account["id"]) if account.get("is_onward") else None,
        name=account["name"],
        contact=account["contact"],
        how=how,
        address=found.group() if found else "",
        lots=account["lots"],
        received=", ".join(f"{Decimal(quantity).normalize():f} {unit}" for quantity, unit in account["quantities"]),
        sent_at=at,
    )
