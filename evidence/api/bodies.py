"""The body of a hand-over, byte for byte: JSON is read by the pack's own strict reader, never by a lenient one."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from rest_framework.parsers import BaseParser

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
