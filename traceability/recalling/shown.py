"""A scope's content as marks and edges of its picture."""

from collections.abc import Mapping
from typing import Any

from traceability.recalling.layout import Mark, Picture, picture


def picture_of(content: Mapping[str, Any]) -> Picture:
    """Every lot that is certain or possible, and the accounts that received some of them."""
    rows = [row for row in content["rows"] if row["sure"] != "excluded"]
    marks = [Mark(row["id"], row["number"] or "no number", row["name"], _tone(row)) for row in rows]
    edges = [(near, far, bool(is_proven)) for near, far, _, is_proven in content["edges"]]
    lots = {row["number"]: row["id"] for row in rows if row["kind"] == "lot"}
    for account in content["accounts"]:
        marks.append(Mark(account["id"], account["name"], "direct account", "account"))
        edges += [(lots[number], account["id"], True) for number in account["lots"] if number in lots]
    return picture(marks, edges)


def _tone(row: Mapping[str, Any]) -> str:
    return str(row["sure"]) if row["path"] else "asked"
