"""What must hold before a pack is taken, attested, accepted, returned."""

from typing import Any

from evidence.models import Pack
from evidence.pack.format import Pack as StatedPack
from evidence.pack.problems import Problem, Unreadable
from evidence.states import PackState
from kernel.errors import Refused
from kernel.scope import Actor
from lots.models import Lot
from lots.states import LotState

TAKES_PACKS = (LotState.COMPLETED, LotState.PACK_PENDING, LotState.CMO_APPROVED, LotState.SPONSOR_REVIEW)


class UnreadablePack(Refused):
    """Something in the upload cannot be read without guessing; `problems` names each place and its cure."""

    code = "unreadable"
    status = 422

    def __init__(self, unreadable: Unreadable) -> None:
        super().__init__(unreadable.sentence, "21 CFR 111.260")
        self.problems: tuple[Problem, ...] = unreadable.problems


def check_readable(read: StatedPack | Unreadable) -> StatedPack:
    """The pack; raises UnreadablePack where a value would have to be guessed (settled by ADR 0006)."""
    if isinstance(read, Unreadable):
        raise UnreadablePack(read)
    return read


def check_takes_packs(lot: Lot) -> None:
    """A pack is handed over for a completed lot that is not decided yet."""
    if lot.state not in TAKES_PACKS:
        raise Refused(
            f"{lot} is “{lot.get_state_display()}”: a pack can be submitted once the lot is completed and "
            "until it is decided.",
            "domain C2",
        )


def check_is_for(lot: Lot, stated: StatedPack) -> None:
    """The pack speaks of this lot and product."""
    header = stated.header
    if header.lot_number != lot.number or header.product_code != lot.product.code:
        raise Refused(
            f"This pack is for lot {header.lot_number} of {header.product_code}, not for lot {lot.number} of "
            f"{lot.product.code}. Upload it on the page of its own lot.",
            "21 CFR 111.260(a)",
            code="wrong-lot",
        )


def check_not_returned_unchanged(reason: str, version: int) -> None:
    """A later version says why it differs (domain §C2)."""
    if version > 1 and not reason.strip():
        raise Refused("Say what changed since the last version.", "21 CFR 11.10(e)", code="reason-missing")


def check_all_decided(undecided: int) -> None:
    """A pack is accepted only when every exception has been decided with a reason."""
    if undecided:
        raise Refused(
            f"{undecided} exception{'s' if undecided > 1 else ''} still to decide before the pack can be accepted.",
            "domain C2",
        )


def check_in_review(pack: Pack) -> None:
    if pack.state != PackState.IN_REVIEW:
        raise Refused(f"{pack} is “{pack.get_state_display()}”, not in review.", code="wrong-state")


def check_not_submitter(pack: Pack, by: Actor, doing: str, others: set[Any] = frozenset()) -> None:  # type: ignore[assignment]
    """Performer is not verifier (domain §C, 111.12(b))."""
    if by.person_id in {pack.submitted_by_id, *others}:
        raise Refused(f"You submitted {pack}; another person must {doing} it.", "21 CFR 111.12(b)")
