"""The audit trail of any record: what changed, what was refused, who looked, who signed.

One query a kind of record that hangs on it, then one a kind of thing whose names are wanted, however long it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey, Model, Q

from parties.models import Organisation, Person
from parties.states import Role
from records.models import AccessRecord, Refusal, SealedReport, Signature
from records.queries import is_intact, printed_name_of
from workspace.queries.hanging import keys_in, trails_of
from workspace.queries.history_rows import ACTIONS, TECHNICAL, UNSEEN, Trail, field_of, value_words
from workspace.trail_data import AuditTrail, LookRow, RefusalRow, SignatureRow, TrailRow

Row = dict[str, Any]
_NAMED_BY = ("number", "name", "code", "title", "version")


def audit_trail(subject: Model, *, is_full: bool = False) -> AuditTrail:
    """Everything on record about the subject that the scope shows. `is_full` tells a new row's first values too."""
    rows = [(trail, list(_history(trail))) for trail in trails_of(subject)]
    keys = {subject.pk}.union(*(keys_in(history) for _, history in rows))
    refusals = list(Refusal.objects.filter(subject_id__in=keys).order_by("-at", "-id"))
    looks = list(AccessRecord.objects.filter(subject_id__in=keys | _reports(subject)).order_by("-at", "-id"))
    names = _names(rows, [*refusals, *looks])
    changes = [row for trail, history in rows for row in _changes(trail, history, names, is_full=is_full)]
    return AuditTrail(
        subject_ids=tuple(sorted(keys)),
        changes=tuple(sorted(changes, key=lambda row: (row.at, row.record, row.field), reverse=True)),
        refusals=tuple(_refusal(row, names) for row in refusals),
        looks=tuple(LookRow(row.at, _name(names, row.person_id), _of(names, row), row.what) for row in looks),
        signatures=signature_rows(keys, _named_signatures(rows)),
    )


def _named_signatures(rows: Iterable[tuple[Trail, list[Row]]]) -> set[UUID]:
    """The signatures that rows of the trail point to: a disposition's is on the lot, and is its own all the same."""
    found = set()
    for trail, history in rows:
        links = [field.attname for field in trail.model._meta.concrete_fields if field.related_model is Signature]
        found |= {row[link] for row in history for link in links if row[link] is not None}
    return found


def signature_rows(keys: Iterable[UUID], named: Iterable[UUID] = ()) -> tuple[SignatureRow, ...]:
    """Every signature on these records, and those of these keys, oldest first; one query.

    Each with whether its row is as it was signed.
    """
    asked = Q(subject_id__in=keys) | Q(pk__in=named)
    found = Signature.objects.filter(asked).select_related("organisation", "delegator").order_by("signed_at", "id")
    return tuple(
        SignatureRow(
            printed_name=printed_name_of(row),
            role=Role(row.role).label,
            organisation=row.organisation.name,
            meaning=row.get_meaning_display(),
            proof=f"by {row.get_proof_display().lower()}",
            signed_at=row.signed_at,
            subject=row.subject_label,
            reason=row.reason,
            content_hash=row.content_hash,
            standing="intact" if is_intact(row) else "broken",
        )
        for row in found
    )


def _history(trail: Trail) -> Iterable[Row]:
    manager = trail.model.history  # type: ignore[attr-defined]  # every model of ours has one
    return manager.filter(**trail.where).order_by("history_id").values()  # type: ignore[no-any-return]


def _reports(subject: Model) -> set[UUID]:
    return set(SealedReport.objects.filter(subject_id=subject.pk).values_list("pk", flat=True))


def _names(rows: Iterable[tuple[Trail, list[Row]]], others: Iterable[Refusal | AccessRecord]) -> dict[UUID, str]:
    """Keys that stand in the trail, with the names that this reader may see; a query a kind of thing."""
    wanted: dict[type[Model], set[UUID]] = defaultdict(set)
    for other in others:
        wanted[Person].add(other.person_id)  # type: ignore[arg-type]  # None is taken out below
        wanted[Organisation].add(other.organisation_id)  # type: ignore[arg-type]
    for trail, history in rows:
        links = [field for field in trail.model._meta.concrete_fields if isinstance(field, ForeignKey)]
        for row in history:
            wanted[Person].add(row["history_user_id"])
            wanted[Organisation].add(row["acting_organisation_id"])
            for link in links:
                wanted[link.related_model].add(row[link.attname])
    return names_of(wanted)


def names_of(wanted: Mapping[type[Model], set[UUID]]) -> dict[UUID, str]:
    """What rows of these keys are called, as far as the reader may see them; a query a kind of thing."""
    found: dict[UUID, str] = {}
    for model in sorted(wanted, key=lambda model: model._meta.label):
        found |= _named(model, wanted[model] - {None})
    return found


def _named(model: type[Model], keys: set[UUID]) -> dict[UUID, str]:
    fields = {field.name for field in model._meta.concrete_fields}
    name = next((name for name in _NAMED_BY if name in fields), None)
    if name is None or not keys:
        return {}
    words = "v" if name == "version" else ""
    rows = model._default_manager.filter(pk__in=keys).values_list("pk", name)
    return {key: f"{words}{value}" for key, value in rows}


def _changes(trail: Trail, history: list[Row], names: Mapping[UUID, str], *, is_full: bool) -> Iterable[TrailRow]:
    last: dict[Any, Row] = {}
    for row in history:
        before = last.get(row["id"])
        last[row["id"]] = row
        fields = [name for name in row if name not in TECHNICAL]
        if row["history_type"] == "~" and before is not None:
            for name in fields:
                if row[name] != before[name]:
                    yield _change(trail, row, names, name, value_words(trail.model, name, before[name], names))
        else:
            yield _change(trail, row, names)
            for name in fields if is_full and row["history_type"] == "+" else ():
                if row[name] not in (None, "", [], {}):
                    yield _change(trail, row, names, name)


def _change(trail: Trail, row: Row, names: Mapping[UUID, str], name: str = "", old: str = "") -> TrailRow:
    return TrailRow(
        at=row["history_date"],
        recorded_at=row["recorded_at"],
        by=names.get(row["history_user_id"], UNSEEN),
        organisation=names.get(row["acting_organisation_id"], ""),
        record=trail.label(row),
        action=ACTIONS[row["history_type"]],
        field=str(field_of(trail.model, name).verbose_name) if name else "",
        old=old,
        new=value_words(trail.model, name, row[name], names) if name else "",
        reason=row["history_change_reason"] or "",
    )


def _refusal(row: Refusal, names: Mapping[UUID, str]) -> RefusalRow:
    return RefusalRow(row.at, _name(names, row.person_id), _of(names, row), row.action, row.sentence, row.clause)


def _name(names: Mapping[UUID, str], key: UUID | None) -> str:
    return names.get(key, UNSEEN) if key else "–"


def _of(names: Mapping[UUID, str], row: Refusal | AccessRecord) -> str:
    return names.get(row.organisation_id, "") if row.organisation_id else ""
