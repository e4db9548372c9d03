"""What a signature over the baseline covers (21 CFR 11.70): shown as a hash, rebuilt and compared at signing."""

from dataclasses import asdict
from datetime import date
from typing import Any

from masters.models import BaselineDraft
from masters.models.products import Version
from masters.queries import content_of_version


def baseline_content(draft: BaselineDraft) -> dict[str, Any]:
    """Every row that the signature makes valid."""
    return {
        "draft": draft.pk,
        "number": draft.number,
        "file_sha256": draft.file_sha256,
        "brought_by": draft.brought_by_id,
        "brought_at": draft.brought_at,
        "tables": draft.content,
    }


def correction_content(version: Version, valid_from: date, content: Any) -> dict[str, Any]:
    """What is recorded, and what takes its place; `content` is the corrected value, None where only the day moves."""
    recorded = content_of_version(version)
    return {
        "version": version.pk,
        "number": str(version),
        "recorded_from": version.recorded_from,
        "valid_from": {"recorded": version.valid_from, "corrected": valid_from},
        "content": {"recorded": asdict(recorded), "corrected": asdict(content if content is not None else recorded)},
    }
