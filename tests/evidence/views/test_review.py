"""The reviewer's desk: exceptions first, each beside its document; decide, accept, return."""

import io

import pytest
from django.test import Client
from weasyprint import HTML

from evidence import tasks
from evidence.actions.files import Incoming, examine
from evidence.actions.texts import keep_reading
from evidence.excerpts import Excerpt
from evidence.models import Pack, RuleVerdict
from evidence.outside.reading import Reading
from evidence.states import ReadingOutcome, TextSource
from kernel import scope
from tests.evidence.actions.test_review import attest, with_exceptions
from tests.evidence.scene import SUBMITTED, Scene, pdf, stated
from tests.factories.browsers import browser
from tests.factories.pack_sections import DOCUMENTS
from tests.factories.packs import with_row
from tests.factories.signing import as_typed

REVIEWER = "qa@alderpine.example"


@pytest.fixture
def reviewer(scene: Scene) -> Client:
    return browser(scene.world, REVIEWER)


def in_review(scene: Scene) -> Pack:
    pack = scene.submit(with_exceptions()).pack
    attest(scene, pack)
    return pack


def verdict(scene: Scene, pack: Pack, rule: str) -> RuleVerdict:
    with scope.opened(scene.world.reviewer):
        return RuleVerdict.objects.get(pack=pack, rule=rule, outcome="fail")


def test_exceptions_come_first_with_their_row(scene: Scene, reviewer: Client) -> None:
    pack = in_review(scene)
    page = reviewer.get(f"/evidence/packs/{pack.pk}/review/")
    assert [(item.rule, item.state) for item in page.context["items"]] == [("R110", "exception"), ("R119", "exception")]
    desk = page.context["desk"]
    assert (desk.verdict.rule, desk.section, desk.position) == ("R110", "Yields", 3)
    assert {heading: cell.value for heading, cell in desk.facts}["Actual yield"] == "5010"
    assert desk.source.document.file.name == "BPR MG2603-114 executed.pdf"
    assert page.context["accept_refusal"] == "2 exceptions still to decide before the pack can be accepted."
    assert "2 exceptions still to decide" in page.content.decode()
    assert len(page.context["lines"]) > 50


def test_another_item_is_chosen_by_its_address(scene: Scene, reviewer: Client) -> None:
    pack = in_review(scene)
    second = verdict(scene, pack, "R119")
    desk = reviewer.get(f"/evidence/packs/{pack.pk}/review/?item={second.pk}").context["desk"]
    assert (desk.verdict.rule, desk.section) == ("R119", "Steps performed")
    for nonsense in ("?item=x", "?item=999999999999999999999", "?item="):
        assert reviewer.get(f"/evidence/packs/{pack.pk}/review/{nonsense}").context["desk"].verdict.rule == "R110"


