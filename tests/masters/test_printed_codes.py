"""GS1 element strings as scanners give them: read whole, or a sentence that names what is wrong."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masters.printed_codes import EXPIRY, GTIN, LOT, PrintedCode, read_code

CODE = PrintedCode("00850041237817", "L-1", date(2028, 3, 31))
DICTIONARY = Path("../shared/data/units/gs1-syntax/src/c-lib/gs1-syntax-dictionary.txt")


@pytest.mark.parametrize(
    "text",
    [
        "(01)00850041237817(17)280331(10)L-1",
        "(01) 00850041237817 (10) L-1 (17) 280300",
        "01008500412378171728033110L-1",
        "]C101008500412378171728033110L-1",
        "]d2010085004123781710L-1\x1d17280331",
        "010085004123781710L-1<GS>17280331",
        "010085004123781710L-1^17280331",
        "\x1d010085004123781710L-1{FNC1}15280331",
    ],
)
def test_one_code_however_it_is_written(text: str) -> None:
    assert read_code(text) == CODE


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("(01)00850041237818", GTIN),
        ("850041237818", GTIN),
        ("010085004123781710L-117280331", LOT),
        ("1728033110L-10100850041237817", LOT),
        ("(17)281331", EXPIRY),
        ("(17)280231", EXPIRY),
        ("(15)280001", EXPIRY),
        ("(01)0085004123781", LOT),
        ("10" + "A" * 21, LOT),
        ("(77)1", LOT),
        ("17\u0662\u0668\u0660\u0663\u0663\u0661", LOT),
        ("hello", LOT),
    ],
)
def test_what_is_wrong_is_named_with_its_element(text: str, element: str) -> None:
    assert list(read_code(text).problems) == [element]


def test_a_lot_that_ends_like_a_date_is_a_lot_where_the_date_stands_elsewhere() -> None:
    """“17” and six digits at the end of a lot number are no swallowed expiry when the code has one."""
    assert read_code("(17)280331(10)A17280331").problems == {}
    assert read_code("(17)280331(10)A17280331").lot == "A17280331"


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert isinstance(read_code(text), PrintedCode)


@pytest.mark.skipif(
    not DICTIONARY.exists(), reason="GS1's dictionary is not beside this repository (../shared/data/units)"
)
def test_lengths_are_those_of_the_dictionary() -> None:
    """GS1's syntax dictionary: 01 has 14 digits, 17 six, 10 up to 20 signs; one more or fewer is refused."""
    said = dict(re.findall(r"^(01|10|15|17)\s+\S*\s+([NX][.\d]+)", DICTIONARY.read_text(), re.MULTILINE))
    assert said == {"01": "N14", "10": "X..20", "15": "N6", "17": "N6"}
    assert read_code("(10)" + "A" * 20).lot == "A" * 20
    assert read_code("(10)" + "A" * 21).problems
