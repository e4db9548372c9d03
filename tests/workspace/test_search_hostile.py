"""Whatever somebody types into the box: a page or a 400 in words, never an error, never unescaped."""

import pytest

from tests.factories.keys import keyed
from tests.factories.world import World
from tests.parties.hostile import PARTS, sent, strings
from tests.workspace.visiting import visitor

SAMPLED = slice(0, None, 8)
ALWAYS = ["a\x00b", "\u202egnp.exe", "'\"><script>alert(1)</script>", "x" * 5000]


@pytest.mark.parametrize("part", range(0, PARTS, 4))
def test_the_page_and_the_api_answer_every_string(world: World, part: int) -> None:
    client, program = visitor(world.reviewer), keyed(world, "qa@alderpine.example")
    for text in [*strings(part)[SAMPLED], *ALWAYS]:
        typed = sent(text)
        page = client.get("/search/", {"q": typed})
        assert page.status_code == 200, typed
        assert "<script>alert(" not in page.content.decode()
        assert program.get("/api/v1/search/", {"q": typed}).status_code in {200, 400}, typed


def test_a_long_or_broken_question_is_refused_by_the_api(world: World) -> None:
    program = keyed(world, "qa@alderpine.example")
    for typed in ("x" * 201, "a\x00b"):
        assert program.get("/api/v1/search/", {"q": typed}).status_code == 400
