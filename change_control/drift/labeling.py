"""What stands on the unit: label and version, barcode, allergens, declared amounts, expiry (21 CFR 111.410, 101.36)."""

from collections.abc import Iterator
from fractions import Fraction

from change_control.drift.kinds import Drift, Kind
from change_control.drift.wording import versioned
from evidence.pack.rules.allergens import allergens_in
from evidence.pack.rules.codes import month_end
from evidence.pack.rules.context import Context
from evidence.pack.rules.quantities import shown, stated_in
from masters.baseline import LabelFactValue, LabelValue


def _applied(context: Context, label_of_packing: LabelValue | None) -> LabelValue | None:
    """The approved label that the pack names, else the one that it should have named."""
    frozen, stated = context.baseline.label, context.pack.packaging.label
    if label_of_packing is not None and _name(label_of_packing) == versioned(stated.number, stated.version):
        return label_of_packing
    return frozen or label_of_packing


def _name(label: LabelValue) -> str:
    return versioned(label.number, label.version)


def of_label(context: Context, label_of_packing: LabelValue | None) -> Iterator[Drift]:
    label, approved = context.pack.packaging.label, _applied(context, label_of_packing)
    if approved is None or approved.version is None:
        return
    wanted = {_name(entry) for entry in (context.baseline.label, label_of_packing) if entry is not None}
    stated = versioned(label.number, label.version)
    if label.number is not None and label.version is not None and stated not in wanted:
        yield Drift(Kind.LABEL, "label", _name(approved), stated)
    for roll in context.pack.packaging.rolls:
        found = versioned(roll.label, roll.label_version)
        if roll.label is not None and roll.label_version is not None and found not in wanted:
            yield Drift(Kind.LABEL, f"roll {roll.number}", _name(approved), found)
    market, per_unit = context.baseline.product.market, context.pack.packaging.units.labels_per_unit
    if label.market is not None and label.market != market:
        yield Drift(Kind.LABEL, "market", market, label.market)
    if label.gtin is not None and approved.gtin and label.gtin.zfill(14) != approved.gtin.zfill(14):
        yield Drift(Kind.LABEL, "GTIN", approved.gtin, label.gtin)
    if per_unit is not None and per_unit != approved.labels_per_unit:
        yield Drift(Kind.LABEL, "labels a unit", str(approved.labels_per_unit), str(per_unit))
    if label.allergens is not None and allergens_in(label.allergens) != allergens_in(approved.allergens):
        yield Drift(Kind.LABEL, "allergen statement", approved.allergens or "none", label.allergens)


def of_facts(context: Context, label_of_packing: LabelValue | None) -> Iterator[Drift]:
    """Declared lines that are printed otherwise than approved (101.36, 111.210(d))."""
    approved, printed = _applied(context, label_of_packing), context.pack.packaging.facts
    if approved is None or not approved.facts or not printed:
        return
    known = {fact.name.casefold(): fact for fact in approved.facts}
    for row in printed:
        fact, found = known.get(row.name.casefold()), "" if row.amount is None else shown(row.amount, row.unit)
        if fact is None:
            yield Drift(Kind.LABEL, row.name, "not declared", found or "declared")
        elif row.amount is not None and (
            fact.amount is None or stated_in(row.amount, row.unit, fact.unit) != Fraction(fact.amount)
        ):
            yield Drift(Kind.LABEL, row.name, _declared(fact), found)
    names = {row.name.casefold() for row in printed}
    for fact in approved.facts:
        if fact.name.casefold() not in names:
            yield Drift(Kind.LABEL, fact.name, _declared(fact), "not declared")


def _declared(fact: LabelFactValue) -> str:
    return "declared without an amount" if fact.amount is None else shown(fact.amount, fact.unit)


def of_shelf_life(context: Context) -> Iterator[Drift]:
    header, months = context.pack.header, context.baseline.product.shelf_life_months
    if header.made_on is None or header.expires_on is None:
        return
    wanted = month_end(header.made_on, months)
    if header.expires_on != wanted:
        approved = f"{wanted}: {months} months from {header.made_on}"
        yield Drift(Kind.SHELF_LIFE, "expiry", approved, str(header.expires_on))
