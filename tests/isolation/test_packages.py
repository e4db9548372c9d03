"""Packages over the estate: whole, proven without us, and of nobody else; one flipped byte is found and named."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from random import Random

import pytest
from django.db import transaction

from evidence.outside.store import store
from kernel import scope
from kernel.clock import now
from kernel.errors import Forbidden, Refused
from kernel.rls.policies import is_history, project_models
from kernel.rls.trail import relation_of
from parties.models import AuditorGrant
from records.merkle.export import Export, Verdict, check_export, check_members
from records.models import SealedReport
from records.outside.signing_keys import trusted_keys
from tests.isolation.outside_of_grants import SHOWN_LOT
from tests.isolation.reading import inside
from tests.isolation.walking import Estate
from traceability.models.recalls import SPONSORS_OWN
from workspace.actions import request_all_records, request_audit_package
from workspace.outside import packing, unproven
from workspace.tasks import render_report

Package = dict[str, bytes]


@pytest.fixture(scope="module")
def audit(estate: Estate) -> Package:
    """What the auditor gets who may see one lot."""
    by = estate.walker("narrow of Auditors").actor
    assert by is not None
    with scope.opened(by), transaction.atomic():
        grant = AuditorGrant.objects.get(person_id=by.person_id)
        report = request_audit_package(grant_id=grant.pk, by=by, reason="", at=now())
    return made(report)


@pytest.fixture(scope="module")
def everything(estate: Estate) -> Callable[[str], Package]:
    """All records of Alder at Keystone, for a head of either company."""

    @cache
    def of(who: str) -> Package:
        by = estate.companies.members[who]
        with scope.opened(by), transaction.atomic():
            pair = estate.companies.world.alder_keystone
            return made(request_all_records(partnership_id=pair.pk, by=by, reason="", at=now()))

    return of


def made(report: SealedReport) -> Package:
    pair = report.partnership_id
    assert render_report(str(pair), str(report.pk))
    with scope.opened(scope.system(pair)), transaction.atomic():
        found = SealedReport.objects.get(pk=report.pk)
        assert (found.state, found.progress, found.problem) == ("sealed", 100, "")
    with store().open(found.sha256) as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def verdict_on(package: Package) -> Verdict:
    """Without what the estate itself does: its words were planted past the triggers that make the leaves."""
    verdict = check_export(Export(list(package), package.__getitem__), trusted_keys())
    verdict.problems = [one for one in verdict.problems if "is not the one that was sealed" not in one]
    return verdict


def members(package: Package) -> str:
    """What is wrong with the files themselves; the whole check of every flip would take minutes."""
    try:
        manifest = json.loads(package["manifest.json"])
    except ValueError:
        return "cannot be read"
    return " ".join(check_members(Export(list(package), package.__getitem__), manifest, trusted_keys()))


def test_an_audit_package_is_whole_and_of_its_lot_alone(estate: Estate, audit: Package) -> None:
    verdict = verdict_on(audit)
    assert verdict.problems == []
    assert (verdict.is_complete, verdict.files > 0, verdict.parts > 10) == (True, True, True)
    lot = estate.holdings["Alder at Keystone"].lots[SHOWN_LOT]
    paper, copy = (audit[f"dossiers/{lot.pk}{ending}"] for ending in (".pdf", ".json"))
    assert (paper[:5], lot.number in copy.decode()) == (b"%PDF-", True)
    assert [name for name in audit if name.startswith("dossiers/")] == [
        f"dossiers/{lot.pk}.pdf",
        f"dossiers/{lot.pk}.json",
    ]
    assert {f"states/{relation}.ndjson" for relation in ("lots_historicallot", "evidence_historicalpack")} <= set(audit)


def test_an_audit_package_tells_nothing_from_outside_of_the_access(estate: Estate, audit: Package) -> None:
    """But for `leaves.txt`: the keys of all lines, which is the price of completeness (ADR 0018)."""
    forbidden = estate.forbidden("narrow")
    for name, content in audit.items():
        if name in ("leaves.txt", "manifest.sig") or name.startswith(("files/", "shown/files/")):
            continue
        assert forbidden.found("\n".join(inside(content))) == [], name


@pytest.mark.parametrize("who", ["head of Alder", "quality of Keystone"])
def test_all_records_are_all_records(estate: Estate, everything: Callable[[str], Package], who: str) -> None:
    """Every model of the partnership: with history, without, or left out with a reason."""
    package = everything(who)
    assert verdict_on(package).problems == []
    for model in project_models():
        columns = {field.column for field in model._meta.concrete_fields}
        table, relation = model._meta.db_table, relation_of(model)
        if is_history(model) or "partnership_id" not in columns or relation in packing.LEFT_OUT:
            continue
        if who == "quality of Keystone" and getattr(model, "policy", None) is SPONSORS_OWN:
            assert f"states/{relation}.ndjson" not in package, table
        elif hasattr(model, "history"):
            assert f"states/{relation}.ndjson" in package, table
        elif table not in unproven.LEFT_OUT and relation not in {t.relation for t in packing.packed_tables()}:
            assert f"shown/{table}.ndjson" in package, table
    lines = package["rows.ndjson"].decode()
    for relation in ("records_refusal", "records_accessrecord", "records_historicalsignature"):
        assert relation in lines
    assert any(name.startswith("files/") for name in package)


@pytest.mark.parametrize(("who", "side"), [("head of Alder", "Alder"), ("quality of Keystone", "Keystone")])
def test_all_records_are_of_this_partnership_alone(
    estate: Estate, everything: Callable[[str], Package], who: str, side: str
) -> None:
    forbidden = estate.forbidden(side)
    for name, content in everything(who).items():
        if name.endswith((".ndjson", ".json")):
            assert forbidden.found(content.decode()) == [], name


def test_the_other_company_does_not_get_ones_package(estate: Estate, everything: Callable[[str], Package]) -> None:
    everything("head of Alder")
    pair = estate.companies.world.alder_keystone
    for who, seen in (("head of Alder", True), ("quality of Keystone", False), ("AUD of Auditors", False)):
        with scope.opened(estate.companies.members[who]), transaction.atomic():
            ours = SealedReport.objects.filter(kind="partnership_exit", asked_for=pair.sponsor_id)
            assert ours.exists() == seen, who


def test_one_flipped_byte_is_found_and_named(audit: Package) -> None:
    """Somewhere in every member: what is named is the member, or the manifest that signs for it."""
    chance = Random(7)  # noqa: S311 - places, no secret
    for name in filter(audit.__getitem__, audit):
        place = chance.randrange(len(audit[name]))
        broken = bytes([*audit[name][:place], audit[name][place] ^ 1, *audit[name][place + 1 :]])
        problems = members(audit | {name: broken})
        named = "manifest.json is not signed" if name.startswith("manifest") else f"{name} was altered"
        assert named in problems or "cannot be read" in problems, name


def test_what_is_taken_out_or_put_in_is_named(audit: Package) -> None:
    for name in audit:
        if not name.startswith("manifest"):
            without = {other: content for other, content in audit.items() if other != name}
            assert f"{name} is missing" in members(without), name
    assert "x.txt is not listed" in members(audit | {"x.txt": b""})


def test_who_may_ask_for_which(estate: Estate) -> None:
    members, pair = estate.companies.members, estate.companies.world.alder_keystone
    narrow = members["narrow of Auditors"]
    with scope.opened(narrow), transaction.atomic():
        grant = AuditorGrant.objects.get(person_id=narrow.person_id)
    for who, error in (("head of Alder", Forbidden), ("AUD of Auditors", Forbidden)):
        with scope.opened(members[who]), transaction.atomic(), pytest.raises(error):
            request_audit_package(grant_id=grant.pk, by=members[who], reason="", at=now())
    with scope.opened(narrow), transaction.atomic(), pytest.raises(Refused, match="has ended already"):
        request_audit_package(grant_id=grant.pk, by=narrow, reason="", at=grant.ends_at + timedelta(days=1))
    for who in ("SLB of Alder", "COP of Keystone", "AUD of Auditors"):
        with scope.opened(members[who]), transaction.atomic(), pytest.raises(Forbidden, match="export all records"):
            request_all_records(partnership_id=pair.pk, by=members[who], reason="", at=now())
