"""Which agreement version is in force, and what it says."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from agreements.models import AgreementVersion, Clause
from agreements.states import VersionState
from agreements.terms import Terms, compiled


def in_force(partnership_id: UUID, product_group: str, on: date) -> AgreementVersion | None:
    """The signed version that covers the product group on this day, or None.

    The latest one that has begun decides: when it ends, no earlier one comes back into force.
    """
    signed = AgreementVersion.objects.filter(
        partnership_id=partnership_id,
        agreement__product_group=product_group,
        state=VersionState.SIGNED,
        effective_from__lte=on,
    )
    version = signed.select_related("agreement").order_by("-effective_from", "-version").first()
    has_ended = version is not None and version.effective_until is not None and version.effective_until <= on
    return None if has_ended else version


def terms_of(version_id: UUID | None) -> Terms | None:
    """The compiled terms of a version; None where a lot has none yet."""
    if version_id is None:
        return None
    version = AgreementVersion.objects.select_related("agreement").filter(pk=version_id).first()
    if version is None:
        return None
    clauses = Clause.objects.filter(version=version).values_list("kind", "number", "parameters")
    return compiled(f"{version.agreement.number} v{version.version}", clauses)


def terms_of_versions(version_ids: Iterable[UUID]) -> dict[UUID, Terms]:
    """The compiled terms of many versions; two queries."""
    versions = AgreementVersion.objects.select_related("agreement").filter(pk__in=list(version_ids))
    clauses: dict[UUID, list[tuple[str, str, Any]]] = {version.pk: [] for version in versions}
    rows = Clause.objects.filter(version_id__in=list(clauses))
    for version_id, *clause in rows.values_list("version_id", "kind", "number", "parameters"):
        clauses[version_id].append((clause[0], clause[1], clause[2]))
    return {v.pk: compiled(f"{v.agreement.number} v{v.version}", clauses[v.pk]) for v in versions}
