"""The waiver's pages: what is signed is shown first, the list says what counts, revoking asks why."""

from datetime import UTC, datetime, timedelta

from evidence.models import RuleVerdict, RuleWaiver
from kernel import scope
from records.models import Signature
from tests.evidence.actions.test_waivers import RULE, blocked, open_gaps, scene
from tests.evidence.scene import Scene
from tests.factories.browsers import browser
from tests.factories.keys import keyed
from tests.factories.signing import as_typed
from tests.workspace.visiting import visitor

__all__ = ["scene"]
HEAD = "head.qa@alderpine.example"


def place(verdict: RuleVerdict) -> str:
    return f"/evidence/verdicts/{verdict.pk}/waive/"


def given(days: int = 7) -> dict[str, str]:
    until = datetime.now(UTC).date() + timedelta(days=days)
    return {"scope": "lot", "valid_until": until.isoformat(), "why": "Audited last week."}


def test_shown_signed_listed_and_revoked(scene: Scene) -> None:
    verdict = blocked(scene)
    client = browser(scene.world, HEAD)
    assert place(verdict) in client.get(f"/evidence/packs/{verdict.pack_id}/rules/{RULE}/").content.decode()
    assert "Show what I sign" in client.get(place(verdict)).content.decode()
    shown = client.get(place(verdict), given())
    assert "QA-ALD-KEY-01 v2 cl. 9.1" in shown.content.decode()
    answer = client.post(place(verdict), given() | as_typed(shown))
    assert answer.headers["Location"] == f"/evidence/packs/{verdict.pack_id}/"
    assert RULE not in open_gaps(scene, verdict)
    with scope.opened(scene.world.head):
        waiver = RuleWaiver.objects.get()
        assert Signature.objects.get(subject_id=waiver.pk).content_hash == shown.context["digest"]
    listed = client.get("/evidence/waivers/").content.decode()
    revoke = f"/evidence/waivers/{waiver.pk}/revoke/"
    assert "Audited last week." in listed
    assert revoke in listed
    assert client.post(revoke, {"reason": ""}).status_code == 200
    assert client.post(revoke, {"reason": "The audit failed."}).headers["Location"] == "/evidence/waivers/"
    assert RULE in open_gaps(scene, verdict)


def test_refused_before_anybody_signs(scene: Scene) -> None:
    verdict = blocked(scene)
    answer = browser(scene.world, HEAD).get(place(verdict), given(31))
    assert answer.status_code == 409
    assert "A waiver lasts at most 30 days" in answer.content.decode()
    assert visitor(scene.world.clerk).get(place(verdict), given()).status_code == 403
    assert visitor(scene.world.other_sponsor).get(place(verdict)).status_code == 404


def test_what_was_changed_after_it_was_shown_is_not_signed(scene: Scene) -> None:
    verdict = blocked(scene)
    client = browser(scene.world, HEAD)
    answer = client.post(place(verdict), given(8) | as_typed(client.get(place(verdict), given())))
    assert answer.status_code == 409
    assert RULE in open_gaps(scene, verdict)


def test_read_and_revoked_over_the_api(scene: Scene) -> None:
    verdict = blocked(scene)
    client = browser(scene.world, HEAD)
    client.post(place(verdict), given() | as_typed(client.get(place(verdict), given())))
    key = keyed(scene.world, HEAD)
    (row,) = key.get("/api/v1/waivers/").json()["results"]
    assert (row["rule"], row["counts"], row["lot"]) == (RULE, True, str(scene.lot.pk))
    address = f"/api/v1/waivers/{row['id']}/revoke/"
    assert (
        keyed(scene.world, "clerk@keystone.example").post(address, {"reason": "x"}, "application/json").status_code
        == 403
    )
    revoked = key.post(address, {"reason": "The audit failed."}, "application/json")
    assert (revoked.status_code, revoked.json()["state"], revoked.json()["counts"]) == (200, "revoked", False)
    assert RULE in open_gaps(scene, verdict)
