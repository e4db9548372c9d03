"""JSONTestSuite against the API: y is read as JSON, n refused as what is no JSON, i either; never a 500."""

from pathlib import Path

import pytest

from tests.evidence.scene import Scene
from tests.evidence.upload import HOSTILE, check_nothing_is_stored
from tests.factories.keys import keyed

FILES = sorted((HOSTILE / "jsontestsuite" / "test_parsing").glob("*.json"))


def sentences(scene: Scene, kind: str) -> dict[str, tuple[int, str]]:
    """File name → status and sentence of the answer to its bytes as a pack."""
    client = keyed(scene.world, "clerk@keystone.example")
    found = {}
    for path in FILES:
        if path.name.startswith(kind):
            address = f"/api/v1/lots/{scene.lot.pk}/packs/"
            answer = client.post(address, path.read_bytes(), content_type="application/json")
            assert answer.headers["Content-Type"] == "application/problem+json", path.name
            found[path.name] = (answer.status_code, str(answer.json()["detail"]))
    check_nothing_is_stored(scene)
    return found


@pytest.fixture(autouse=True)
def material() -> list[Path]:
    if not FILES:
        pytest.skip(f"no JSONTestSuite in {HOSTILE}")
    return FILES


NOT_JSON = ("This is not JSON", "not valid UTF-8", "byte order mark", "nested too deeply", "is not a number")


def test_what_is_json_is_read_and_found_to_be_no_pack(scene: Scene) -> None:
    for name, (status, sentence) in sentences(scene, "y_").items():
        assert status == 422, (name, sentence)
        assert not any(words in sentence for words in NOT_JSON[:3]), (name, sentence)


def test_what_is_no_json_is_refused_as_such(scene: Scene) -> None:
    for name, (status, sentence) in sentences(scene, "n_").items():
        assert status in (400, 422), (name, sentence)
        assert status == 400 or any(words in sentence for words in NOT_JSON), (name, sentence)


def test_what_may_go_either_way_never_breaks(scene: Scene) -> None:
    for name, (status, sentence) in sentences(scene, "i_").items():
        assert status in (400, 422), (name, sentence)
