"""Policies and grants of every table of ours, generated from the models (ADR 0003).

The sets are wrapped in a sub-select so that PostgreSQL evaluates them once a statement (an InitPlan):
the bare form was measured 9-35 times slower (ADR 0003).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from kernel.rls.narrowing import narrowed

VISIBLE = "ANY ((SELECT visible_partnerships())::uuid[])"
AT_ALL = "ANY ((SELECT visible_at_all())::uuid[])"
"""Also the partnerships of which a narrow grant shows a part: for what an auditor may add, and for the pair's names."""
WRITABLE = "ANY ((SELECT writable_partnerships())::uuid[])"


@dataclass(frozen=True, slots=True)
class Policy:
    """SQL conditions over one row; an empty string means: nobody."""

    read: str
    write: str
    insert: str = ""
    """Where it differs from `write`: an auditor may add to the access log, not change it."""

    def on(self, table: str) -> "Policy":
        """The same with `{TABLE}` named: needed where a sub-select has a column of the same name."""
        named = (text.replace("{TABLE}", f'"{table}"') for text in (self.read, self.write, self.insert))
        return Policy(*named)


SHARED = Policy(read=f"partnership_id = {VISIBLE}", write=f"partnership_id = {WRITABLE}")
OWNED = Policy(
    read="organisation_id = (SELECT app_organisation())",
    write="organisation_id = (SELECT app_organisation())",
)


def project_models() -> list[type[Model]]:
    """The models of our own apps, history tables included, in a stable order."""
    models = [m for m in apps.get_models(include_auto_created=True) if hasattr(m, "tenancy") or is_history(m)]
    return sorted(models, key=lambda m: m._meta.db_table)


def is_history(model: type[Model]) -> bool:
    return hasattr(model, "instance_type") and hasattr(model.instance_type, "tenancy")


def policy_of(model: type[Model]) -> Policy | None:
    """What a model says itself, else what its tenancy says; None for the short list of global tables."""
    subject = model.instance_type if is_history(model) else model  # type: ignore[attr-defined]
    own = getattr(subject, "policy", None)
    if own is not None:
        return own  # type: ignore[no-any-return]
    return {"shared": SHARED, "owned": OWNED, "global": None, "custom": None}[getattr(subject, "tenancy", "")]


def with_narrow_grants(model: type[Model], policy: Policy) -> Policy:
    """The same, and what a narrow grant shows beside it (ADR 0018).

    Shared rows stay one comparison with a set, which an index answers; whether a row stands inside is asked only of
    somebody who has a narrow grant.
    """
    subject = model.instance_type if is_history(model) else model  # type: ignore[attr-defined]
    inside = narrowed(subject)
    if policy.read == SHARED.read:
        within = f"partnership_id = {VISIBLE}" + (f" OR {inside}" if inside else "")
        shown = f"partnership_id = {AT_ALL} AND CASE WHEN (SELECT app_is_narrowed()) THEN {within} ELSE true END"
        return Policy(shown, policy.write, policy.insert)
    if inside:
        shown = (
            f"({policy.read}) OR CASE WHEN (SELECT app_is_narrowed()) THEN {_in_part(subject)}({inside}) ELSE false END"
        )
        return Policy(shown, policy.write, policy.insert)
    return policy


def _in_part(model: type[Model]) -> str:
    """A record of a company alone has no partnership to compare; the sets themselves begin from the grants."""
    columns = {field.column for field in model._meta.concrete_fields}
    owner = next((name for name in ("partnership_id", "holder_id") if name in columns), None)
    return f"{owner} = ANY ((SELECT visible_in_part())::uuid[]) AND " if owner else ""


def policy_sql(role: str) -> Iterator[str]:
    """Statements that drop and re-make every policy for the application's role."""
    for model in project_models():
        table, policy = model._meta.db_table, policy_of(model)
        for name in ("app_read", "app_insert", "app_update", "app_delete"):
            yield f'DROP POLICY IF EXISTS {name} ON "{table}"'
        if policy is None:
            continue
        policy = with_narrow_grants(model, policy).on(table)
        yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
        yield f'CREATE POLICY app_read ON "{table}" FOR SELECT TO {role} USING ({policy.read})'
        if is_history(model):
            continue
        insert = policy.insert or policy.write
        if insert:
            yield f'CREATE POLICY app_insert ON "{table}" FOR INSERT TO {role} WITH CHECK ({insert})'
        if policy.write:
            write = policy.write
            yield f'CREATE POLICY app_update ON "{table}" FOR UPDATE TO {role} USING ({write}) WITH CHECK ({write})'
            yield f'CREATE POLICY app_delete ON "{table}" FOR DELETE TO {role} USING ({write})'


def rights_of(model: type[Model]) -> str:
    """What the application's role may do to the table at all."""
    if is_history(model):
        return "SELECT"
    if getattr(model, "append_only", False):
        return "SELECT, INSERT"
    if getattr(model, "deletable", False):
        return "SELECT, INSERT, UPDATE, DELETE"
    return "SELECT, INSERT, UPDATE"


def grant_sql(role: str) -> Iterator[str]:
    """Statements that leave the application's role with exactly the rights it needs."""
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    ours = set()
    for model in project_models():
        ours.add(model._meta.db_table)
        yield f'GRANT {rights_of(model)} ON "{model._meta.db_table}" TO {role}'
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table not in ours:
            yield f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{model._meta.db_table}" TO {role}'
    yield f"GRANT SELECT ON django_migrations TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
    yield "REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC"
