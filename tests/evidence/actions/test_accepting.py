"""Accepting is signed; a pack of high risk is accepted by two persons, and the gate waits for both."""

from datetime import timedelta

import pytest
from django.db import transaction

from clocks.models import Clock, InboxItem
from evidence.actions.accepting import accept_pack, countersign_pack
from evidence.actions.review import return_pack
from evidence.content import acceptance_content, countersignature_content
from evidence.models import Pack
from evidence.queries import review_signature
from kernel import scope
from kernel.errors import Forbidden, Refused, Stale
from kernel.history import acting
from kernel.scope import Actor, system
from lots.models import Lot
from masters.models import Product
from records.content import content_hash
from records.models import Signature
from release.queries import panel_of, reviewers_of
from tests.evidence.actions.test_review import LATER, attest
from tests.evidence.scene import Scene, stated
from tests.factories.browsers import browser
from tests.factories.packs import with_row
from tests.factories.signing import as_typed, proof
from tests.factories.walked import accept_as, colleague, release_by_cmo

HEAD = "head.qa@alderpine.example"


@pytest.fixture
def pack(scene: Scene) -> Pack:
    return attest(scene, scene.submit().pack)


@pytest.fixture
def risky(scene: Scene, pack: Pack) -> Pack:
    """The same pack, of a product of high risk."""
    as_system = system(scene.lot.partnership_id)
    with scope.opened(as_system), acting(by=as_system, reason="a new ingredient", at=LATER):
        Product.objects.filter(pk=scene.lot.product_id).update(risk_tier="high")
    return pack


def review(scene: Scene, pack: Pack, by: Actor | None = None) -> Pack:
    by = by or scene.world.reviewer
    with scope.opened(by):
        return accept_as(by, pack, at=LATER)


def countersign(pack: Pack, by: Actor, shown: str = "") -> Pack:
    with scope.opened(by):
        content = countersignature_content(pack, Lot.objects.get(pk=pack.lot_id), review_signature(pack))
        shown = shown or content_hash(content)
        return countersign_pack(
            pack_id=pack.pk, proof=proof(by, LATER, pack, shown), shown_hash=shown, by=by, reason="", at=LATER
        )


def meanings(scene: Scene, pack: Pack) -> list[tuple[str, str]]:
    with scope.opened(scene.world.head):
        rows = Signature.objects.filter(subject_id=pack.pk).order_by("id")
        return list(rows.values_list("meaning", "role"))


def unmet(scene: Scene, pack: Pack) -> list[str]:
    with scope.opened(scene.world.head):
        shown = panel_of(pack.lot_id, LATER)
        return [reason.code for reason in shown.reasons if not reason.is_met]


def test_one_signature_accepts_a_pack_of_ordinary_risk(scene: Scene, pack: Pack) -> None:
    assert review(scene, pack).state == "accepted"
    assert meanings(scene, pack) == [("attested", "CQA"), ("approved", "SQA")]
    with scope.opened(scene.world.head), pytest.raises(Refused, match="“Countersign” is not possible"):
        countersign(pack, scene.world.head)


def test_what_was_not_shown_is_not_accepted(scene: Scene, pack: Pack) -> None:
    by = scene.world.reviewer
    with scope.opened(by):
        given = proof(by, LATER, pack, "0" * 64)
    with scope.opened(by), pytest.raises(Stale):
        accept_pack(pack_id=pack.pk, proof=given, shown_hash="0" * 64, by=by, reason="", at=LATER)
    assert scene.reloaded(pack).state == "in_review"


def test_the_signature_covers_the_decisions(scene: Scene, pack: Pack) -> None:
    review(scene, pack)
    with scope.opened(scene.world.head):
        signed = Signature.objects.get(subject_id=pack.pk, meaning="approved")
        content = acceptance_content(pack, Lot.objects.get(pk=pack.lot_id))
    assert (signed.content_hash, content["exceptions"]) == (content_hash(content), 0)