def test_the_document_opens_where_the_value_stands(scene: Scene, reviewer: Client) -> None:
    pages = "".join(f"<p style='break-after: page'>{text}</p>" for text in ("Cover", "Lead, ICP-MS 0.62 ppm", "Notes"))
    report = HTML(string=pages).write_pdf()
    name = "CoA Summit Lab 26-08841.pdf"
    files: list[Incoming] = [examine(n, io.BytesIO(report if n == name else pdf(n))) for n, _, _ in DOCUMENTS]
    pack = scene.submit(with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.62"), files=files).pack
    page = f"/evidence/packs/{pack.pk}/review/"
    before = reviewer.get(page).context["desk"].source
    assert (before.document.file.name, before.page, before.excerpt) == (name, 0, None)  # nobody has read it yet
    file = before.document.file
    assert tasks.read_text(str(file.partnership_id), str(file.pk))
    answer = reviewer.get(page)
    source = answer.context["desk"].source
    assert (source.document.file.name, source.page) == (name, 2)
    assert source.excerpt == Excerpt(2, "Lead, ICP-MS ", "0.62", " ppm")
    assert "<b>Page 2 says:</b> Lead, ICP-MS <mark>0.62</mark> ppm" in answer.content.decode()


def test_what_was_read_off_a_picture_says_so(scene: Scene, reviewer: Client) -> None:
    pack = scene.submit(with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.62")).pack
    file = reviewer.get(f"/evidence/packs/{pack.pk}/review/").context["desk"].source.document.file
    by = scope.system(scene.lot.partnership_id)
    with scope.opened(by):
        read = Reading(ReadingOutcome.READ, source=TextSource.OCR, texts={3: "Lead 0.62 ppm"})
        keep_reading(file_id=file.pk, reading=read, by=by, at=SUBMITTED)
    source = reviewer.get(f"/evidence/packs/{pack.pk}/review/").context["desk"].source
    assert (source.page, source.recognition) == (3, "Read from the picture: a search aid, not evidence")


def test_decided_accepted_and_handed_on(scene: Scene, reviewer: Client) -> None:
    pack = in_review(scene)
    for rule in ("R110", "R119"):
        found = verdict(scene, pack, rule)
        assert reviewer.get(f"/evidence/verdicts/{found.pk}/decide/").status_code == 200
        answer = reviewer.post(f"/evidence/verdicts/{found.pk}/decide/", {"choice": "accepted", "reason": "Explained."})
        assert answer.status_code == 302
    signed = as_typed(reviewer.get(f"/evidence/packs/{pack.pk}/accept/"))
    assert reviewer.post(f"/evidence/packs/{pack.pk}/accept/", signed).status_code == 302
    assert scene.reloaded(pack).state == "accepted"


def test_accepting_too_early_is_refused_and_recorded(scene: Scene, reviewer: Client) -> None:
    pack = in_review(scene)
    answer = reviewer.get(f"/evidence/packs/{pack.pk}/accept/")
    assert answer.status_code == 409
    assert "2 exceptions still to decide before the pack can be accepted." in answer.content.decode()
    assert scene.reloaded(pack).state == "in_review"


def test_a_decision_without_reason_keeps_the_form(scene: Scene, reviewer: Client) -> None:
    pack = in_review(scene)
    found = verdict(scene, pack, "R110")
    answer = reviewer.post(f"/evidence/verdicts/{found.pk}/decide/", {"choice": "accepted", "reason": ""})
    assert answer.context["form"].errors == {"reason": ["This field is required."]}
    assert (
        reviewer.post(f"/evidence/verdicts/{found.pk}/decide/", {"choice": "waived", "reason": "x"})
        .context["form"]
        .errors["choice"]
    )


def test_a_return_begins_with_the_marked_questions(scene: Scene, reviewer: Client) -> None:
    pack = in_review(scene)
    found = verdict(scene, pack, "R119")
    reviewer.post(f"/evidence/verdicts/{found.pk}/decide/", {"choice": "questioned", "reason": "Why so late?"})
    form = reviewer.get(f"/evidence/packs/{pack.pk}/return/").context["form"]
    assert form.initial["reason"] == (
        "R119: Step 30 was entered 48 hours after it ended, without a reason. Why so late?"
    )
    assert reviewer.post(f"/evidence/packs/{pack.pk}/return/", {"reason": form.initial["reason"]}).status_code == 302
    assert scene.reloaded(pack).state == "returned"


@pytest.mark.parametrize("step", ["accept", "return"])
def test_the_cmo_opens_no_page_of_the_sponsor(scene: Scene, step: str) -> None:
    pack = in_review(scene)
    assert browser(scene.world, "qa@keystone.example").get(f"/evidence/packs/{pack.pk}/{step}/").status_code == 403


def test_withdrawn_by_the_cmo(scene: Scene) -> None:
    pack = scene.submit().pack
    clerk = browser(scene.world, "clerk@keystone.example")
    assert clerk.get(f"/evidence/packs/{pack.pk}/withdraw/").status_code == 200
    assert clerk.post(f"/evidence/packs/{pack.pk}/withdraw/", {"reason": "wrong record"}).status_code == 302
    assert scene.reloaded(pack).state == "withdrawn"


def test_strangers_decide_nothing(scene: Scene) -> None:
    pack = in_review(scene)
    stranger = browser(scene.world, "qa@bluemesa.example")
    found = verdict(scene, pack, "R110")
    for path in (f"verdicts/{found.pk}/decide/", f"packs/{pack.pk}/accept/", f"packs/{pack.pk}/return/"):
        assert stranger.post(f"/evidence/{path}", {"choice": "accepted", "reason": "x"}).status_code == 404
