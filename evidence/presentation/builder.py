"""What the lot's evidence page shows: what is asked, what has been handed in, what is missing and who cures it."""

from typing import Any

from django.http import HttpRequest

from agreements.queries import terms_of
from clocks.queries import clocks_of
from evidence import rules
from evidence.actions.handing import HAND_OFF_CLOCK
from evidence.forms import UploadForm
from evidence.models import Pack
from evidence.presentation.next_step import next_step
from evidence.presentation.standing import cards
from evidence.presentation.verdicts import shown
from evidence.queries import gaps, living_pack, packs_of, rule_counts, undecided, verdicts_of
from evidence.states import PACK, PackState
from kernel.errors import Refused
from kernel.scope import Actor
from lots.models import Lot

MOST_GAPS = 100
SETTLED = (PackState.COMPLETE, PackState.IN_REVIEW, PackState.TO_COUNTERSIGN, PackState.ACCEPTED)


def builder_page(request: HttpRequest, lot: Lot, form: UploadForm) -> dict[str, Any]:
    """Everything of templates/evidence/builder.html; a constant number of queries, however long the pack."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # ours
    pack = living_pack(lot.pk)
    terms = terms_of(lot.agreement_version_id)
    counts = rule_counts(pack) if pack else []
    found = (_gaps(pack) | _steps(pack, actor)) if pack else {}
    return {
        "lot": lot,
        "time_zone": lot.site.time_zone,
        "pack": pack,
        "form": form,
        "cards": cards(counts, terms.categories if terms else ()),
        "clause": terms.citation("evidence") if terms else "",
        "clock": next((c for c in clocks_of(lot.pk) if c.rule == HAND_OFF_CLOCK), None),
        "versions": list(packs_of(lot.pk)),
        "side": actor.side(lot),
        "submitting": refusal_of(rules.check_may_submit, actor, lot),
        "may_submit": actor.may("evidence.submit", lot),
        "next_step": next_step(
            lot,
            pack,
            side=actor.side(lot),
            gap_count=found.get("gap_count", 0),
            attest_refusal=found.get("attest_refusal", ""),
        ),
        "is_settled": pack is not None and pack.state in SETTLED,
        **found,
    }


def _gaps(pack: Pack) -> dict[str, Any]:
    open_gaps = gaps([pack.pk])
    listed = verdicts_of(pack).filter(pk__in=open_gaps.values("pk"))[:MOST_GAPS]
    return {
        "gaps": [shown(verdict) for verdict in listed],
        "gap_count": open_gaps.count(),
        "undecided": undecided(pack),
    }


def _steps(pack: Pack, actor: Actor) -> dict[str, Any]:
    """The CMO's own steps with the pack: which there are in this state, and why one may not be taken."""
    verbs = {transition.verb for transition in PACK.available(pack, actor)}
    return {
        "may_attest": pack.state == PackState.COMPLETE and actor.side(pack) == "cmo",
        "attest_refusal": refusal_of(rules.check_may_attest, pack, actor),
        "may_withdraw": "withdraw" in verbs,
        "may_review": actor.side(pack) == "sponsor" and pack.state == PackState.IN_REVIEW,
    }


def refusal_of(check: Any, *given: Any, **named: Any) -> str:
    """The sentence with which a check refuses; empty when it passes."""
    try:
        check(*given, **named)
    except Refused as refusal:
        return refusal.sentence
    return ""
