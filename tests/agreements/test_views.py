"""The pages of agreements: read, drafted, agreed, compared and signed in a browser."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, AgreementVersion
from kernel import scope
from kernel.clock import now
from records.models import Refusal, Signature
from tests.factories.agreed_clauses import TRIGGERS
from tests.factories.baseline import make_agreement
from tests.factories.browsers import browser
from tests.factories.signing import as_typed
from tests.factories.world import World

HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}' OR 1=1; --"


@pytest.fixture
def head(world: World) -> Client:
    return browser(world, "head.qa@alderpine.example")


@pytest.fixture
def cmo(world: World) -> Client:
    return browser(world, "qa@keystone.example")


def form(**changed: Any) -> dict[str, Any]:
    """The form of a version, as the page would send it."""
    given: dict[str, Any] = {
        "effective_from": (now() + timedelta(days=30)).date().isoformat(), "effective_until": "",
        "release_pattern-number": "3.1", "release_pattern-title": "Release of lots",
        "release_pattern-pattern": "sponsor_release",
        "evidence-number": "4.1", "evidence-title": "Evidence pack and hand-off",
        "evidence-categories": ["batch_record", "materials"], "evidence-window_hours": "48",
        "evidence-calendar": "hours",
        "notification-number": "5.1", "notification-title": "Notification of events",
        "notification-critical_hours": "1", "notification-major_hours": "24", "notification-minor_hours": "720",
        "event_approval-number": "5.2", "event_approval-title": "Sponsor approval of events",
        "event_approval-classes": ["major", "critical"], "event_approval-roles": ["SQA", "SQH"],
        "event_approval-critical_hours": "24", "event_approval-major_hours": "72",
        "review-number": "6.1", "review-title": "Review and decision", "review-pack_days": "5",
        "review-disposition_days": "3",
        "change-number": "7.1", "change-title": "Change control", "change-lead_days": "0",
    }  # fmt: skip
    given |= {f"change-trigger_{name}": way for name, way in TRIGGERS.items()}
    return given | changed


def test_everybody_of_the_partnership_reads_it_and_nobody_else(world: World, signed: AgreementVersion) -> None:
    url = f"/agreements/{signed.agreement_id}/"
    for email in ("qa@alderpine.example", "clerk@keystone.example", "auditor@example.org"):
        text = browser(world, email).get(url).content.decode()
        for words in (
            "QA-ALD-KEY-01",
            "Sponsor release.",
            "4.1 Evidence pack and hand-off",
            "Helen Okafor",
            "Quentin Abbot",
            "In force",
        ):
            assert words in text, (email, words)
    stranger = browser(world, "qa@bluemesa.example")
    assert stranger.get(url).status_code == 404
    assert stranger.get(f"/agreements/versions/{signed.pk}/sign/").status_code == 404
    assert stranger.get(f"{url}redline/").status_code == 404
    assert "QA-ALD-KEY-01" not in stranger.get("/agreements/").content.decode()
    assert "QA-ALD-KEY-01" in browser(world, "qa@alderpine.example").get("/agreements/").content.decode()


def test_a_second_version_is_drafted_agreed_compared_and_signed(
    world: World, signed: AgreementVersion, head: Client, cmo: Client
) -> None:
    url = f"/agreements/{signed.agreement_id}/"
    shown = cmo.get(f"{url}new-version/").content.decode()
    assert 'name="evidence-window_hours" value="72"' in shown
    assert cmo.post(f"{url}new-version/", form()).headers["location"] == url
    with scope.opened(world.head):
        version = AgreementVersion.objects.get(version=3)
        changed = {c.kind: c.parameters for c in version.clauses.all()}["evidence"]
        assert changed == {"categories": ["batch_record", "materials"], "window_hours": 48, "calendar": "hours"}
    assert (
        cmo.post(f"/agreements/versions/{version.pk}/edit/", form(**{"evidence-clean_scan": "on"})).status_code == 302
    )
    with scope.opened(world.head):
        assert version.clauses.get(kind="evidence").parameters["clean_scan"] is True
    paused = form(
        **{"pause-duties": ["decision"], "pause-longest_days": "4", "pause-number": "9.2", "pause-title": "Pause"}
    )
    assert cmo.post(f"/agreements/versions/{version.pk}/edit/", paused).status_code == 302
    with scope.opened(world.head):
        assert version.clauses.get(kind="pause").parameters == {"duties": ["decision"], "longest_days": 4}
    assert cmo.post(f"/agreements/versions/{version.pk}/edit/", form()).status_code == 302
    redline = head.get(f"{url}redline/").content.decode()
    assert "<del>72</del>" in redline
    assert "<ins>48</ins>" in redline
    assert head.post(f"/agreements/versions/{version.pk}/agree/").status_code == 302
    waiting = head.get(url).content.decode()
    assert waiting.count("Not signed yet") == 2
    for client in (head, cmo):
        page = client.get(f"/agreements/versions/{version.pk}/sign/")
        answer = client.post(
            f"/agreements/versions/{version.pk}/sign/",
            as_typed(page),
        )
        assert answer.headers["location"] == url
    with scope.opened(world.head):
        version.refresh_from_db()
        assert version.state == "signed"
        assert Signature.objects.filter(subject_id=version.pk).count() == 2
    assert f"In force from {version.effective_from}" in head.get(url).content.decode()


def test_a_wrong_password_signs_nothing_and_is_recorded(world: World, signed: AgreementVersion, cmo: Client) -> None:
    cmo.post(f"/agreements/{signed.agreement_id}/new-version/", form())
    with scope.opened(world.head):
        version = AgreementVersion.objects.get(version=3)
    cmo.post(f"/agreements/versions/{version.pk}/agree/")
    url = f"/agreements/versions/{version.pk}/sign/"
    answer = cmo.post(url, as_typed(cmo.get(url), password="not my password", reason="kept text"))
    assert answer.status_code == 409
    assert "The password is not right. Nothing was signed." in answer.content.decode()
    assert "kept text" in answer.content.decode()
    with scope.opened(world.cmo_qa):
        assert Refusal.objects.get().subject_id == version.pk
        assert Signature.objects.filter(subject_id=version.pk).count() == 0


def test_a_draft_is_edited(world: World, signed: AgreementVersion, cmo: Client) -> None:
    cmo.post(f"/agreements/{signed.agreement_id}/new-version/", form())
    with scope.opened(world.head):
        version = AgreementVersion.objects.get(version=3)
    url = f"/agreements/versions/{version.pk}/edit/"
    assert 'name="evidence-window_hours" value="48"' in cmo.get(url).content.decode()
    until = (now() + timedelta(days=400)).date()
    sent = form(**{"review-pack_days": "4", "effective_until": until.isoformat()})
    assert cmo.post(url, sent).status_code == 302
    with scope.opened(world.head):
        version.refresh_from_db()
        assert version.effective_until == until
        assert version.clauses.get(kind="review").parameters == {"pack_days": 4, "disposition_days": 3}
        assert version.clauses.get(kind="review").history.count() == 2
        assert version.clauses.get(kind="evidence").history.count() == 1


def test_a_conditional_release_is_typed_in_fields(world: World, signed: AgreementVersion, cmo: Client) -> None:
    url = f"/agreements/{signed.agreement_id}/new-version/"
    asked = {
        "release_pattern-pattern": "conditional", "release_pattern-maximum_exceptions": "0",
        "release_pattern-qualification": "qualified", "release_pattern-expires_on": "2027-06-30",
    }  # fmt: skip
    missing = cmo.post(url, form(**(asked | {"release_pattern-expires_on": ""})))
    assert missing.status_code == 200
    assert "A conditional release needs a day on which the rule expires." in missing.content.decode()
    assert cmo.post(url, form(**asked)).status_code == 302
    with scope.opened(world.head):
        rule = AgreementVersion.objects.get(version=3).clauses.get(kind="release_pattern")
        assert rule.parameters == {
            "pattern": "conditional",
            "conditions": {"qualification": "qualified", "maximum_exceptions": 0},
            "expires_on": "2027-06-30",
        }


def test_a_new_agreement_is_drafted(world: World, head: Client) -> None:
    sent = form(
        partnership=str(world.alder_keystone.pk), number="QA-7", title="Quality agreement, powders",
        product_group="powders",
    )  # fmt: skip
    assert head.get("/agreements/new/").status_code == 200
    assert head.post("/agreements/new/", sent).status_code == 302
    again = head.post("/agreements/new/", sent)
    assert again.status_code == 409
    assert "Agreement QA-7 exists already in this partnership." in again.content.decode()
    foreign = head.post("/agreements/new/", sent | {"partnership": str(world.blue_keystone.pk)})
    assert foreign.status_code == 200
    with scope.opened(world.clerk):
        assert [str(found) for found in Agreement.objects.all()] == ["QA-7 Quality agreement, powders"]


def test_hostile_text_is_only_text(world: World, head: Client) -> None:
    sent = form(
        partnership=str(world.alder_keystone.pk), number="QA-8", title=HOSTILE, product_group="' OR ''='",
        **{"review-title": HOSTILE},
    )  # fmt: skip
    answer = head.post("/agreements/new/", sent)
    assert answer.status_code == 302
    text = head.get(answer.headers["location"]).content.decode()
    assert "<img src=x" not in text
    assert "&lt;img src=x onerror=alert(1)&gt;{{7*7}}" in text
    assert head.post("/agreements/new/", sent | {"number": "a\x00b"}).status_code == 200


def test_who_may_not_sees_no_button_and_is_refused(world: World, signed: AgreementVersion, cmo: Client) -> None:
    cmo.post(f"/agreements/{signed.agreement_id}/new-version/", form())
    with scope.opened(world.head):
        version = AgreementVersion.objects.get(version=3)
    clerk = browser(world, "clerk@keystone.example")
    text = clerk.get(f"/agreements/{signed.agreement_id}/").content.decode()
    assert "New version" not in text
    assert "Your role does not allow you to do this: mark as agreed QA-ALD-KEY-01 v3." in text
    refused = clerk.post(f"/agreements/versions/{version.pk}/agree/")
    assert refused.status_code == 403
    assert "Your role does not allow you to do this: mark as agreed QA-ALD-KEY-01 v3." in refused.content.decode()
    auditor = browser(world, "auditor@example.org")
    assert "Mark as agreed" not in auditor.get(f"/agreements/{signed.agreement_id}/").content.decode()


@pytest.mark.parametrize(("step", "state"), [("reopen", "draft"), ("withdraw", "withdrawn")])
def test_taken_back_or_withdrawn_with_a_reason(
    world: World, signed: AgreementVersion, cmo: Client, step: str, state: str
) -> None:
    cmo.post(f"/agreements/{signed.agreement_id}/new-version/", form())
    with scope.opened(world.head):
        version = AgreementVersion.objects.get(version=3)
    cmo.post(f"/agreements/versions/{version.pk}/agree/")
    url = f"/agreements/versions/{version.pk}/{step}/"
    assert cmo.post(url, {"reason": " "}).status_code == 200
    assert cmo.post(url, {"reason": "the review is too short"}).status_code == 302
    with scope.opened(world.head):
        version.refresh_from_db()
        assert version.state == state
        assert version.history.latest("history_id").history_change_reason == "the review is too short"


def test_an_unknown_version_is_not_found(signed: AgreementVersion, head: Client) -> None:
    assert head.get(f"/agreements/{signed.agreement_id}/", {"version": "2"}).status_code == 200
    assert head.get(f"/agreements/{signed.agreement_id}/", {"version": "9"}).status_code == 404
    assert head.get(f"/agreements/{signed.agreement_id}/redline/", {"old": "x", "new": "9"}).status_code == 200


def test_the_list_takes_the_same_queries_for_one_and_three(world: World, signed: AgreementVersion, cmo: Client) -> None:
    cmo.get("/agreements/")
    with CaptureQueriesContext(connection) as one:
        cmo.get("/agreements/")
    for number in ("A", "B"):
        make_agreement(world, number=f"QA-{number}", product_group=number)
    with CaptureQueriesContext(connection) as three:
        assert "QA-B" in cmo.get("/agreements/").content.decode()
    assert len(three) == len(one)


def test_a_wrong_reference_to_the_law_stands_beside_its_clause_with_the_right_one(
    signed: AgreementVersion, cmo: Client
) -> None:
    url = f"/agreements/{signed.agreement_id}/"
    text = "Line clearance is made as 21 CFR 111.420 says."
    sent = form(**{"purpose-number": "1.1", "purpose-title": "Purpose", "purpose-text": text})
    assert cmo.post(f"{url}new-version/", sent).status_code == 302
    marked = "111.420: 111.420 is “Repackaging and relabeling”, not about line clearance. Cite 111.415."
    assert cmo.get(f"{url}?version=3").content.decode().count(marked) == 1
    version = re.search(r"/agreements/versions/([0-9a-f-]{36})/edit/", cmo.get(url).content.decode())
    assert version is not None
    assert cmo.get(version[0]).content.decode().count(marked) == 1
    right = form(**{"purpose-number": "1.1", "purpose-title": "Purpose", "purpose-text": text.replace("420", "415")})
    assert cmo.post(version[0], right).status_code == 302
    assert 'class="citations"' not in cmo.get(version[0]).content.decode()
