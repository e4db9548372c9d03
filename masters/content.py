"""What the approval of first versions covers (21 CFR 11.70): shown as a hash, rebuilt and compared at signing."""

from typing import Any

from masters.models import BaselineDraft


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
