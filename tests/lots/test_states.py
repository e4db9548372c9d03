"""Every state, verb and role of a lot: allowed exactly as the table and the roles' permissions say, nothing else."""

from uuid import UUID, uuid4

import pytest

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor, system
from kernel.states import check_move
from lots.models import Lot
from lots.states import LOT, LotState
from parties.queries import permissions
from parties.states import CMO_PERMISSIONS, OWN_PERMISSIONS, SPONSOR_PERMISSIONS, Role

SPONSOR, CMO, PAIR = uuid4(), uuid4(), uuid4()
# verb: (from, to, the roles that may: sponsor's, the CMO's)
WAYS = {
    "start": ({"planned", "reprocess"}, "in_process", set(), {"COP"}),
    "complete": ({"in_process"}, "completed", set(), {"COP"}),
    "receive_pack": ({"completed"}, "pack_pending", set(), {"COP", "CQC", "CQA", "LAB"}),
    "receive_new_pack": ({"cmo_approved", "sponsor_review"}, "pack_pending", set(), {"COP", "CQC", "CQA", "LAB"}),
    "approve_by_cmo": ({"pack_pending"}, "cmo_approved", set(), {"CQC"}),
    "hand_to_sponsor": ({"cmo_approved"}, "sponsor_review", set(), {"CQC"}),
    "release_by_pattern": ({"cmo_approved"}, "released", set(), {"CQC"}),
    "release": ({"sponsor_review"}, "released", {"SQH"}, set()),
    "reject": ({"sponsor_review", "released", "shipped_part"}, "rejected", {"SQH"}, set()),
    "reject_by_cmo": ({"pack_pending", "completed"}, "rejected", set(), {"CQC"}),
    "reprocess": ({"sponsor_review"}, "reprocess", {"SQH"}, set()),
    "revoke": ({"released", "shipped_part"}, "sponsor_review", {"SQH"}, set()),
    "ship_part": ({"released", "shipped_part"}, "shipped_part", {"SSC"}, {"COP", "3PL"}),
    "ship_all": ({"released", "shipped_part"}, "shipped", {"SSC"}, {"COP", "3PL"}),
    "release_rest": ({"shipped"}, "shipped_part", set(), set()),
    "void": ({"planned", "in_process"}, "voided", {"SQH", "SRM", "SSC"}, {"COP"}),
}


def actor(role: Role, organisation: UUID) -> Actor:
    return Actor(
        person_id=uuid4(),
        name="somebody",
        organisation_id=organisation,
        roles=frozenset({role}),
        sponsor_permissions=permissions([role], SPONSOR_PERMISSIONS),
        cmo_permissions=permissions([role], CMO_PERMISSIONS),
        own_permissions=permissions([role], OWN_PERMISSIONS),
        cmo_partnerships=frozenset({PAIR}) if organisation == CMO else frozenset(),
    )


def lot(state: str) -> Lot:
    return Lot(partnership_id=PAIR, sponsor_id=SPONSOR, cmo_id=CMO, number="KB-2417", state=state)


def may_move(state: str, verb: str, by: Actor) -> bool:
    try:
        check_move(lot(state), verb, by=by, reason="because", signed=True)
    except Refused:
        return False
    return True


def test_the_table_is_the_whole_of_it() -> None:
    assert {t.verb for t in LOT.transitions} == set(WAYS)
    assert {(t.verb, str(t.target)) for t in LOT.transitions} == {(verb, way[1]) for verb, way in WAYS.items()}
    assert set(LOT.turn) == set(LotState.values)


@pytest.mark.parametrize("state", LotState.values)
@pytest.mark.parametrize("verb", sorted(WAYS))
def test_state_verb_and_role(state: str, verb: str) -> None:
    sources, _, sponsors, makers = WAYS[verb]
    for role in Role:
        lawful = state in sources
        assert may_move(state, verb, actor(role, SPONSOR)) == (lawful and role.value in sponsors), role
        assert may_move(state, verb, actor(role, CMO)) == (lawful and role.value in makers), role
        assert not may_move(state, verb, actor(role, uuid4())), role
    assert may_move(state, verb, system(PAIR)) == (state in sources)


def test_a_wrong_state_is_told_from_a_missing_right() -> None:
    with pytest.raises(Refused) as wrong:
        check_move(lot("planned"), "complete", by=actor(Role.COP, CMO))
    assert wrong.value.sentence == "“Complete” is not possible while lot KB-2417 is “Planned”."
    assert wrong.value.code == "wrong-state"
    with pytest.raises(Forbidden) as forbidden:
        check_move(lot("in_process"), "complete", by=actor(Role.CQA, CMO))
    assert forbidden.value.sentence == "Your role does not allow you to do this: complete lot KB-2417."


@pytest.mark.parametrize(
    ("state", "verb", "role", "side", "sentence", "clause"),
    [
        ("planned", "void", Role.COP, CMO, "Give a reason: “Void” needs one.", "21 CFR 11.10(e)"),
        ("released", "revoke", Role.SQH, SPONSOR, "Give a reason: “Revoke release” needs one.", "21 CFR 11.10(e)"),
    ],
)
def test_a_reason_is_asked_for(state: str, verb: str, role: Role, side: UUID, sentence: str, clause: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_move(lot(state), verb, by=actor(role, side), reason="  ", signed=True)
    assert (refusal.value.sentence, refusal.value.clause) == (sentence, clause)


def test_a_signature_is_asked_for() -> None:
    with pytest.raises(Refused) as refusal:
        check_move(lot("sponsor_review"), "release", by=actor(Role.SQH, SPONSOR))
    assert refusal.value.sentence == "“Release” needs your signature with the meaning “released”."
    assert refusal.value.clause == "21 CFR 11.50(a)"


def test_what_is_available_follows_side_and_state() -> None:
    offered = {t.verb for t in LOT.available(lot("in_process"), actor(Role.COP, CMO))}
    assert offered == {"complete", "void"}
    assert LOT.available(lot("in_process"), actor(Role.COP, SPONSOR)) == ()
    assert LOT.available(lot("shipped"), actor(Role.SQH, SPONSOR)) == ()
