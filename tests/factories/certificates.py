"""Certificates of analysis in the CoA form, as a laboratory's system writes them."""

import base64
import hashlib
import json
from typing import Any

LEAD = {"PropertyId": "LEAD", "Property": "Lead", "Method": "AM-411", "Unit": "mg/kg", "Value": "0.08", "ValueType": "number", "Maximum": "0.5"}  # fmt: skip  # noqa: E501 - one inspection


def certificate(lot: str, *inspections: dict[str, Any], attachments: list[dict[str, Any]] | None = None) -> bytes:
    """A certificate of Summit Analytical Laboratories for this lot."""
    content: dict[str, Any] = {
        "Id": "SAL-26-0412",
        "Date": "2026-03-20",
        "Parties": {"Manufacturer": {"Name": "Summit Analytical Laboratories"}},
        "Product": {"Name": "Magnesium glycinate capsules"},
        "Analysis": {"LotId": lot, "Inspections": list(inspections) or [LEAD]},
    }
    if attachments is not None:
        content["Attachments"] = attachments
    return json.dumps({"RefSchemaUrl": "coa 1.1", "Certificate": content}).encode()


def attachment(name: str, content: bytes, kind: str = "application/pdf", sha256: str | None = None) -> dict[str, Any]:
    """A document inside a certificate, in Base64 behind a data URL, with its hash."""
    return {
        "FileName": name,
        "MIME-Type": kind,
        "Hash": {"Algorithm": "SHA256", "Encoding": "hex", "Value": sha256 or hashlib.sha256(content).hexdigest()},
        "Data": f"data:{kind};base64,{base64.b64encode(content).decode()}",
    }
