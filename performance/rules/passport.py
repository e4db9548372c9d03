"""Documents of the passport: what they state, who keeps them, when their expiry is told."""

from datetime import date

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from performance.models import PassportDocument


def check_passport(by: Actor) -> None:
    """The head of quality keeps what the company shows of itself."""
    if not by.may("performance.passport"):
        raise Forbidden("Only your head of quality keeps the evidence passport.", "21 CFR 11.10(g)")


def check_document(*, title: str, issuer: str, valid_from: date, valid_until: date | None, today: date) -> None:
    if not title.strip() or not issuer.strip():
        raise Refused("Say what the document is and who issued it.", code="document-unnamed")
    if valid_until is not None and valid_until <= valid_from:
        raise Refused("The document would expire before it begins.", code="document-span")
    if valid_until is not None and valid_until <= today:
        raise Refused(f"The document expired on {valid_until}. Add the renewed one.", code="document-expired")


def check_live(document: PassportDocument) -> None:
    if document.ended_at is not None:
        raise Refused(f"“{document.title}” was replaced or taken out already.", code="document-ended")
