"""The quality agreement that the lot was made under, clause by clause."""

from collections.abc import Mapping
from typing import Any

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
        clauses=tuple(ClauseFact(c.number, c.title, parameters_in_words(c.parameters)) for c in clauses),
    )


def parameters_in_words(parameters: Mapping[str, Any]) -> str:
    """`{"window_hours": 120, "categories": ["a", "b"]}` → `window hours: 120; categories: a, b`."""
    return "; ".join(
        f"{_plain(name)}: {_words(value)}" for name, value in parameters.items() if value not in (None, "")
    )


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"({parameters_in_words(value)})"
    if isinstance(value, list):
        return ", ".join(_words(part) for part in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _plain(str(value))


def _plain(name: str) -> str:
    return name.replace("_", " ")
