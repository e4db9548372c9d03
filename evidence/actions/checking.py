"""The check: rules run over a frozen context, verdicts are kept, the pack's state follows."""

from collections.abc import Iterable
from datetime import datetime

from evidence.events import PackCompleted
from evidence.models import Pack, RuleVerdict
from evidence.queries import gaps
from evidence.states import PackState
from kernel import events
from kernel.scope import Actor, system
from kernel.states import move


def keep_verdicts(pack: Pack, verdicts: Iterable[object]) -> None:
    """Store what the rules said, set-based."""
    RuleVerdict.objects.bulk_create(
        (
            RuleVerdict(
                partnership_id=pack.partnership_id,
                sponsor_id=pack.sponsor_id,
                pack=pack,
                rule=v.rule,  # type: ignore[attr-defined]
                rule_version=v.version,  # type: ignore[attr-defined]
                paragraph=v.paragraph,  # type: ignore[attr-defined]
                severity=v.severity,  # type: ignore[attr-defined]
                outcome=v.outcome,  # type: ignore[attr-defined]
                subject=v.subject,  # type: ignore[attr-defined]
                sentence=v.sentence,  # type: ignore[attr-defined]
                inputs=v.inputs,  # type: ignore[attr-defined]
                inputs_hash=v.inputs_hash,  # type: ignore[attr-defined]
                cure=v.cure,  # type: ignore[attr-defined]
            )
            for v in verdicts
        ),
        batch_size=1000,
    )


def settle_completeness(pack: Pack, *, by: Actor, at: datetime) -> None:
    """Complete when no blocking gap is open, incomplete otherwise; attested packs are not touched."""
    if pack.state not in (PackState.CHECKING, PackState.INCOMPLETE, PackState.COMPLETE):
        return
    has_gaps = gaps([pack.pk]).exists()
    if has_gaps and pack.state != PackState.INCOMPLETE:
        move(pack, "find_gaps", by=system(pack.partnership_id))
    elif not has_gaps and pack.state != PackState.COMPLETE:
        move(pack, "pass_check", by=system(pack.partnership_id))
        events.publish(PackCompleted(pack.pk, pack.lot_id, pack.partnership_id, by, at))
