"""Whether a value fits the columns that would hold it: lengths, digits, choices."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model

from kernel.errors import Refused


def check_fits(model: type[Model], values: Mapping[str, Any], clause: str) -> None:
    """Refuse what the database would not take, before it is asked, naming the column."""
    for name, value in values.items():
        try:
            column = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if not isinstance(column, Field) or column.is_relation:
            continue
        try:
            column.clean(list(value) if isinstance(value, tuple) else value, None)
        except ValidationError as error:
            raise Refused(f"{name}: {' '.join(error.messages)}", clause) from error
