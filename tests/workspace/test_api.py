"""Auditors' requests, legal holds and packages over the API: right, refused, strangers' nothing."""

from datetime import timedelta

import pytest
from django.test import Client

from kernel import scope
from kernel.clock import now
from lots.models import Lot
from parties.models import AuditorGrant
from records.models import AccessRecord, LegalHold, SealedReport
from tests.factories.keys import keyed
from tests.factories.world import World
from workspace.actions import ask
from workspace.models import AuditRequest

pytestmark = pytest.mark.lot(until="released")
HEAD, CMO_QA, STRANGER = "head.qa@alderpine.example", "qa@keystone.example", "qa@bluemesa.example"
JSON = "application/json"


def asked(world: World) -> AuditRequest:
    by, at = world.auditor, now()
    with scope.opened(by):
        return ask(
            grant_id=AuditorGrant.objects.get().pk, side="cmo", words="Balance B-07", due_at=at + timedelta(days=2),
            by=by, reason="", at=at,
        )  # fmt: skip


def post(client: Client, path: str, **given: object) -> tuple[int, dict[str, object]]:
    answer = client.post(f"/api/v1/{path}", given, content_type=JSON)
    return answer.status_code, answer.json()


def test_a_request_is_read_by_both_and_answered_by_the_one_that_was_asked(world: World, lot: Lot) -> None:
    row, cmo, head = asked(world), keyed(world, CMO_QA), keyed(world, HEAD)
    (listed,) = head.get("/api/v1/audit-requests/").json()["results"]
    assert (listed["words"], listed["state"], listed["asked_of"]) == ("Balance B-07", "open", str(world.keystone.pk))
    status, refused = post(head, f"audit-requests/{row.pk}/answer/", words="Here.")
    assert (status, "detail" in refused) == (403, True)
    assert post(cmo, f"audit-requests/{row.pk}/answer/", words="Here.", record="KB-0")[0] == 409
    status, answered = post(cmo, f"audit-requests/{row.pk}/answer/", words="Here.", record=lot.number)
    assert (status, answered["state"], answered["record"]) == (200, "answered", f"lot {lot.number}")
    assert head.get(f"/api/v1/audit-requests/{row.pk}/").json()["answer"] == "Here."


def test_a_request_is_declined_with_words(world: World) -> None:
    row, cmo = asked(world), keyed(world, CMO_QA)
    assert post(cmo, f"audit-requests/{row.pk}/decline/", words="")[0] == 400
    status, declined = post(cmo, f"audit-requests/{row.pk}/decline/", words="Not of quality.")
    assert (status, declined["state"], declined["answer"]) == (200, "declined", "Not of quality.")


def test_a_hold_is_placed_on_a_lot_or_on_everything_and_lifted_by_no_key(world: World, lot: Lot) -> None:
    head, pair = keyed(world, HEAD), str(world.alder_keystone.pk)
    status, placed = post(head, "legal-holds/", partnership=pair, lot=str(lot.pk), reason="Claim of a customer")
    assert (status, placed["covers"], placed["lot"]) == (201, f"lot {lot.number}", str(lot.pk))
    status, whole = post(head, "legal-holds/", partnership=pair, reason="Subpoena")
    assert (status, whole["lot"], str(whole["covers"])[:15]) == (201, None, "all records of ")
    assert post(head, "legal-holds/", partnership=pair, reason=" ")[0] in (400, 409)
    assert post(keyed(world, "clerk@keystone.example"), "legal-holds/", partnership=pair, reason="x")[0] == 403
    found = keyed(world, CMO_QA).get("/api/v1/legal-holds/").json()["results"]
    assert [row["reason"] for row in found] == ["Subpoena", "Claim of a customer"]
    assert head.get(f"/api/v1/legal-holds/{placed['id']}/").json() == placed
    assert head.delete(f"/api/v1/legal-holds/{placed['id']}/").status_code == 405
    with scope.opened(world.head):
        assert LegalHold.objects.filter(lifted_at=None).count() == 2


def test_all_records_are_asked_for_followed_and_taken_by_the_own_company(world: World) -> None:
    head, pair = keyed(world, HEAD), str(world.alder_keystone.pk)
    status, made = post(head, "packages/", partnership=pair)
    assert (status, made["kind"], made["state"]) == (202, "partnership_exit", "queued")
    assert post(head, "packages/", partnership=pair)[1]["id"] == made["id"], "while it is being made, that one is it"
    assert [row["id"] for row in head.get("/api/v1/packages/").json()["results"]] == [made["id"]]
    assert head.get(f"/api/v1/packages/{made['id']}/").json() == made
    refused = head.get(f"/api/v1/packages/{made['id']}/file/")
    assert refused.status_code == 409
    assert keyed(world, CMO_QA).get(f"/api/v1/packages/{made['id']}/").status_code == 404, "for Alder’s eyes alone"
    with scope.opened(world.head):
        report = SealedReport.objects.get(pk=str(made["id"]))
        assert report.asked_for_id == world.alder.pk
        assert AccessRecord.objects.filter(what=f"Asked for {report.title}").count() == 1


def test_strangers_find_nothing(world: World, lot: Lot) -> None:
    row, pair, stranger = asked(world), str(world.alder_keystone.pk), keyed(world, STRANGER)
    hold = post(keyed(world, HEAD), "legal-holds/", partnership=pair, lot=str(lot.pk), reason="Claim")[1]
    package = post(keyed(world, HEAD), "packages/", partnership=pair)[1]
    for path in (f"audit-requests/{row.pk}/", f"legal-holds/{hold['id']}/", f"packages/{package['id']}/"):
        assert stranger.get(f"/api/v1/{path}").status_code == 404
    for path in ("audit-requests/", "legal-holds/", "packages/"):
        assert stranger.get(f"/api/v1/{path}").json()["results"] == []
    assert post(stranger, f"audit-requests/{row.pk}/answer/", words="x")[0] == 404
    assert post(stranger, "legal-holds/", partnership=pair, reason="x")[0] == 404
    assert post(stranger, "packages/", partnership=pair)[0] == 404
