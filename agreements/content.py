"""What both signatures on a version are bound to (21 CFR 11.70)."""

from typing import Any

from agreements.models import AgreementVersion, ClauseCall
from agreements.states import VersionState


def version_content(version: AgreementVersion) -> dict[str, Any]:
    """Companies, product group, period and every clause of a version, in the order of its clauses."""
    agreement = version.agreement
    return {
        "agreement": agreement.number,
        "title": agreement.title,
        "product_group": agreement.product_group,
        "partnership": agreement.partnership_id,
        "sponsor": agreement.sponsor_id,
        "version": version.version,
        "effective_from": version.effective_from,
        "effective_until": version.effective_until,
        "simulation": _simulated(version),
        "clauses": [
            {
                "number": clause.number,
                "kind": clause.kind,
                "title": clause.title,
                "parameters": clause.parameters,
            }
            for clause in version.clauses.all()
        ],
    }


def _simulated(version: AgreementVersion) -> str | None:
    """The hash of the simulation that is signed along; None for a draft."""
    if version.state == VersionState.DRAFT:
        return None
    found: str | None = version.simulations.values_list("result_hash", flat=True).first()
    return found


def call_content(call: ClauseCall) -> dict[str, Any]:
    """What a signed consent rests on: the clause and all that was said before."""
    return {
        "call": call.number,
        "partnership": call.partnership_id,
        "kind": call.kind,
        "clause": call.clause,
        "title": call.title,
        "called_by": call.called_by_id,
        "called_at": call.called_at,
        "said": [
            {"organisation": post.organisation_id, "text": post.text, "at": post.said_at} for post in call.posts.all()
        ],
    }
