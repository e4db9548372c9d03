"""Agreements and their versions are drafted; either side may (domain §C0)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from agreements import rules
from agreements.actions.asking import ask_to_read
from agreements.models import Agreement, AgreementVersion, Clause
from agreements.queries import open_version
from kernel.history import acting
from kernel.scope import Actor
from parties.models import Partnership
from parties.rules import check_may


@dataclass(frozen=True, slots=True)
class ClauseDraft:
    """A clause as it is proposed; `parameters` follow the schema of `kind` in `agreements.clauses`."""

    number: str
    kind: str
    title: str
    parameters: Mapping[str, Any]


def draft_agreement(
    *,
    partnership_id: UUID,
    number: str,
    title: str,
    product_group: str,
    effective_from: date,
    effective_until: date | None,
    clauses: Sequence[ClauseDraft],
    version: int = 1,
    by: Actor,
    reason: str,
    at: datetime,
) -> AgreementVersion:
    """The first version of an agreement on a product group; `version` is the number it has on paper."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "agreement drafted", at=at):
        partnership = Partnership.objects.locked([partnership_id]).get()
        check_may(by, "agreements.draft", partnership, "draft a quality agreement")
        rules.check_named(number, "the number of the agreement")
        rules.check_named(title, "the title of the agreement")
        rules.check_named(product_group, "the product group")
        known = Agreement.objects.filter(partnership=partnership)
        rules.check_new(
            number_taken=known.filter(number=number).exists(),
            group_taken=known.filter(product_group=product_group).exists(),
            number=number,
            group=product_group,
        )
        agreement = Agreement.objects.create(
            partnership=partnership,
            sponsor_id=partnership.sponsor_id,
            number=number,
            title=title,
            product_group=product_group,
        )
        return _write_version(agreement, version, (effective_from, effective_until), clauses, by, at)


def draft_version(
    *,
    agreement_id: UUID,
    effective_from: date,
    effective_until: date | None,
    changes: Sequence[ClauseDraft] = (),
    by: Actor,
    reason: str,
    at: datetime,
) -> AgreementVersion:
    """A copy of the last version in which each clause of `changes` stands in for the one of its kind."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "new version drafted", at=at):
        agreement = Agreement.objects.locked([agreement_id]).get()
        check_may(by, "agreements.draft", agreement, "draft a quality agreement")
        rules.check_no_open_version(open_version(agreement.pk))
        last = agreement.versions.order_by("-version")[0]
        clauses = {c.kind: ClauseDraft(c.number, c.kind, c.title, c.parameters) for c in last.clauses.all()} | {
            change.kind: change for change in changes
        }
        period = (effective_from, effective_until)
        return _write_version(agreement, last.version + 1, period, list(clauses.values()), by, at)


def revise(
    *,
    version_id: UUID,
    effective_from: date,
    effective_until: date | None,
    changes: Sequence[ClauseDraft] = (),
    by: Actor,
    reason: str,
    at: datetime,
) -> AgreementVersion:
    """Move the period of a draft and put each clause of `changes` in the place of the one of its kind."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "draft revised", at=at):
        version = AgreementVersion.objects.locked([version_id]).get()
        check_may(by, "agreements.draft", version, "revise a draft")
        rules.check_draft(version)
        rules.check_period(effective_from, effective_until)
        version.effective_from, version.effective_until = effective_from, effective_until
        version.save()
        stored = {clause.kind: clause for clause in version.clauses.all()}
        wanted = {clause.kind: clause.number for clause in stored.values()}
        rules.check_distinct_clauses((wanted | {c.kind: c.number for c in changes}).values(), [])
        for change in changes:
            _put(version, stored.get(change.kind), change)
        return version


def _put(version: AgreementVersion, stored: Clause | None, change: ClauseDraft) -> None:
    clause = stored or Clause(
        partnership_id=version.partnership_id, sponsor_id=version.sponsor_id, version=version, kind=change.kind
    )
    clause.number, clause.title = change.number, change.title
    clause.parameters = rules.clause_parameters(change.number, change.kind, change.parameters)
    clause.save()


def _write_version(
    agreement: Agreement,
    number: int,
    period: tuple[date, date | None],
    clauses: Sequence[ClauseDraft],
    by: Actor,
    at: datetime,
) -> AgreementVersion:
    rules.check_period(*period)
    rules.check_distinct_clauses([c.number for c in clauses], [c.kind for c in clauses])
    shared = {"partnership_id": agreement.partnership_id, "sponsor_id": agreement.sponsor_id}
    version = AgreementVersion.objects.create(
        **shared, agreement=agreement, version=number, effective_from=period[0], effective_until=period[1]
    )
    Clause.objects.bulk_create(
        Clause(
            **shared,
            version=version,
            number=clause.number,
            kind=clause.kind,
            title=clause.title,
            parameters=rules.clause_parameters(clause.number, clause.kind, clause.parameters),
        )
        for clause in clauses
    )
    ask_to_read(version, by=by, at=at)
    return version
