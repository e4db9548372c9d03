"""The body of a hand-over, byte for byte: JSON is read by the pack's own strict reader, never by a lenient one."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from rest_framework.parsers import BaseParser

from evidence.pack import json_text
from evidence.pack.problems import Unreadable
from evidence.uploads import MOST_PACK_BYTES


class RawJson(BaseParser):
    """`application/json` as bytes."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """At most 25 MB; Django's own limit is asked when the body is read as a whole."""
        content: bytes = stream.read(MOST_PACK_BYTES + 1)
        if len(content) > MOST_PACK_BYTES:
            raise RequestDataTooBig
        return content


def reasons_in(body: bytes) -> dict[str, Any]:
    """`reason` and `change_reasons` of a body that holds the pack inside; empty for the pack alone, or what cannot
    be read: then the pack's own reader says where."""
    content = json_text.parse(body, file="pack.json")
    return content if isinstance(content, dict) and "pack" in content else {}


def json_list(text: str) -> Any:
    """The list in a form's field; what is no JSON is refused by the shape that it then lacks."""
    content = json_text.parse(text.encode("utf-8", "replace"), file="change_reasons")
    return text if isinstance(content, Unreadable) else content
