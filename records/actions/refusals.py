"""Writing down what was refused: part of the trail (domain §E.6)."""

from typing import Any

from parties.events import AttemptRefused
from records.models import Refusal


def write_refusal(attempt: AttemptRefused) -> None:
    """One row, in the transaction opened after the rollback; an anonymous attempt has no person."""
    by = attempt.by
    Refusal.objects.create(
        partnership_id=attempt.partnership_id,
        organisation_id=by.organisation_id if by else None,
        person_id=by.person_id if by else None,
        at=attempt.at,
        action=attempt.action[:120],
        subject_id=attempt.subject_id,
        code=attempt.refusal.code[:40],
        sentence=_storable(attempt.refusal.sentence),
        clause=_storable(attempt.refusal.clause)[:120],
        detail=_storable(attempt.detail),
    )


def _storable(value: Any) -> Any:
    """The same value without what PostgreSQL cannot hold: NUL and lone surrogates, as a visible sign."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\x00", "\N{REPLACEMENT CHARACTER}")
    if isinstance(value, dict):
        return {_storable(str(key)): _storable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(part) for part in value]
    return value
