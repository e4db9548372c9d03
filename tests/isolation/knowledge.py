"""What each walker may know, and every sign of what it may not: words, addresses of people, ids."""

import re
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import UUIDField

from kernel.rls.policies import is_history, project_models
from tests.databases import as_owner
from tests.isolation.people import Companies

MARKS = {
    "Alder at Keystone": "ZQALFA",
    "Blue at Keystone": "ZQBRAVO",
    "Cedar at Keystone": "ZQCHARLIE",
    "Blue at Cedar": "ZQDELTA",
}
"""The word of each partnership: its lot numbers begin with it, its texts end with it."""
_UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")


def words_of(companies: Companies) -> dict[str, dict[str, str]]:
    """The words as `plant` takes them."""
    pairs = {str(pair.pk): MARKS[name] for name, pair in companies.partnerships.items()}
    organisations = {str(o.pk): name.upper() for name, o in companies.organisations.items()}
    return {
        "partnership": pairs,
        "open": {key: f"ZQOPEN{name}" for key, name in organisations.items()},
        "own": {key: f"ZQOWN{name}" for key, name in organisations.items()},
    }


@dataclass(frozen=True)
class Forbidden:
    """Signs that may appear in no answer to one company (or to nobody)."""

    words: tuple[str, ...]
    ids: dict[str, str] = field(repr=False)

    def found(self, text: str, *, typed: str = "") -> list[str]:
        """The signs in the text, but for what the visitor typed himself."""
        text, typed = text.lower(), typed.lower()
        keys = {key.replace("-", "") for key in _UUID.findall(text)} - {
            key.replace("-", "") for key in _UUID.findall(typed)
        }
        words = self._words_in(text)
        for echo in filter(None, (typed, typed.replace("-", "")) if words else ()):
            text = text.replace(echo, "")
            words = self._words_in(text)
        return [*words, *(f"{self.ids[key]} {key}" for key in keys & self.ids.keys())]

    def _words_in(self, text: str) -> list[str]:
        return [word for word in self.words if word.lower() in text]


def forbidden_to(companies: Companies, organisation: str | None, visible: set[str]) -> Forbidden:
    """`visible` are partnerships by name, `organisation` the own one (None: nobody's)."""
    partners = {part for name in visible for part in name.split(" at ")} | {organisation or ""}
    words = [mark for name, mark in MARKS.items() if name not in visible]
    keys = {pair.pk.hex for name, pair in companies.partnerships.items() if name not in visible}
    open_to, own_of = set(), set()
    for name, row in companies.organisations.items():
        if name not in partners:
            words += [f"ZQOPEN{name.upper()}", f"@{name.lower()}.example"]
            open_to.add(row.pk.hex)
        if name != organisation:
            words.append(f"ZQOWN{name.upper()}")
            own_of.add(row.pk.hex)
    ids = _ids(keys, open_to, own_of)
    return Forbidden(tuple(words), ids)


def _ids(pairs: set[str], open_to: set[str], own_of: set[str]) -> dict[str, str]:
    """Primary keys of all rows that are of these partnerships and companies."""
    found = dict.fromkeys(pairs, "partnership") | dict.fromkeys(open_to, "company")
    for model in project_models():
        names = {f.column for f in model._meta.concrete_fields}
        if is_history(model) or not isinstance(model._meta.pk, UUIDField) or model._meta.db_table in _GRANTED:
            continue
        table = model._meta.db_table
        if "partnership_id" in names:
            found |= _keys(table, "partnership_id", pairs)
        elif table in ("parties_site", "parties_membership"):
            found |= _keys(table, "organisation_id", open_to)
        elif table in ("lots_componentlot", "performance_passportdocument"):
            continue  # shown to partners one by one
        elif "organisation_id" in names:
            found |= _keys(table, "organisation_id", own_of)
    return found | _people(open_to) | _component_lots(pairs)


_GRANTED = {"parties_auditorgrant", "parties_signingchallenge"}
"""An auditor sees his ended grant; a signature names the challenge that it answered, which nobody else can read."""


def _keys(table: str, column: str, owners: set[str]) -> dict[str, str]:
    query = 'SELECT {}::text FROM "{}" WHERE {} = ANY(%s::uuid[])'
    rows = as_owner(query.format(_pk(table), table, column), [sorted(owners)])
    return {UUID(key).hex: table for (key,) in rows}


def _pk(table: str) -> str:
    return "lot_id" if table == "lots_lotgate" else "id"


def _people(open_to: set[str]) -> dict[str, str]:
    query = "SELECT person_id::text FROM parties_membership WHERE organisation_id = ANY(%s::uuid[])"
    return {UUID(key).hex: "person" for (key,) in as_owner(query, [sorted(open_to)])}


def _component_lots(pairs: set[str]) -> dict[str, str]:
    """Those disclosed to none of the visible partnerships."""
    query = (
        "SELECT component_lot_id::text FROM lots_disclosure GROUP BY 1 "
        "HAVING bool_and(partnership_id = ANY(%s::uuid[]))"
    )
    return {UUID(key).hex: "component lot" for (key,) in as_owner(query, [sorted(pairs)])}
