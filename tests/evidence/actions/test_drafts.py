"""Results ahead of their pack: taken whole or not at all, confirmed by a second person, carried into the next pack."""

import hashlib
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from evidence.actions.drafts import confirm_result, discard_result, enter_result, import_certificate
from evidence.actions.files import Incoming, examine, keep_file
from evidence.actions.profiles import save_profile
from evidence.drafts import origins_of, profiles_of, ready_drafts
from evidence.imports import MOST_BYTES, check_import_size, dry_run
from evidence.known_lots import known_lot
from evidence.models import DraftResult, EvidenceFile, FileAttachment, MappingProfile
from evidence.outside.store import store
from evidence.pack import bundle, workbook
from evidence.pack.foreign import Profile
from evidence.pack.known import prefilled
from evidence.pack.reading import from_bundle, from_workbook
from evidence.rules import UnreadablePack
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.scope import Actor
from lots.models import Lot
from tests.evidence.scene import Scene, pdf, stated
from tests.factories.certificates import LEAD, attachment, certificate
from tests.factories.packs import with_row

AT = datetime(2026, 3, 24, 15, 0, tzinfo=UTC)
STAYS = "It stays in the certificate only."
COA = Path("../shared/data/coa/material-identity-examples")
CSV = b"Test;Result;Unit;Date;Lot\nLEAD;0,08;ppm;20.03.2026;MG2603-114\nLEAD;0,4;ppm;20.03.2026;MG2603-113\n"
COLUMNS = {"test": "Test", "value": "Result", "unit": "Unit", "tested_on": "Date", "sample_lot": "Lot"}


def incoming(name: str, data: bytes) -> Incoming:
    return examine(name, io.BytesIO(data))


def take(scene: Scene, name: str, data: bytes, *, by: Actor | None = None, **more: object) -> list[DraftResult]:
    by = by or scene.world.clerk
    with scope.opened(by):
        return import_certificate(lot_id=scene.lot.pk, file=incoming(name, data), by=by, at=AT, **more)  # type: ignore[arg-type]


def profile(scene: Scene, kind: str = "Summit, results", **changes: object) -> MappingProfile:
    given = Profile.model_validate({"columns": COLUMNS, "decimal_comma": True, "day_order": "dmy", **changes})
    by = scene.world.clerk
    with scope.opened(by):
        return save_profile(lot_id=scene.lot.pk, kind=kind, profile=given, by=by, at=AT)


def typed(scene: Scene, by: Actor | None = None, **given: object) -> DraftResult:
    by = by or scene.world.clerk
    fields = {"test": "LEAD", "value": "0.08", "unit": "ppm"} | given
    with scope.opened(by):
        document = EvidenceFile.objects.filter(name="coa.pdf").first()
        if document is None:
            document = keep_file(lot_id=scene.lot.pk, file=incoming("coa.pdf", pdf("coa")), by=by, at=AT)
        return enter_result(lot_id=scene.lot.pk, file_id=document.pk, page=3, given=fields, by=by, at=AT)


def nothing_is_stored(scene: Scene) -> bool:
    with scope.opened(scene.world.clerk):
        counts = [model.objects.count() for model in (DraftResult, EvidenceFile, FileAttachment)]
    return counts == [0, 0, 0] and not [path for path in store().root.rglob("*") if path.is_file()]


@pytest.mark.parametrize(("number", "count"), [(1, 2), (2, 2), (3, 4), (4, 4), (5, 4)])
def test_every_example_is_taken_with_its_bytes(scene: Scene, number: int, count: int) -> None:
    path = COA / f"valid_certificate_{number}.json"
    if not path.exists():
        pytest.skip("The certificates are not beside this repository (../shared/data/coa).")
    drafts = take(scene, path.name, path.read_bytes())
    assert [draft.place for draft in drafts] == [f"inspection {n}" for n in range(1, count + 1)]
    assert {(draft.way, draft.state, draft.is_critical) for draft in drafts} == {("json", "ready", True)}
    stated = {(d.certificate_number, str(d.certificate_date), d.issued_by, d.issued_to, d.receiver) for d in drafts}
    receiver = "" if number == 2 else "Plastic Processor SE"
    assert stated == {("43", "2021-12-12", "Green Plastics AG", "Plastic Processor SE", receiver)}
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    assert {draft.file.sha256 for draft in drafts} == {sha256}
    assert store().path(sha256).read_bytes() == path.read_bytes()


def test_a_result_answers_its_line_by_code_or_name(scene: Scene) -> None:
    by_name = LEAD | {"PropertyId": "7439-92-1", "Property": "Lead, ICP-MS"}
    (draft,) = take(scene, "coa.json", certificate(scene.number, by_name))
    assert (draft.data["test"], draft.data["stage"], draft.data["unit"]) == ("LEAD", "finished", "mg/kg")
    assert (draft.entered_by_id, draft.entered_at, draft.confirmed_by) == (scene.world.clerk.person_id, AT, None)


