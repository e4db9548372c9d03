"""GS1's and OpenEPCIS' published documents, and GS1's own schema as a witness; read beside the repo, never copied."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

FOLDER = Path(__file__).resolve().parents[4] / "shared/data/epcis"
_PARTS = ("gs1-examples/**/*.jsonld", "openepcis-valid/**/*.json", "gs1-json-schema/test/*.json")
LAXER = {"AggregationEvent_with_persistentDisposition", "SensorData_with_combined_events",
         "TransactionEvent_with_userExtensions"}  # fmt: skip
"""Published as valid and refused by GS1's schema: see `traceability.epcis.shapes`."""


def documents() -> list[Path]:
    """Every published document, or a skip."""
    if not FOLDER.exists():
        pytest.skip("../shared/data/epcis is not beside the repo")
    return sorted(path for part in _PARTS for path in FOLDER.glob(part))


def witness() -> Any:
    """GS1's schema, as another program judges by it."""
    documents()
    schema = json.loads((FOLDER / "EPCIS-JSON-Schema.json").read_text())
    return jsonschema_rs.Draft7Validator(schema, validate_formats=True)
