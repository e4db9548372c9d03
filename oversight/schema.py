"""What drf-spectacular cannot read from the code: keys as a security scheme, the one shape of every error."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from oversight.problems import MEDIA_TYPE

EVERYWHERE = {
    "400": "The request cannot be read as it is",
    "401": "No valid key",
    "403": "The person behind the key may not do this",
    "404": "No such thing here, or not yours to see",
    "409": "Refused, in a sentence with its clause; recorded",
    "429": "Too many requests of this key, company or address: ask again after `Retry-After` seconds",
}
WITH_BODY = {
    "413": "Too large",
    "415": "Not JSON",
    "422": "Something in an upload cannot be read without guessing: `errors` name every place with its cure",
}
BODY_METHODS = {"post", "put", "patch"}
METHODS = {"get", "delete", *BODY_METHODS}


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself
    """`Authorization: Key <prefix>.<secret>`."""

    target_class = "parties.outside.key_authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Key <prefix>.<secret>`, made by `manage.py api_key`. A key can sign nothing.",
        }


def describe_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Post-processing hook: every operation may answer with a problem."""
    components = result.setdefault("components", {}).setdefault("schemas", {})
    components["Problem"] = _problem_schema()
    answer = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for path in result["paths"].values():
        for method, operation in path.items():
            if method not in METHODS:
                continue
            statuses = EVERYWHERE | (WITH_BODY if method in BODY_METHODS else {})
            for status, words in statuses.items():
                operation["responses"].setdefault(status, {"description": words, **answer})
    return result


def _problem_schema() -> dict[str, Any]:
    text = {"type": "string"}
    place = {
        "type": "object",
        "required": ["pointer", "sentence"],
        "properties": {
            "pointer": text,
            "sentence": text,
            "file": text,
            "sheet": text,
            "row": {"type": ["integer", "null"]},
            "column": text,
            "name": {"type": "string", "description": "What the row is known by."},
            "reason": text,
            "cure": text,
        },
    }
    properties = {
        "type": {"type": "string", "format": "uri"},
        "title": text,
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "The sentence, the same one that pages show."},
        "clause": {"type": "string", "description": "The paragraph or agreement clause it rests on."},
        "code": {"type": "string", "description": "Stable, for machines."},
        "errors": {"type": "array", "items": place},
    }
    return {"type": "object", "required": list(properties), "properties": properties}
