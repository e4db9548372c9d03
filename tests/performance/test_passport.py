"""The evidence passport: kept once, shown to chosen sponsors, renewed for all of them, warned of in time."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from clocks.models import InboxItem, Notice
from evidence.actions.files import examine
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from parties.models import Partnership
from performance.actions import add_document, end_document, end_share, replace_document, share_document, warn_next
from performance.models import PassportDocument, PassportShare
from performance.queries import own_passport, shown_in
from tests.factories.world import World

AT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
UNTIL = date(2026, 9, 30)


@pytest.fixture(autouse=True)
def store_of_its_own(settings: Any, tmp_path: Any) -> None:
    settings.EVIDENCE_STORE = tmp_path / "evidence"


def _file(name: str = "iso.pdf") -> Any:
    return examine(name, io.BytesIO(b"%PDF-1.7\n% " + name.encode() + b"\n%%EOF\n"))


def _added(by: Actor, **changes: Any) -> PassportDocument:
    given = {
        "file": _file(), "kind": "iso", "title": "ISO 22000 certificate", "number": "FS-7731",
        "issuer": "Bureau of Certification", "valid_from": date(2024, 1, 1), "valid_until": UNTIL, "reason": "",
        "at": AT,
    }  # fmt: skip
    with scope.opened(by):
        return add_document(by=by, **(given | changes))


def _shown(
    world: World, document: PassportDocument, partnership: Partnership, by: Actor | None = None
) -> PassportShare:
    by = by or world.cmo_qa
    with scope.opened(by):
        return share_document(document_id=document.pk, partnership_id=partnership.pk, by=by, reason="", at=AT)


def _titles(by: Actor, partnership: Partnership) -> list[str]:
    with scope.opened(by):
        return [share.document.title for share in shown_in(partnership.pk)]


def test_a_sponsor_sees_what_it_is_shown_and_learns_of_no_other(world: World) -> None:
    document = _added(world.cmo_qa)
    other = _added(world.cmo_qa, title="FDA registration", kind="registration", valid_until=None)
    assert _titles(world.reviewer, world.alder_keystone) == []
    with scope.opened(world.reviewer):
        assert PassportDocument.objects.count() == 0
    _shown(world, document, world.alder_keystone)
    _shown(world, document, world.blue_keystone)
    _shown(world, other, world.blue_keystone)
    assert _titles(world.reviewer, world.alder_keystone) == ["ISO 22000 certificate"]
    assert _titles(world.other_sponsor, world.blue_keystone) == ["ISO 22000 certificate", "FDA registration"]
    with scope.opened(world.reviewer):
        assert [s.partnership_id for s in PassportShare.objects.all()] == [world.alder_keystone.pk]
        assert list(PassportDocument.objects.all()) == [document]
        told = Notice.objects.filter(key__startswith="passport/").values_list("recipient__email", flat=True)
        assert set(told) == {"qa@alderpine.example", "head.qa@alderpine.example"}


def test_shown_twice_is_shown_once_and_ended_is_gone(world: World) -> None:
    document = _added(world.cmo_qa)
    share = _shown(world, document, world.alder_keystone)
    assert _shown(world, document, world.alder_keystone).pk == share.pk
    with scope.opened(world.cmo_qa):
        with pytest.raises(Refused, match="reason"):
            end_share(share_id=share.pk, by=world.cmo_qa, reason=" ", at=AT)
        first = end_share(share_id=share.pk, by=world.cmo_qa, reason="contract ended", at=AT)
        again = end_share(share_id=share.pk, by=world.cmo_qa, reason="again", at=AT + timedelta(days=1))
        assert (first.ended_at, again.ended_at) == (AT, AT)
    assert _titles(world.reviewer, world.alder_keystone) == []


def test_a_renewed_document_takes_the_old_ones_place_everywhere(world: World) -> None:
    document = _added(world.cmo_qa)
    _shown(world, document, world.alder_keystone)
    _shown(world, document, world.blue_keystone)
    with scope.opened(world.cmo_qa):
        new = replace_document(
            document_id=document.pk, file=_file("iso-2027.pdf"), number="FS-8810", valid_from=UNTIL,
            valid_until=date(2029, 12, 31), by=world.cmo_qa, reason="", at=AT,
        )  # fmt: skip
        assert (new.replaces_id, new.title, new.issuer) == (document.pk, document.title, document.issuer)
        [row] = own_passport(world.keystone.pk, AT.date())
        seen_by = {partnership.sponsor_id for partnership, share in row.shares if share}
        assert (row.document, seen_by) == (new, {world.alder.pk, world.blue_mesa.pk})
        with pytest.raises(Refused, match="was replaced or taken out already"):
            end_document(document_id=document.pk, by=world.cmo_qa, reason="twice", at=AT)
    with scope.opened(world.other_sponsor):
        assert [share.document.number for share in shown_in(world.blue_keystone.pk)] == ["FS-8810"]


def test_taken_out_nobody_sees_it_and_nobody_is_shown_it(world: World) -> None:
    document = _added(world.cmo_qa)
    _shown(world, document, world.alder_keystone)
    with scope.opened(world.cmo_qa):
        end_document(document_id=document.pk, by=world.cmo_qa, reason="wrong file", at=AT)
        assert own_passport(world.keystone.pk, AT.date()) == []
    assert _titles(world.reviewer, world.alder_keystone) == []
    with pytest.raises(Refused, match="was replaced or taken out already"):
        _shown(world, document, world.alder_keystone)


def test_only_the_cmos_head_of_quality_keeps_it(world: World) -> None:
    for by in (world.clerk, world.reviewer, world.head):
        with pytest.raises(Forbidden, match="head of quality"):
            _added(by)
    document = _added(world.cmo_qa)
    with pytest.raises(Forbidden):
        _shown(world, document, world.alder_keystone, by=world.clerk)
    cedar = world.actors["qa@cedarridge.example"]
    with scope.opened(cedar), pytest.raises(PassportDocument.DoesNotExist):
        end_document(document_id=document.pk, by=cedar, reason="not mine", at=AT)
    with pytest.raises(Forbidden), scope.opened(cedar):
        share_document(document_id=document.pk, partnership_id=world.cedar_keystone.pk, by=cedar, reason="", at=AT)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Say what the document is"),
        ({"issuer": ""}, "who issued it"),
        ({"valid_until": date(2024, 1, 1)}, "would expire before it begins"),
        ({"valid_until": AT.date()}, "The document expired on 2026-03-10"),
    ],
)
def test_a_document_is_named_and_valid(world: World, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        _added(world.cmo_qa, **changes)
    assert _added(world.cmo_qa, valid_until=AT.date() + timedelta(days=1)).ended_at is None


def test_what_nobody_is_shown_is_told_to_its_owner_alone(world: World, mailoutbox: list[Any]) -> None:
    document = _added(world.cmo_qa)
    told = []
    for left in (91, 90, 90, 30, 0, -1):
        at = datetime.combine(UNTIL, AT.time(), UTC) - timedelta(days=left)
        told.append(warn_next(at=at))
    assert told == [0, 1, 0, 1, 1, 0]
    assert {tuple(letter.to) for letter in mailoutbox} == {("qa@keystone.example",)}
    assert [letter.subject for letter in mailoutbox] == [
        "ISO 22000 certificate expires on 2026-09-30", "ISO 22000 certificate expires on 2026-09-30",
        "ISO 22000 certificate expired on 2026-09-30",
    ]  # fmt: skip
    assert f"/partners/passport/{document.pk}/replace/" in mailoutbox[0].body
    with scope.opened(world.reviewer):  # a notice would stand in the partnership, and tell of what was never shown
        assert Notice.objects.filter(subject_line__contains="ISO 22000").count() == 0


def test_both_sides_are_told_in_time_and_once(world: World) -> None:
    document = _added(world.cmo_qa)
    for partnership in (world.alder_keystone, world.blue_keystone):
        _shown(world, document, partnership)
    told = []
    for left in (91, 90, 90, 60, 30, 0, -1):
        at = datetime.combine(UNTIL, AT.time(), UTC) - timedelta(days=left)
        told.append(warn_next(at=at))
    assert told == [0, 2, 0, 2, 2, 2, 0]
    with scope.opened(world.cmo_qa), transaction.atomic():
        notices = Notice.objects.filter(recipient__email="qa@keystone.example", key__startswith="passport/")
        assert {n.subject_line for n in notices} == {
            "Keystone Blending Co.: ISO 22000 certificate expires on 2026-09-30",
            "Keystone Blending Co.: ISO 22000 certificate expired on 2026-09-30",
        }
        item = InboxItem.objects.get(key=f"passport/{document.pk}/renew")
        assert (item.organisation_id, item.done_at) == (world.keystone.pk, None)
        replace_document(
            document_id=document.pk, file=_file("new.pdf"), number="", valid_from=UNTIL,
            valid_until=date(2029, 12, 31), by=world.cmo_qa, reason="", at=AT,
        )  # fmt: skip
        assert InboxItem.objects.get(pk=item.pk).done_at == AT
