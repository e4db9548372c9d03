"""The quality agreement that the lot was made under, clause by clause."""

from agreements.clauses import in_words
from agreements.models import AgreementVersion, Clause
from workspace.dossier_data import AgreementFacts, ClauseFact


def agreement_facts(version: AgreementVersion | None) -> AgreementFacts | None:
    """Its version with its clauses in words; None where the lot has none yet. One query."""
    if version is None:
        return None
    clauses = Clause.objects.filter(version=version).order_by("number")
    return AgreementFacts(
        number=version.agreement.number,
        title=version.agreement.title,
        version=version.version,
        state=version.get_state_display(),
        effective_from=version.effective_from,
        effective_until=version.effective_until,
        signed_at=version.signed_at,
        content_hash=version.content_hash,
        clauses=tuple(ClauseFact(c.number, c.title, in_words(c.kind, c.parameters)) for c in clauses),
    )