def test_high_risk_waits_for_the_head_and_the_gate_with_it(scene: Scene, risky: Pack) -> None:
    release_by_cmo(scene.shop, scene.lot, at=LATER)
    assert unmet(scene, risky) == ["pack_accepted", "sponsor_release"]
    assert review(scene, risky).state == "to_countersign"
    assert unmet(scene, risky) == ["pack_countersigned", "sponsor_release"]
    with scope.opened(scene.world.head):
        clock = Clock.objects.get(subject_id=risky.pk, rule="evidence.countersign")
        item = InboxItem.objects.get(clock=clock)
        assert (item.roles, item.title) == (["SQH"], "Countersign pack v1 of lot MG2603-114")
        assert Clock.objects.get(subject_id=risky.pk, rule="evidence.review").ended_at == LATER
        assert not InboxItem.objects.filter(key=f"lot/{scene.lot.pk}/disposition").exists()
    assert countersign(risky, scene.world.head).state == "accepted"
    assert unmet(scene, risky) == ["sponsor_release"]
    assert meanings(scene, risky) == [("attested", "CQA"), ("reviewed", "SQA"), ("approved", "SQH")]
    with scope.opened(scene.world.head):
        assert Clock.objects.get(subject_id=risky.pk, rule="evidence.countersign").ended_at == LATER
        assert InboxItem.objects.filter(key=f"lot/{scene.lot.pk}/disposition").exists()
        assert reviewers_of(risky.pk) == {scene.world.reviewer.person_id}


def test_another_person_countersigns(scene: Scene, risky: Pack) -> None:
    """The head may review; then another head countersigns, never the reviewer or the same head again."""
    review(scene, risky, scene.world.head)
    with pytest.raises(Refused, match="You signed the review of pack v1; another person must countersign it"):
        countersign(risky, scene.world.head)
    with pytest.raises(Forbidden):
        countersign(risky, scene.world.reviewer)
    second = colleague(scene.world, "deputy@alderpine.example", "Dora Finch", scene.world.alder, ["SQH"])
    with pytest.raises(Stale):
        countersign(risky, second, shown="0" * 64)
    assert countersign(risky, second).state == "accepted"


def test_a_return_or_a_new_version_ends_the_wait(scene: Scene, risky: Pack) -> None:
    review(scene, risky)
    by, clock = scene.world.head, {"subject_id": risky.pk, "rule": "evidence.countersign"}
    with scope.opened(by), transaction.atomic():
        assert return_pack(pack_id=risky.pk, by=by, reason="Which balance?", at=LATER).state == "returned"
        assert Clock.objects.get(**clock).ended_at == LATER
        transaction.set_rollback(True)
    changed = with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.09")
    scene.submit(changed, reason="typed wrong", at=LATER + timedelta(hours=1))
    with scope.opened(by):
        assert scene.reloaded(risky).state == "superseded"
        assert Clock.objects.get(**clock).state == "cancelled"


def test_both_sign_on_their_pages_and_everybody_sees_who_has_not(scene: Scene, risky: Pack) -> None:
    where = f"/evidence/packs/{risky.pk}"
    for email, step in (("qa@alderpine.example", "accept"), (HEAD, "countersign")):
        client = browser(scene.world, email)
        page = client.get(f"{where}/{step}/")
        assert "Sponsor head of quality: not signed yet" in page.content.decode()
        given = as_typed(page)
        assert client.post(f"{where}/{step}/", {**given, "password": "wrong"}).status_code == 409
        assert client.post(f"{where}/{step}/", given).status_code == 302
        if step == "accept":
            for reader in ("qa@keystone.example", HEAD):
                shown = browser(scene.world, reader).get(f"{where}/").content.decode()
                assert "Sponsor QA reviewer: signed by " in shown
            assert client.get(f"{where}/countersign/").status_code == 403
            assert browser(scene.world, "qa@bluemesa.example").get(f"{where}/countersign/").status_code == 404
            assert "Countersign" in browser(scene.world, HEAD).get(f"{where}/review/").content.decode()
    assert scene.reloaded(risky).state == "accepted"
