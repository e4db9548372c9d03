"""A kit: what the platform knows of one lot, frozen as JSON, so that its pack can be judged on another machine.

It holds what the rules read besides the pack. A kit names the rules it was made for by a fingerprint: where they differ
from the checker's, nothing is judged, because the platform could answer otherwise.
"""

import hashlib
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, get_args, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from evidence.pack import json_text
from evidence.pack.canonical import canonical_json
from evidence.pack.elsewhere import UsedElsewhere, balances, measured_elsewhere
from evidence.pack.format import Pack
from evidence.pack.known import KnownLot
from evidence.pack.problems import NotReadable, Unreadable
from evidence.pack.reasons import quoted
from evidence.pack.rules import ENGINE_VERSION, Context, rules
from evidence.pack.workbook.layout import SHEETS

KIT_FORMAT: Literal["kit-1"] = "kit-1"
_DOWNLOAD = "Download the kit again from the lot's page."


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def _facts() -> Any:
    """A model with every fact of a context but the pack itself: a fact that rules get later is in the kit too."""
    hints = get_type_hints(Context)
    given: dict[str, Any] = {}
    for fact in fields(Context):
        if fact.name == "pack":
            continue
        default = fact.default if fact.default is not MISSING else ...
        if fact.default_factory is not MISSING:
            default = fact.default_factory()
        given[fact.name] = (hints[fact.name], default)
    return create_model("Facts", __base__=_Part, **given)


Facts = _facts()


class Answered(_Part):
    """An event that answered a finding of an earlier version: it answers the same finding on the same figures."""

    rule: str
    inputs_hash: str
    event: str


class Clause(_Part):
    """A clause of the agreement that the lot was started under, by its kind."""

    kind: str
    number: str
    parameters: dict[str, Any]


class Kit(_Part):
    """Everything the checker needs.

    `used_elsewhere`: what other lots used of this lot's components. `measured`: instrument → other lots it measured.
    `waived`: rule that blocks unless waived → last day of the waiver.
    `files`: documents of the lot's earlier packs, SHA-256 by name.
    """

    format: Literal["kit-1"]
    rules: str
    made_at: datetime
    lot: str
    known: KnownLot
    facts: Any
    used_elsewhere: tuple[UsedElsewhere, ...] = ()
    measured: dict[str, frozenset[str]] = {}
    answered: tuple[Answered, ...] = ()
    waived: dict[str, date] = {}
    files: dict[str, str] = {}
    clauses: tuple[Clause, ...] = ()

    def context(self, stated: Pack) -> Context:
        """What the rules look at, as the platform puts it together for the same pack."""
        facts = {fact.name: getattr(self.facts, fact.name) for fact in fields(Context) if fact.name != "pack"}
        of_this_pack = {
            "pack": stated,
            "scans": None,
            "other_packs_balances": balances(self.used_elsewhere, stated),
            "earlier": replace(self.facts.earlier, measured=measured_elsewhere(self.measured, stated)),
        }
        return Context(**facts | of_this_pack)


def facts_of(context: Context) -> Any:
    """The facts of a context, for a kit."""
    return Facts(**{fact.name: getattr(context, fact.name) for fact in fields(Context) if fact.name != "pack"})


@cache
def fingerprint() -> str:
    """SHA-256 of what decides a verdict: the rules' versions, the columns of packs, the facts that rules read."""
    known = [[rule.id, rule.version, rule.severity] for rule in rules("pack")]
    columns = [[*block.path, field.name, field.kind, *field.choices] for block in _BLOCKS for field in block.columns]
    return hashlib.sha256(canonical_json([ENGINE_VERSION, known, columns, _shape(Context)])).hexdigest()


_BLOCKS = [block for sheet in SHEETS for block in sheet.blocks]


def _shape(hint: Any) -> Any:
    """The names of a value's fields, and of the values inside it."""
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return {fact.name: _shape(hints[fact.name]) for fact in fields(hint)}
    inside = [shape for part in get_args(hint) if (shape := _shape(part)) is not None]
    return inside or None


def read_kit(data: bytes, *, file: str) -> Kit:
    """A kit from its JSON. Raises NotReadable for another format, other rules, and what is no kit."""
    given = json_text.parse(data, file=file)
    if isinstance(given, Unreadable):
        raise NotReadable(f"“{file}” cannot be read as a kit: {given.problems[0].reason}", _DOWNLOAD)
    if not isinstance(given, dict) or given.get("format") != KIT_FORMAT:
        raise NotReadable(f"“{file}” is no kit of version {KIT_FORMAT}.", _DOWNLOAD)
    if given.get("rules") != fingerprint():
        raise NotReadable(
            f"“{file}” is of a platform whose rules are not the ones of this checker.",
            "Install the checker that the platform offers, and download the kit again.",
        )
    try:
        return Kit.model_validate(given | {"facts": Facts.model_validate(given.get("facts"))})
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        raise NotReadable(f"“{file}” cannot be read as a kit at {quoted(place)}.", _DOWNLOAD) from error