@pytest.mark.parametrize(("value", "conforms"), [("0.5", True), ("0.501", False), ("0.499", True)])
def test_the_dry_run_judges_by_the_approved_limit_and_stores_nothing(
    scene: Scene, value: str, conforms: bool
) -> None:  # the certificate's own limit is wider
    data = certificate(scene.number, LEAD | {"Value": value, "Maximum": "3"})
    with scope.opened(scene.world.clerk):
        (found,) = dry_run(incoming("coa.json", data), scene.lot).answers
    assert (found.conforms, found.line.code if found.line else "", found.other_lot) == (conforms, "LEAD", "")
    assert nothing_is_stored(scene)


def test_another_lot_and_an_unknown_test_are_said(scene: Scene) -> None:
    data = certificate("MG2603-115", LEAD, LEAD | {"PropertyId": "GLITTER", "Property": "Glitter"})
    with scope.opened(scene.world.clerk):
        lead, glitter = dry_run(incoming("coa.json", data), scene.lot).answers
    assert (lead.other_lot, lead.tone) == ("MG2603-115", "wait")
    assert "R309" in lead.sentence
    assert (glitter.line, glitter.badge, glitter.is_critical) == (None, "Not asked", True)


def test_documents_inside_are_kept_with_their_hash(scene: Scene) -> None:
    inside = pdf("report")
    broken = attachment("broken.pdf", inside, sha256="0" * 64)
    listed = [attachment("report.pdf", inside), broken, attachment("x.exe", b"MZ", "application/x-msdownload")]
    data = certificate(scene.number, attachments=listed)
    with scope.opened(scene.world.clerk):
        remarks = dry_run(incoming("coa.json", data), scene.lot).remarks
    assert [remark.split(":")[0] for remark in remarks[1:3]] == ["Attachment “broken.pdf”", "Attachment “x.exe”"]
    take(scene, "coa.json", data)
    with scope.opened(scene.world.clerk):
        (kept,) = FileAttachment.objects.select_related("file", "certificate")
        assert (kept.file.name, kept.certificate.name) == ("report.pdf", "coa.json")
        assert kept.file.sha256 == hashlib.sha256(inside).hexdigest()
        assert [document.name for document in known_lot(scene.lot).documents] == ["coa.json", "report.pdf"]
    assert store().path(kept.file.sha256).read_bytes() == inside


def test_an_attachment_that_is_no_evidence_stays_in_the_certificate(scene: Scene) -> None:
    listed = [attachment("report.pdf", pdf("a")), attachment("report.pdf", pdf("b")), attachment(" / .pdf", pdf("c"))]
    data = certificate(scene.number, attachments=[*listed, attachment("\x07.pdf", pdf("d"))])
    with scope.opened(scene.world.clerk):
        run = dry_run(incoming("coa.json", data), scene.lot)
    assert [file.name for file in run.attachments] == ["report.pdf", ".pdf"]
    assert [remark for remark in run.remarks if "stands twice" in remark or "not a usable" in remark] == [
        "Attachment “report.pdf” stands twice. The second stays in the certificate only.",
        f"“\ufffd.pdf” is not a usable file name. Rename the file and upload it again. {STAYS}",
    ]


def test_a_file_too_large_to_be_read_whole_is_refused() -> None:
    check_import_size("a.json", MOST_BYTES)
    with pytest.raises(Refused, match="larger than 25 MB"):
        check_import_size("a.json", MOST_BYTES + 1)


def test_one_unreadable_value_refuses_the_whole_certificate(scene: Scene) -> None:
    data = certificate(scene.number, LEAD, LEAD | {"Value": "1,5"}, LEAD | {"Unit": "furlong"})
    with pytest.raises(UnreadablePack) as refused:
        take(scene, "coa.json", data)
    assert [(p.file, p.sheet, p.row, p.column) for p in refused.value.problems] == [
        ("coa.json", "Inspections", 2, "value"),
        ("coa.json", "Inspections", 3, "unit"),
    ]
    assert nothing_is_stored(scene)


def test_a_certificate_without_results_and_a_file_without_profile_are_refused(scene: Scene) -> None:
    empty = certificate(scene.number).replace(b'"Inspections": [', b'"Inspections": [], "X": [')
    for name, data in (("coa.json", empty), ("table.csv", CSV), ("coa.pdf", pdf("x"))):
        with pytest.raises(Refused):
            take(scene, name, data)
    assert nothing_is_stored(scene)


