"""R114: every cross-reference leads to a stored document with its hash (21 CFR 111.260(h), 111.605)."""

from collections.abc import Iterator

from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import counted, failed, not_applicable, passed, problems_or

TABLE = "documents"


def _references(context: Context) -> dict[str, str]:
    """File name → where it is named first."""
    pack = context.pack
    single = (
        ("laboratory.sampling", pack.laboratory.sampling.basis_document),
        ("packaging.label", pack.packaging.label.document),
    )
    tables = (
        ("batch_record.equipment", "allergen_cleaning", pack.batch_record.equipment),
        ("materials.component_lots", "certificate", pack.materials.component_lots),
        ("materials.identity_tests", "document", pack.materials.identity_tests),
        ("laboratory.results", "document", pack.laboratory.results),
        ("packaging.rolls", "challenge_document", pack.packaging.rolls),
    )
    named = {name: table for table, name in single if name}
    for table, field, rows in tables:
        for name in {getattr(row, field) for row in rows} - {None}:
            named.setdefault(name, table)
    return named


@rule(
    "R114",
    "111.260(h), 111.605(b)",
    "Every document named in the pack is stored with its hash",
    cure="Upload the document that the row names, under the same file name, or correct the name.",
    by=("COP", "LAB"),
)
def references_resolve(context: Context) -> Iterator[Finding]:
    named = _references(context)
    stored = {document.name: document.sha256 for document in context.pack.documents}
    if not named:
        yield not_applicable(TABLE, "The pack names no document.")
        return
    yield from problems_or(
        _unresolved(context, named, stored),
        passed(
            TABLE,
            f"{counted(len(named), 'document')} named in the pack: each is stored with its hash.",
            documents={name: stored[name] for name in sorted(named) if name in stored},
        ),
    )


def _unresolved(context: Context, named: dict[str, str], stored: dict[str, str | None]) -> Iterator[Finding]:
    for name in sorted(named):
        where = {"document": name, "named_in": named[name]}
        if name not in stored:
            yield failed(f"{TABLE}/{name}"[:200], f"{named[name]} names {name}, which is not in the pack.", **where)
        elif stored[name] is None:
            yield failed(f"{TABLE}/{name}"[:200], f"{name} is listed, but no file with its hash is stored.", **where)
    label = context.pack.packaging.label
    image = stored.get(label.document or "")
    if label.image_sha256 and image and image != label.image_sha256:
        yield failed(
            "packaging.label",
            f"{label.document} is stored with another hash than the pack states for the label image.",
            stated=label.image_sha256,
            stored=image,
        )
