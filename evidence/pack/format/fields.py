"""The types of the pack's fields: strict, and the same for every form a pack travels in.

Validation takes a context (`Reading`): the site's time zone and whether the file writes decimal commas.
"""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    SerializationInfo,
    StrictBool,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.config import JsonDict

from evidence.pack.dates import read_day, read_moment
from evidence.pack.numbers import DECIMALS, NUMBER, WHOLE_DIGITS, plain_text, read_number, shortest_text
from evidence.pack.problems import NotReadable
from evidence.pack.units import CODES, read_unit
from evidence.pack.values import Value, read_limit, read_result

_TOO_LARGE = Decimal(10) ** WHOLE_DIGITS
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Cell:
    """How a field stands in a cell of the workbook; fields without one are choices."""

    kind: Literal["text", "note", "number", "unit", "value", "day", "moment", "yes or no"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file writes its values: the site's zone, and a decimal comma when the workbook says so."""

    zone: ZoneInfo | None = None
    decimal_comma: bool = False


_DEFAULT = Reading()


def _reading(info: ValidationInfo) -> Reading:
    return info.context if isinstance(info.context, Reading) else _DEFAULT


class Row(BaseModel):
    """One row of a table. Fields that may be missing are None: never zero, never an empty text."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)


def _plain(value: str) -> str:
    if value.isascii() and value.isprintable():
        return value
    return _checked(value, allowed="")


def _checked(value: str, allowed: str) -> str:
    for character in value:
        category = unicodedata.category(character)
        if (category in ("Cc", "Cs", "Cn", "Co") and character not in allowed) or character in _BIDI:
            raise NotReadable(
                f"The text holds the invisible character U+{ord(character):04X}.",
                "Type the text again without it.",
            )
    return unicodedata.normalize("NFC", value)


def _note(value: str) -> str:
    return _checked(value.replace("\r\n", "\n").replace("\r", "\n"), allowed="\n\t")


def _amount(value: object, info: ValidationInfo) -> Decimal:
    number = _number(value, info)
    if number.is_signed():
        raise NotReadable(f"{number} is negative.", "An amount is zero or more.")
    return number


def _number(value: object, info: ValidationInfo) -> Decimal:
    if isinstance(value, str):
        return read_number(value, decimal_comma=_reading(info).decimal_comma)
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if isinstance(value, Decimal) and value.is_finite():
        exponent = value.as_tuple().exponent
        if abs(value) < _TOO_LARGE and isinstance(exponent, int) and -DECIMALS <= exponent <= 0:
            return value
        return read_number(plain_text(value))
    raise NotReadable(f"“{value}” is not a number.", "Write a plain number such as 12.5.")


def _whole(value: object, info: ValidationInfo) -> int:
    number = _amount(value, info)
    if number != number.to_integral_value():
        raise NotReadable(f"{number} is not a whole number.", "Count whole pieces.")
    return int(number)


def _unit(value: object) -> str:
    if not isinstance(value, str):
        raise NotReadable(f"“{value}” is not a unit.", "Choose a unit from the list.")
    return read_unit(value)


def _value_text(value: object) -> str:
    """A result may stand as a number in JSON or in a cell; it is then what those digits say."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return plain_text(Decimal(value))
    raise NotReadable(f"“{value}” is not a result.", "Write a number, <0.5, ND or complies.")


def _result(value: object, info: ValidationInfo) -> Value:
    text = value.text if isinstance(value, Value) else _value_text(value)
    return read_result(text, decimal_comma=_reading(info).decimal_comma and isinstance(value, str))


def _limit(value: object, info: ValidationInfo) -> Value:
    text = value.text if isinstance(value, Value) else _value_text(value)
    return read_limit(text, decimal_comma=_reading(info).decimal_comma and isinstance(value, str))


def _moment(value: object, info: ValidationInfo) -> datetime:
    return read_moment(value, _reading(info).zone)


def is_canonical(info: SerializationInfo) -> bool:
    """Whether the writing is for the content hash: one content, one text."""
    return info.context == "canonical"


def _write_number(value: Decimal, info: SerializationInfo) -> str:
    return shortest_text(value) if is_canonical(info) else plain_text(value)


def _write_value(value: Value, info: SerializationInfo) -> str:
    return value.canonical_text if is_canonical(info) else value.text


def write_moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()[:19] + "Z"


def _text(longest: int) -> StringConstraints:
    return StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=longest)


Code = Annotated[str, Cell("text"), _text(64), AfterValidator(_plain)]
Initials = Annotated[str, Cell("text"), _text(40), AfterValidator(_plain)]
Text = Annotated[str, Cell("text"), _text(250), AfterValidator(_plain)]
Note = Annotated[str, Cell("note"), _text(4000), AfterValidator(_note)]
Sha256 = Annotated[str, Cell("text"), StringConstraints(strict=True, pattern=r"^[0-9a-f]{64}$")]
Amount = Annotated[
    Decimal,
    Cell("number"),
    PlainValidator(_amount),
    PlainSerializer(_write_number, return_type=str),
    WithJsonSchema({"type": ["string", "number"], "pattern": f"^{NUMBER[2:]}$", "minimum": 0}),
]
Number = Annotated[
    Decimal,
    Cell("number"),
    PlainValidator(_number),
    PlainSerializer(_write_number, return_type=str),
    WithJsonSchema({"type": ["string", "number"], "pattern": f"^{NUMBER}$"}),
]
Whole = Annotated[
    int,
    Cell("number"),
    PlainValidator(_whole),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]+$"}),
]
Unit = Annotated[str, Cell("unit"), BeforeValidator(_unit), WithJsonSchema({"type": "string", "examples": list(CODES)})]
Result = Annotated[
    Value,
    Cell("value"),
    PlainValidator(_result),
    PlainSerializer(_write_value, return_type=str),
    WithJsonSchema({"type": ["string", "number"], "examples": ["12.5", "<0.5", "<LOQ", "ND", "complies"]}),
]
Limit = Annotated[
    Value,
    Cell("value"),
    PlainValidator(_limit),
    PlainSerializer(_write_value, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["NMT 10 [ppm]", "90 to 110", "<1000", "absent in 10 g"]}),
]
Day = Annotated[date, Cell("day"), BeforeValidator(read_day), WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[
    datetime,
    Cell("moment"),
    PlainValidator(_moment),
    PlainSerializer(write_moment, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
YesNo = Annotated[StrictBool, Cell("yes or no")]
Category = Literal["batch record", "materials", "laboratory", "packaging", "quality events", "distribution", "other"]


def column(title: str, description: str, *, unit: str = "", **extra: Any) -> Any:
    """A field that must be given: its heading in the workbook, and the paragraph it rests on."""
    return Field(title=title, description=_described(description, unit), json_schema_extra=_measured(unit), **extra)


def optional(title: str, description: str, *, unit: str = "") -> Any:
    """A field that may be missing; a rule, not the reader, says when that is a gap."""
    return Field(
        default=None, title=title, description=_described(description, unit), json_schema_extra=_measured(unit)
    )


def _described(description: str, unit: str) -> str:
    return f"{description} Unit: {unit}." if unit else description


def _measured(unit: str) -> JsonDict | None:
    return {"x-unit": unit} if unit else None
