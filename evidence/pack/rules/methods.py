"""R206: the method of an identity test is approved and fit for the material (21 CFR 111.75(h), 111.320(a))."""

from collections.abc import Iterator

from evidence.pack.format import IdentityTest
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, not_applicable, not_judged, passed, problems_or, read
from masters.standing import MethodValue

TABLE = "materials.identity_tests"


@rule(
    "R206",
    "111.75(h)(1)-(2), 111.320(a)",
    "The method of each identity test is approved and fit for the material",
    cure="Repeat the identity test with an approved method that is fit for the material.",
    by=("CQC",),
)
def methods_fit(context: Context) -> Iterator[Finding]:
    rows = context.pack.materials.identity_tests
    approved = {method.number: method for method in context.baseline.standing.methods}
    components = {lot.number: lot.component for lot in context.pack.materials.component_lots}
    if not rows:
        yield not_applicable(TABLE, "The pack shows no identity test (R205).")
        return
    instrumental = {
        row.component_lot
        for row in rows
        if (method := approved.get(row.method or "")) is not None and not method.is_organoleptic
    }
    yield from problems_or(
        (
            finding
            for position, row in enumerate(rows, start=1)
            if (
                finding := _unfit(
                    at(TABLE, position), row, approved.get(row.method or ""), components.get(row.component_lot),
                    is_alone=row.component_lot not in instrumental,
                )
            )
        ),
        passed(
            TABLE,
            f"{counted(len(rows), 'identity test')} by approved methods that are fit for the material.",
            **read(rows, "component_lot", "method", "method_version"),
        ),
    )  # fmt: skip


def _unfit(
    subject: str, row: IdentityTest, method: MethodValue | None, component: str | None, *, is_alone: bool
) -> Finding | None:
    facts = {"lot": row.component_lot, "component": component, "method": row.method}
    if row.method is None:
        return failed(subject, f"The identity test of {row.component_lot} names no method.", **facts)
    if method is None:
        return not_judged(subject, f"method {row.method} as approved", **facts)
    if method.components and component not in method.components:
        return failed(subject, f"Method {row.method} is not approved for {component or 'this component'}.", **facts)
    if method.is_organoleptic and is_alone:
        return failed(subject, f"{row.component_lot} was identified by the senses alone ({row.method}).", **facts)
    return None
