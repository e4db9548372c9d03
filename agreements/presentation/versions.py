"""What the agreement's page shows: clauses in words, whose signature is missing, buttons with their refusals."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from agreements import rules
from agreements.citations import wrong_citations
from agreements.clauses import in_words
from agreements.effects import EFFECTS
from agreements.models import Acknowledgement, Agreement, AgreementVersion, Clause
from agreements.queries import calls_of, signatures_on, standing_of
from agreements.states import VersionState
from kernel.errors import Refused
from kernel.scope import Actor
from kernel.states import check_move
from records.models import Signature
from records.queries import shown

_ADDRESSES = {
    "agree": "agreements:agree",
    "complete": "agreements:sign",
    "reopen": "agreements:reopen",
    "withdraw": "agreements:withdraw",
}


LATEST_CALLS = 5
DRAWINGS = {"gate": "lock", "clock": "clock", "evidence": "list-check", "approver": "signature", "words": "notebook"}


def version_context(agreement: Agreement, version: AgreementVersion, actor: Actor, today: date) -> dict[str, Any]:
    """Everything that templates/agreements/agreement.html shows of one version; four queries beside its own."""
    versions = list(agreement.versions.all())
    signatures = list(signatures_on(version))
    read = list(version.acknowledgements.select_related("person"))
    return {
        "agreement": agreement,
        "agreed": version,
        "clauses": [clause_card(clause) for clause in version.clauses.all()],
        "standing": standing_of(version, versions, today),
        "versions": [(other, standing_of(other, versions, today)) for other in versions],
        "expiry": _expiry(version, versions, today),
        "sides": _sides(agreement, signatures, read),
        "may_acknowledge": actor.side(version) is not None and actor.person_id not in {row.person_id for row in read},
        "calls": calls_of(agreement.pk)[:LATEST_CALLS],
        "buttons": _buttons(version, actor, signatures),
        "may_draft": actor.may("agreements.draft", agreement),
        "is_draft": version.state == VersionState.DRAFT,
        "has_open": any(v.state in (VersionState.DRAFT, VersionState.AGREED) for v in versions),
    }


def _expiry(version: AgreementVersion, versions: list[AgreementVersion], today: date) -> dict[str, Any] | None:
    """What the end of a version means and who was told of it; None while no end without a successor is near."""
    code = standing_of(version, versions, today).code
    if code not in ("expiring", "expired"):
        return None
    return {"is_over": code == "expired", "until": version.effective_until, "told": version.expiry_warnings.all()}


def clause_card(clause: Clause) -> dict[str, Any]:
    """A clause as its card shows it, with what it compiles to."""
    kind, words = clause.get_kind_display(), in_words(clause.kind, clause.parameters)
    return {
        "heading": f"{clause.number} {clause.title}",
        "note": "" if kind == clause.title else kind,
        "words": words,
        "citations": [wrong.sentence for wrong in wrong_citations(f"{clause.title}\n{words}")],
        "effects": [(DRAWINGS[effect.what], effect.words) for effect in EFFECTS[clause.kind]],
    }


def _sides(
    agreement: Agreement, signatures: Iterable[Signature], read: Iterable[Acknowledgement]
) -> list[dict[str, Any]]:
    """Both companies, each with its signature or with None (who hasn't signed yet), and who has read the version."""
    given = {signature.organisation_id: shown(signature) for signature in signatures}
    pair = agreement.partnership
    return [
        {
            "organisation": company.name,
            "side": words,
            "signature": given.get(company.pk),
            "acknowledged": [row.person.name for row in read if row.organisation_id == company.pk],
        }
        for company, words in ((pair.sponsor, "Sponsor"), (pair.cmo, "CMO"))
    ]


def _buttons(version: AgreementVersion, actor: Actor, signatures: Iterable[Signature]) -> list[dict[str, Any]]:
    """What this person's side may do now, what it may not with the sentence why."""
    if actor.side(version) is None:
        return []
    steps = [t for t in version.state_table.transitions if version.state in t.sources]
    return [
        {
            "label": step.label,
            "url": reverse(_ADDRESSES[step.verb], args=[version.pk]),
            "post": step.verb == "agree",
            "tone": "primary" if step.verb in ("agree", "complete") else "",
            "refusal": _refusal(version, step.verb, actor, signatures),
        }
        for step in steps
    ]


def _refusal(version: AgreementVersion, verb: str, actor: Actor, signatures: Iterable[Signature]) -> str:
    try:
        check_move(version, verb, by=actor, reason="asked later", signed=True)
        if verb == "complete":
            rules.check_may_sign(actor, signatures)
    except Refused as refused:
        return refused.sentence
    return ""
