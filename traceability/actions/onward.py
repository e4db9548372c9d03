"""Where goods went on to: the sponsor's own record, from its warehouses' lists (21 CFR 7.49, §C8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from kernel.errors import Refused
from kernel.history import acting
from kernel.scope import Actor
from lots.models import Lot
from traceability import rules
from traceability.lists import OnwardLine, Profile
from traceability.models import DirectAccount, ListProfile, OnwardShipment


@dataclass(frozen=True, slots=True)
class Recorded:
    """One line as it stands now: new or known before, and why its lot is unknown, where it is."""

    row: OnwardShipment
    because: str = ""
    is_new: bool = False


def record_onward(
    *, source: str, lines: Sequence[OnwardLine], by: Actor, reason: str, at: datetime, is_trial: bool = False
) -> list[Recorded]:
    """Keep each line, and each account that is not on record; in the order of the lines.

    A line that was handed in before stays as it is. A lot that nobody here knows is kept as its number alone. A trial
    does all of it and keeps nothing.
    """
    source = source.strip()
    with transaction.atomic():
        with acting(by=by, reason=reason.strip() or f"list of {source} handed in"[:200], at=at):
            rules.check_may_record_onward(by)
            rules.check_onward(source, lines, at)
            _lock(by.company_id)
            known = {
                row.line: row
                for row in OnwardShipment.objects.filter(
                    organisation_id=by.company_id, source=source, line__in=[line.line for line in lines]
                ).select_related("account", "lot")
            }
            for line in lines:
                if line.line in known:
                    rules.check_same_onward(known[line.line], line)
            fresh = [line for line in lines if line.line not in known]
            accounts = _accounts(fresh, by.company_id)
            lots = _lots(fresh, by.company_id)
            made = {line.line: _row(source, line, accounts, lots, by, at) for line in fresh}
            OnwardShipment.objects.bulk_create(row for row, _ in made.values())
        if is_trial:
            transaction.set_rollback(True)
    return [
        Recorded(*made[line.line], is_new=True) if line.line in made else Recorded(known[line.line]) for line in lines
    ]


def save_list_profile(*, source: str, profile: Profile, by: Actor, at: datetime) -> ListProfile:
    """The columns of a warehouse's list; the same again are the same version."""
    with transaction.atomic(), acting(by=by, reason=f"columns of {source} chosen"[:200], at=at):
        rules.check_may_record_onward(by)
        _lock(by.company_id)
        kept = ListProfile.objects.filter(organisation_id=by.company_id, source=source).order_by("-version").first()
        columns = profile.model_dump(mode="json")
        if kept is not None and kept.columns == columns:
            return kept
        return ListProfile.objects.create(
            organisation_id=by.company_id, source=source, version=kept.version + 1 if kept else 1, columns=columns,
            saved_at=at, saved_by_id=by.person_id,
        )  # fmt: skip


def _lock(organisation_id: UUID) -> None:
    """One list after the other: two of them may name the same new account."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 32))", [f"onward of {organisation_id}"])


def _accounts(lines: Sequence[OnwardLine], organisation_id: UUID) -> dict[str, DirectAccount]:
    """By line: the account of its number, else of its GLN, else of its name; one that is new is entered."""
    known = list(DirectAccount.objects.filter(organisation_id=organisation_id))
    by_number = {account.number: account for account in known if account.number}
    by_gln = {account.gln: account for account in known if account.gln}
    by_name = {account.name.casefold(): account for account in known}
    found, fresh = {}, []
    for line in lines:
        account = by_number.get(line.account_number) if line.account_number else by_gln.get(line.gln)
        account = account or by_name.get(line.account.casefold())
        if account is not None and line.account_number and account.number not in ("", line.account_number):
            raise Refused(
                f"Line {line.line}: the account {line.account} has the number {account.number}, not "
                f"{line.account_number}. Two accounts need two names.",
                "21 CFR 7.49",
            )
        if account is None:
            account = DirectAccount(
                organisation_id=organisation_id, name=line.account, number=line.account_number, gln=line.gln,
                address=line.address, contact=line.contact,
            )  # fmt: skip
            fresh.append(account)
            by_number[line.account_number or ""] = by_gln[line.gln or ""] = account
            by_number.pop("", None), by_gln.pop("", None)
            by_name[line.account.casefold()] = account
        found[line.line] = account
    DirectAccount.objects.bulk_create(fresh)
    return found


def _lots(lines: Sequence[OnwardLine], organisation_id: UUID) -> dict[tuple[str, str], list[UUID]]:
    """The sponsor's lots by number, and by number and product code."""
    rows = Lot.objects.filter(sponsor_id=organisation_id, number__in={line.lot for line in lines if line.lot})
    found: dict[tuple[str, str], list[UUID]] = {}
    for number, code, key in rows.values_list("number", "product__code", "pk"):
        found.setdefault((number, ""), []).append(key)
        found.setdefault((number, code), []).append(key)
    return found


def _row(
    source: str, line: OnwardLine, accounts: dict[str, DirectAccount], lots: dict[tuple[str, str], list[UUID]],
    by: Actor, at: datetime,
) -> tuple[OnwardShipment, str]:  # fmt: skip
    keys = lots.get((line.lot, line.product), []) if line.lot else []
    because = ""
    if len(keys) != 1:
        named = f"{line.lot} of {line.product}" if line.product else line.lot
        because = (
            f"{len(keys)} lots are {named}: state the product’s code." if keys else f"No lot {named} is on record."
        )
        because = because if line.lot else "The line names no lot."
    row = OnwardShipment(
        organisation_id=by.company_id, source=source, line=line.line, lot_id=keys[0] if len(keys) == 1 else None,
        lot_number=line.lot, product_code=line.product, account=accounts[line.line], quantity=line.quantity,
        unit=line.unit, shipped_at=line.shipped_at, reference=line.reference, ship_from=line.ship_from, sscc=line.sscc,
        received_at=at, received_by_id=by.person_id,
    )  # fmt: skip
    return row, because
