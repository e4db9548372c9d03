"""Certificates of analysis in the material-identity CoA form (JSON, v1.1), as laboratory results of a pack.

Their values are texts with a type beside them. A value equal to its limit conforms; a value without limits
is kept and decides nothing.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from evidence.pack import json_text
from evidence.pack.attachments import Attachment, attachments_of
from evidence.pack.certificate_facts import Fact, facts_of
from evidence.pack.dates import read_day
from evidence.pack.format import TestResult
from evidence.pack.problems import NotReadable, Problem, Unreadable
from evidence.pack.reasons import Place, problems_of
from evidence.pack.ucum import listed

_CURE = "Ask the laboratory for a certificate in the CoA form, version 1.1."


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a pack takes from a certificate: who issued it for which lot, and the results.

    `facts` is everything else that it says, field by field: results, documents and facts together are the certificate.
    """

    number: str
    issued_on: date
    manufacturer: str
    product: str
    lot: str | None
    results: tuple[TestResult, ...]
    attachments: tuple[Attachment, ...] = ()
    customer: str = ""
    receiver: str = ""
    facts: tuple[Fact, ...] = ()


def read_certificate(data: bytes, *, file: str) -> Certificate | Unreadable:
    """The certificate's facts and results, or every reason why it cannot be read."""
    content = json_text.parse(data, file=file)
    if isinstance(content, Unreadable):
        return content
    try:
        return _certificate(content["Certificate"], file)
    except NotReadable as problem:
        return Unreadable((Problem(file, "", None, "", problem.reason, problem.cure),))
    except (KeyError, TypeError, AttributeError):
        return Unreadable((Problem(file, "", None, "", "This is not a certificate of analysis.", _CURE),))


def _certificate(content: dict[str, Any], file: str) -> Certificate | Unreadable:
    analysis, product = content["Analysis"], content["Product"]
    lot = analysis.get("LotId") or product.get("ProductionBatchId") or product.get("FillingBatchId")
    parties = content["Parties"]
    manufacturer = parties["Manufacturer"]["Name"]
    results: list[TestResult] = []
    problems: list[Problem] = []
    for number, inspection in enumerate(analysis["Inspections"], start=1):
        shared = {"number": str(number), "laboratory": manufacturer, "sample_lot": lot, "document": file}
        try:
            results.append(TestResult.model_validate(shared | _fields(inspection)))
        except ValidationError as error:
            problems += problems_of(error, file=file, place=_place_in(number))
    if problems:
        return Unreadable(tuple(problems))
    day, attachments = read_day(content["Date"]), attachments_of(content)
    return Certificate(
        str(content["Id"]), day, manufacturer, product["Name"], lot, tuple(results), attachments,
        customer=_name(parties, "Customer"), receiver=_name(parties, "Receiver"), facts=facts_of(content, attachments),
    )  # fmt: skip


def _name(parties: dict[str, Any], role: str) -> str:
    return str((parties.get(role) or {}).get("Name") or "")


def _place_in(number: int) -> Place:
    return lambda path: ("Inspections", number, str(path[0]) if path else "")


def _fields(inspection: dict[str, Any]) -> dict[str, Any]:
    return {
        "test": inspection.get("PropertyId") or inspection["Property"],
        "name": inspection["Property"],
        "method": inspection["Method"],
        "conditions": inspection.get("TestConditions"),
        "value": _value(inspection),
        "unit": _unit(inspection.get("Unit")),
        "limit": _limit(inspection),
    }


def _unit(written: object) -> object:
    """The listed unit that equals the certificate's UCUM code (mg.kg-1 is mg/kg); else as it stands."""
    return (listed(written) or written) if isinstance(written, str) else written


def _value(inspection: dict[str, Any]) -> str:
    value, kind = str(inspection["Value"]), inspection["ValueType"]
    if kind == "number":
        return value
    if kind == "boolean":
        return "complies" if value.strip().casefold() == "true" else "fails"
    return f'"{value}"'


def _limit(inspection: dict[str, Any]) -> str | None:
    """Both ends are inclusive: a value equal to the limit conforms."""
    low, high = inspection.get("Minimum"), inspection.get("Maximum")
    if low is not None and high is not None:
        return f"{low} to {high}"
    if low is not None:
        return f"NLT {low}"
    return None if high is None else f"NMT {high}"
