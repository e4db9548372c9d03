"""Packs of any content that the format allows, for property tests."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from evidence.pack.format import FORMAT, Header, Pack, Row, fields
from evidence.pack.units import CODES
from evidence.pack.values import read_limit, read_result

HOSTILE = (
    "=1+1",
    "@SUM(A1)",
    "+44",
    "-2",
    "_x0041_",
    "<b>",
    "a;b",
    "'quoted'",
    '"',
    "№ 7",
    "😀",
    "é",
    "%",
    "1,5",
    "]]>",
)
_LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs", "M"))
_ZONES = st.sampled_from(("America/Denver", "UTC", "Europe/London", "Asia/Kolkata"))


def _text(longest: int) -> st.SearchStrategy[str]:
    words = st.one_of(st.sampled_from(HOSTILE), st.text(_LETTERS, min_size=1, max_size=min(longest, 12)))
    return words.filter(lambda text: bool(text.strip()) and not text.strip()[0].isspace())


_AMOUNT = st.decimals(min_value=0, max_value=Decimal("999999999"), places=3, allow_nan=False)
_NUMBER = st.decimals(min_value=-99999, max_value=99999, places=2, allow_nan=False)
_WRITTEN = (
    "12.50",
    "<0.5",
    "<LOQ",
    "ND",
    "≤3",
    ">7",
    "NLT 90",
    "1 to 2",
    "complies",
    "fails",
    "absent in 10 g",
    '"C"',
)
_LIMITS = (
    "NMT 0.50 ppm",
    "90.0 to 110.0",
    "<1000 CFU/g",
    "ND",
    "complies",
    "absent in 25 g",
    '"white"',
    "NLT -5",
)
_STRATEGIES: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (fields.Code, _text(64)),
    (fields.Initials, _text(40)),
    (fields.Text, _text(250)),
    (fields.Note, _text(200).map(lambda text: f"{text}\n\t{text}")),
    (fields.Sha256, st.text("0123456789abcdef", min_size=64, max_size=64)),
    (fields.Amount, _AMOUNT),
    (fields.Number, _NUMBER),
    (fields.Whole, st.integers(min_value=0, max_value=10**9)),
    (fields.Unit, st.sampled_from(CODES)),
    (fields.Result, st.sampled_from(_WRITTEN).map(read_result)),
    (fields.Limit, st.sampled_from(_LIMITS).map(read_limit)),
    (fields.Day, st.dates(min_value=date(1995, 1, 1), max_value=date(2100, 12, 31))),
    (fields.Moment, st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)).map(  # noqa: DTZ001 - zone follows
        lambda moment: moment.replace(microsecond=0, tzinfo=UTC))),
    (fields.YesNo, st.booleans()),
]  # fmt: skip


def packs() -> st.SearchStrategy[Pack]:
    return st.builds(_pack, _record(Pack), _ZONES)


def _pack(content: dict[str, Any], zone: str) -> Pack:
    content["header"] |= {"format": FORMAT, "time_zone": zone}
    return Pack.model_validate(content)


def _record(model: type[Row]) -> st.SearchStrategy[dict[str, Any]]:
    hints = get_type_hints(model, include_extras=True)
    required, optional = {}, {}
    for name, field in model.model_fields.items():
        if model is Header and name in ("format", "time_zone"):
            continue
        (required if field.is_required() else optional)[name] = _of(hints[name])
    return st.fixed_dictionaries(required, optional=optional)


def _of(hint: Any) -> st.SearchStrategy[Any]:
    if get_origin(hint) in (Union, UnionType):
        return _of(next(part for part in get_args(hint) if part is not type(None)))
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if get_origin(hint) is tuple:
        return st.lists(_record(get_args(hint)[0]), max_size=3)
    if get_origin(hint) is Annotated:
        return next(strategy for kind, strategy in _STRATEGIES if kind == hint)
    return _record(hint)
