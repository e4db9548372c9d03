"""What records keep when something is refused anywhere."""

from kernel.events import subscribe
from parties.events import AttemptRefused
from records.actions.refusals import write_refusal


def connect() -> None:
    subscribe(AttemptRefused, write_refusal)
