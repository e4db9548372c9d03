"""The pages of trends: a product's tests, one test's results, limits to be locked or withdrawn."""

from evidence.models import TrendLimits
from kernel import scope
from kernel.clock import now
from records.models import Signature
from records.queries import NOT_VALID
from tests.evidence.actions.test_trends import ASSAY, SERIES, measured, propose
from tests.evidence.scene import Scene
from tests.factories.browsers import browser
from tests.factories.signing import as_typed, change_beneath
from tests.workspace.visiting import asked, visitor

CMO_QA, HEAD = "qa@keystone.example", "head.qa@alderpine.example"


def test_listed_proposed_locked_and_shown(scene: Scene) -> None:
    product = measured(scene)
    client = browser(scene.world, CMO_QA)
    page = client.get(f"/products/{product.pk}/trends/").content.decode()
    assert f"/products/{product.pk}/trends/{ASSAY}/" in page
    assert "can be proposed" in page
    assert "20 more results needed" in page  # of other tests
    place = f"/products/{product.pk}/trends/{ASSAY}/"
    assert "20 results from 126 to 128; no limits are locked" in client.get(place).content.decode()
    answer = client.post(place, {"reason": "twenty lots"})
    with scope.opened(scene.world.cmo_qa):
        limits = TrendLimits.objects.get()
    assert answer.headers["Location"] == f"/evidence/limits/{limits.pk}/"
    waiting = client.get(f"/evidence/limits/{limits.pk}/").content.decode()
    assert "They count once another person" in waiting
    assert "Withdraw the limits" in waiting
    head = browser(scene.world, HEAD)
    given = as_typed(head.get(f"/evidence/limits/{limits.pk}/"), reason="steady")
    assert head.post(f"/evidence/limits/{limits.pk}/", given).status_code == 302
    shown = head.get(f"/evidence/limits/{limits.pk}/").content.decode()
    assert "Helen Okafor" in shown
    assert NOT_VALID not in shown
    change_beneath(limits, now(), reason="nineteen lots")
    assert NOT_VALID in head.get(f"/evidence/limits/{limits.pk}/").content.decode()
    assert "Lock the limits" not in shown
    assert "Locked" in shown
    assert f"limits {limits.low.normalize()}"[:12] in head.get(place).content.decode()
    with scope.opened(scene.world.head):
        assert Signature.objects.filter(subject_id=limits.pk).count() == 1


def test_what_is_left_out_stays_typed_when_the_proposal_is_refused(scene: Scene) -> None:
    product = measured(scene)
    place = f"/products/{product.pk}/trends/{ASSAY}/"
    answer = browser(scene.world, CMO_QA).post(
        place, {"reason": "first limits", f"why:{scene.number}/T01": "diluted twice"}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Limits need 20 results; 19 count so far" in page
    assert 'value="diluted twice"' in page


def test_too_few_results_offer_no_proposal(scene: Scene) -> None:
    product = measured(scene, SERIES[:19])
    page = browser(scene.world, CMO_QA).get(f"/products/{product.pk}/trends/{ASSAY}/").content.decode()
    assert "Limits can be proposed from 20 results on; 19 are here." in page
    assert "Propose limits" not in page


def test_withdrawn_with_a_reason_only(scene: Scene) -> None:
    measured(scene)
    limits, client = propose(scene), browser(scene.world, CMO_QA)
    place = f"/evidence/limits/{limits.pk}/withdraw/"
    client.post(place, {"withdraw-reason": ""})
    with scope.opened(scene.world.head):
        assert TrendLimits.objects.get().state == "proposed"
    client.post(place, {"withdraw-reason": "one lot too few"})
    with scope.opened(scene.world.head):
        assert TrendLimits.objects.get().state == "withdrawn"
    assert client.get(place).status_code == 405


def test_what_is_not_there(scene: Scene) -> None:
    product = measured(scene)
    client = browser(scene.world, CMO_QA)
    assert client.get(f"/products/{product.pk}/trends/NONE/").status_code == 404
    assert visitor(scene.world.other_sponsor).get(f"/products/{product.pk}/trends/").status_code == 404


def test_queries_do_not_grow_with_the_results(scene: Scene) -> None:
    product = measured(scene)
    client = visitor(scene.world.cmo_qa)
    client.get("/")  # the first page of a session writes it
    _, few = asked(client, f"/products/{product.pk}/trends/")
    measured(scene, (*SERIES, *SERIES))
    _, many = asked(client, f"/products/{product.pk}/trends/")
    assert len(many) == len(few)