def test_the_same_file_is_taken_once_until_it_is_discarded(scene: Scene) -> None:
    (draft,) = take(scene, "coa.json", certificate(scene.number))
    with pytest.raises(Refused, match="were taken by"):
        take(scene, "again.json", certificate(scene.number))
    with scope.opened(scene.world.clerk):
        discard_result(draft_id=draft.pk, by=scene.world.clerk, reason="wrong sample", at=AT)
        assert ready_drafts(scene.lot.pk) == []
    assert len(take(scene, "again.json", certificate(scene.number))) == 1


def test_a_table_is_read_by_its_profile_and_rows_of_other_lots_are_passed_over(scene: Scene) -> None:
    chosen = profile(scene)
    (draft,) = take(scene, "results.csv", CSV, profile_id=chosen.pk)
    assert (draft.way, draft.place, draft.profile) == ("mapped", "row 2, cell B2", "Summit, results, version 1")
    assert (draft.data["value"], draft.data["unit"], draft.data["tested_on"]) == ("0.08", "[ppm]", "2026-03-20")


def test_a_profile_has_versions_and_the_same_columns_are_one(scene: Scene) -> None:
    first, again = profile(scene), profile(scene)
    second = profile(scene, day_order="mdy")
    assert (first.pk, first.version, second.version) == (again.pk, 1, 2)
    other = profile(scene, kind="Cedar, stability")
    with scope.opened(scene.world.clerk):
        newest = profiles_of(scene.lot.cmo_id)
        assert [(p.kind, p.version) for p in newest] == [("Cedar, stability", 1), ("Summit, results", 2)]
        assert MappingProfile.history.filter(kind="Summit, results").count() == 2
        with pytest.raises(IntegrityError), transaction.atomic(), acting(by=scene.world.clerk, reason="x", at=AT):
            MappingProfile.objects.create(
                organisation_id=other.organisation_id, kind=other.kind, version=1, columns={},
                saved_by_id=scene.world.clerk.person_id, saved_at=AT,
            )  # fmt: skip
    with scope.opened(scene.world.head):
        assert profiles_of(scene.lot.cmo_id) == []


def test_the_sponsor_chooses_no_columns_and_takes_nothing(scene: Scene) -> None:
    by = scene.world.head
    with scope.opened(by), pytest.raises(Forbidden):
        save_profile(lot_id=scene.lot.pk, kind="x", profile=Profile(columns=COLUMNS), by=by, at=AT)
    with pytest.raises(Forbidden):
        take(scene, "coa.json", certificate(scene.number), by=by)
    assert nothing_is_stored(scene)


def test_a_stranger_finds_neither_lot_nor_result(scene: Scene) -> None:
    (draft,) = take(scene, "coa.json", certificate(scene.number))
    stranger = scene.world.other_sponsor
    with pytest.raises(Lot.DoesNotExist):
        take(scene, "coa.json", certificate(scene.number), by=stranger)
    with scope.opened(stranger), pytest.raises(DraftResult.DoesNotExist):
        confirm_result(draft_id=draft.pk, by=stranger, at=AT)


def test_the_next_pack_holds_the_result_in_every_form(scene: Scene) -> None:
    take(
        scene,
        "coa.json",
        certificate(scene.number, LEAD, LEAD | {"PropertyId": "GLITTER", "Value": "ND", "ValueType": "string"}),
    )
    with scope.opened(scene.world.clerk):
        known = known_lot(scene.lot)
        given = prefilled(known)
    lead = next(result for result in given.laboratory.results if result.test == "LEAD")
    assert (lead.value.text if lead.value else "", lead.method, lead.document) == ("0.08", "AM-411", "coa.json")
    assert lead.laboratory == "Summit Analytical Laboratories"
    assert given.laboratory.results[-1].test == "GLITTER"
    assert [result.number for result in given.laboratory.results] == [
        str(n) for n in range(1, len(given.laboratory.results) + 1)
    ]
    assert from_workbook(workbook.blank(known)) == given
    assert from_bundle(bundle.blank(known, decimal_comma=True)) == given


def test_the_pack_s_result_knows_where_it_comes_from(scene: Scene) -> None:
    (draft,) = take(scene, "Summit COA 26-0412.json", certificate(scene.number))
    pack = with_row(
        stated(),
        "laboratory.results",
        {"test": "LEAD"},
        value="0.080",
        unit="mg/kg",
        document="Summit COA 26-0412.json",
    )
    submitted = scene.submit(pack).pack
    with scope.opened(scene.world.head):
        assert [(place, found.pk) for place, found in origins_of(submitted).items()] == [
            (1 + [row.test for row in pack.laboratory.results].index("LEAD"), draft.pk)
        ]
        assert origins_of(submitted, [999]) == {}


def test_a_changed_value_has_no_origin(scene: Scene) -> None:
    take(scene, "coa.json", certificate(scene.number))
    pack = with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.09", unit="mg/kg", document="coa.json")
    submitted = scene.submit(pack).pack
    with scope.opened(scene.world.head):
        assert origins_of(submitted) == {}
