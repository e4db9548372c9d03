"""The API against its own schema, as a machine of the sponsor, of the CMO and of the auditor.

Schemathesis makes requests from the schema, lawful ones and broken ones; every answer must be one that the schema
describes, none may be a server error, and none may name another partnership.
"""

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from oversight.problems import MEDIA_TYPE, problem
from tests.isolation.addresses import CHOICES, OBJECTS, Keys
from tests.isolation.conftest import estate
from tests.isolation.walking import Estate, Walker

__all__ = ["estate"]
MACHINES = ("SQA of Alder", "COP of Keystone", "AUD of Auditors")
load_all_checks()
CONFORMS = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
        "response_headers_conformance",
    )
]
EXAMPLES = {GenerationMode.POSITIVE: 3, GenerationMode.NEGATIVE: 2}
"""By one of the machines, in turns; the others ask for each operation once in each mode."""
SHAPE = set(problem(400))
_ARGUMENT = re.compile(r"\{(\w+)\}")


@pytest.fixture(scope="module")
def operations(estate: Estate) -> list[Any]:
    """Every operation that the schema tells of."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", read_whole(get_wsgi_application()))
    return [found.ok() for found in schema.get_all_operations()]


def read_whole(application: Any) -> Any:
    """As servers do: read to the end, then closed. The connection stays open for the next request."""

    def answer(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        try:
            body = application(environ, start_response)
            try:
                return [b"".join(body)]
            finally:
                body.close()
        finally:
            for signal in (request_started, request_finished):
                signal.connect(close_old_connections)

    return answer


def arguments(operation: Any, keys: Keys) -> dict[str, str]:
    """The path's arguments: the last of these rows."""
    names = _ARGUMENT.findall(operation.path)
    return {name: keys(OBJECTS[name][0])[-1] if name in OBJECTS else CHOICES[name][0] for name in names}


def check_one(case: Any, walker: Walker, *, is_foreign: bool) -> None:
    """Send the request; the answer conforms, errors have the one shape, nothing of others is said."""
    key = walker.estate.keys[walker.name]
    answer = case.call(headers={"Authorization": f"Key {key}"})
    case.validate_response(answer, checks=CONFORMS)
    text = answer.content.decode("utf-8", "replace")
    sent = f"{case.formatted_path} {case.query} {case.body}"
    assert walker.forbidden.found(f"{answer.headers} {text}", typed=case.formatted_path) == [], sent
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == [MEDIA_TYPE], sent
        assert set(json.loads(text)) == SHAPE, sent
    if is_foreign:
        assert answer.status_code == 404, (answer.status_code, sent)


@pytest.mark.parametrize("name", MACHINES)
def test_every_answer_is_one_that_the_schema_describes(estate: Estate, operations: list[Any], name: str) -> None:
    walker = estate.walker(name)
    problems = []
    for place, operation in enumerate(operations):
        is_its_turn = place % len(MACHINES) == MACHINES.index(name)
        for attempt in (partial(try_own, many=is_its_turn), try_foreign):
            try:
                attempt(operation, walker)
            except (Exception, BaseExceptionGroup) as error:  # schemathesis' FailureGroup is no Exception
                problems += [f"{operation.label}: {single}" for single in each(error)]
    assert problems == [], "\n\n".join(problems)  # all at once: one run shows every disagreement


def try_own(operation: Any, walker: Walker, *, many: bool) -> None:
    """Requests of each kind with an own row, always the same ones; one where there is nothing to vary."""
    own = arguments(operation, walker.own)
    has_input = operation.query or operation.body
    for mode, most in EXAMPLES.items() if has_input else [(GenerationMode.POSITIVE, 1)]:
        count = most if many else 1
        case = operation.as_strategy(generation_mode=mode, path_parameters=own or None)

        @settings(
            max_examples=count,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=case)
        def run(case: Any) -> None:
            check_one(case, walker, is_foreign=False)

        run()


def try_foreign(operation: Any, walker: Walker) -> None:
    """A stranger's row is not there, whatever is asked of it."""
    given = arguments(operation, walker.foreign)
    if set(given) & set(OBJECTS):
        values = {"body": {}, "media_type": "application/json"} if operation.body else {}
        check_one(operation.Case(path_parameters=given, **values), walker, is_foreign=True)


def each(error: BaseException) -> Iterator[BaseException]:
    """The failures inside groups of groups."""
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from each(inner)
    else:
        yield error


def test_the_schema_has_the_operations(operations: list[Any]) -> None:
    assert len(operations) > 50
    assert {"GET /api/v1/lots/", "POST /api/v1/lots/{lot_id}/packs/"} <= {o.label for o in operations}
