"""One key, whatever form it came in; a wrong check digit names nothing."""

import pytest

from traceability.gs1 import Key, check_digit, is_gln, is_sscc, key_of, lot_uri


def test_check_digits() -> None:
    assert [check_digit(digits) for digits in ("629104150021", "00012345600000000", "0")] == ["3", "5", "0"]
    assert is_gln("4012345000115")
    assert not is_gln("4012345000116")
    assert is_sscc("040123450000003338")
    assert not is_sscc("040123450000003339")
    assert not is_sscc("4012345000115")
    assert not is_gln("401234500011５")  # a digit of another script
    assert not is_gln("")


@pytest.mark.parametrize(
    ("urn", "link"),
    [
        ("urn:epc:class:lgtin:4012345.012345.998877", "https://id.gs1.org/01/04012345123456/10/998877"),
        ("urn:epc:id:sgtin:0614141.712345.2017", "https://id.gs1.org/01/70614141123451/21/2017"),
        ("urn:epc:idpat:sgtin:4012345.098765.*", "https://id.gs1.org/01/04012345987652"),
        ("urn:epc:id:sscc:4012345.0000000333", "https://id.gs1.org/00/040123450000003338"),
        ("urn:epc:id:sgln:4012345.00011.0", "https://id.gs1.org/414/4012345000115"),
        ("urn:epc:id:sgln:4012345.00011.987", "https://id.gs1.org/414/4012345000115/254/987"),
        ("urn:epc:id:pgln:4012345.00225", "https://id.gs1.org/417/4012345002256"),
        ("urn:epc:class:lgtin:4012345.012345.A%2F7", "https://shop.example/products/01/04012345123456/10/A%2F7?x=1"),
    ],
)
def test_a_urn_and_a_digital_link_name_the_same(urn: str, link: str) -> None:
    assert key_of(urn) == key_of(link)
    assert key_of(key_of(urn).uri) == key_of(urn)


@pytest.mark.parametrize(
    "uri",
    [
        "urn:epc:id:giai:4012345.AAbb", "urn:epc:id:sgtin:4012345.1.25", "urn:epc:id:sgtin:4012345",
        "urn:epc:class:lgtin:4012345.012345", "urn:epc:id:sscc:4012345.1", "urn:epc:id:sgln:40.1.0",
        "urn:epc:id:pgln:4012345.0022", "https://id.gs1.org/01/04012345123457/10/998877",
        "urn:epc:id:sgln:4012345.001.0",
        "https://id.gs1.org/", "https://a.example/01", "ftp://id.gs1.org/01/04012345123456", "example:thing",
    ],
)  # fmt: skip
def test_anything_else_names_itself(uri: str) -> None:
    assert key_of(uri) == Key("", uri)
    assert key_of(uri).uri == uri


def test_a_lot_of_ours() -> None:
    assert lot_uri("036000291452", "KB 1/7") == "https://id.gs1.org/01/00036000291452/10/KB%201%2F7"
    assert key_of(lot_uri("036000291452", "KB 1/7")) == Key("01", "00036000291452", lot="KB 1/7")
