"""Why a later version differs: one reason for all, or a file with one for each change."""

import json
from pathlib import Path

from oversight_pack.codes import Ended, Exit

_NAMES = {"section", "row", "field", "reason"}


def reasons_from(path: Path | None, for_all: str) -> str:
    """The JSON list that the platform takes: the file's own, and `for_all` for every change that it leaves out."""
    listed = _read(path) if path else []
    if for_all and not any(set(one) == {"reason"} for one in listed):
        listed.append({"reason": for_all})
    return json.dumps(listed, ensure_ascii=False, sort_keys=True) if listed else ""


def _read(path: Path) -> list[dict[str, str]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Ended(Exit.USAGE, f"“{path}” cannot be read as JSON: {error}.") from error
    is_list = isinstance(content, list) and all(isinstance(one, dict) and set(one) <= _NAMES for one in content)
    if not is_list or not all(isinstance(text, str) for one in content for text in one.values()):
        raise Ended(Exit.USAGE, f"“{path}” is no list of reasons: each has reason, and section, row, field as needed.")
    return list(content)
