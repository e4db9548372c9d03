from decimal import Decimal

import pytest

from evidence.pack.conformity import meets
from evidence.pack.values import read_limit, read_result


@pytest.mark.parametrize(
    ("result", "limit", "verdict"),
    [
        ("10", "NMT 10", True),
        ("10.000000000001", "NMT 10", False),
        ("10", "<10", False),
        ("10", "NLT 10", True),
        ("10", ">10", False),
        ("90", "90 to 110", True),
        ("110", "90 to 110", True),
        ("89.9", "90 to 110", False),
        ("<10", "<10", True),
        ("≤10", "<10", None),
        ("<2", "NMT 1", None),
        ("<10", "NLT 10", False),
        ("≥10", "NLT 10", True),
        ("9 to 11", "NMT 10", False),
        ("8 to 10", "NMT 10", True),
        ("complies", "complies", True),
        ("fails", "complies", False),
        ("fails", "NMT 10", False),
        ("complies", "NMT 10", None),
        ("12", "complies", None),
        ("absent in 25 g", "absent in 10 g", True),
        ("absent in 10 g", "absent in 10 g", True),
        ("absent in 1 g", "absent in 10 g", None),
        ("absent in 10 mL", "absent in 10 g", None),
        ("present in 10 g", "absent in 10 g", False),
        ("0", "ND", False),
        ("ND", "ND", True),
        ("<5", "ND", None),
        ('"white"', '"white"', True),
        ('"pink"', '"white"', False),
        ("complies", '"white"', True),
    ],
)
def test_limits_hold_exactly_as_written(result: str, limit: str, *, verdict: bool | None) -> None:
    assert meets(read_result(result), read_limit(limit)) is verdict


@pytest.mark.parametrize(
    ("result", "loq", "verdict"),
    [
        ("ND", None, None),
        ("ND", "0.5", True),
        ("<LOQ", "0.5", True),
        ("<LOQ", "0.51", None),
    ],
)
def test_a_censored_result_needs_a_limit_of_quantitation_within_the_limit(
    result: str, loq: str | None, *, verdict: bool | None
) -> None:
    quantitation = None if loq is None else Decimal(loq)
    assert meets(read_result(result), read_limit("NMT 0.5"), loq=quantitation) is verdict


def test_a_limit_is_compared_in_the_unit_of_the_result() -> None:
    limit = read_limit("NMT 0.5 ppm")
    assert meets(read_result("500"), limit, unit="ug/kg") is True
    assert meets(read_result("501"), limit, unit="ug/kg") is False
    assert meets(read_result("0.1"), limit, unit=None) is None
    assert meets(read_result("0.1"), limit, unit="[IU]/g") is None
