"""How a history row's values are read: which fields are the machinery's own, and what a value says in words."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Field, Model

from kernel.history import HistoryRow

TECHNICAL = {field.name for field in HistoryRow._meta.get_fields()} | {
    "id", "partnership_id", "sponsor_id", "history_id", "history_date", "history_type", "history_user_id",
    "history_change_reason", "header", "inputs", "decision_snapshot",
}  # fmt: skip
ACTIONS = {"+": "made", "~": "changed", "-": "deleted"}
UNSEEN = "a person of another company"


@dataclass(frozen=True, slots=True)
class Trail:
    """A kind of record with the condition that finds its rows in the history, and the words for one of them."""

    model: type[Model]
    where: Mapping[str, Any]
    label: Callable[[Mapping[str, Any]], str]


def value_words(model: type[Model], name: str, value: Any, names: Mapping[UUID, str]) -> str:
    """A value as people read it: the enum's label, the name behind a key, times in UTC."""
    if value is None or value == "":
        return ""
    if isinstance(value, UUID):
        return names.get(value, str(value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S} UTC"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    choices = dict(getattr(field_of(model, name), "flatchoices", ()))
    return str(choices.get(value, value))


def field_of(model: type[Model], column: str) -> "Field[Any, Any]":
    """The field behind a column of the history: “event_id” is a key to an event in one model, a bare key in another."""
    return next(field for field in model._meta.concrete_fields if field.attname == column)
