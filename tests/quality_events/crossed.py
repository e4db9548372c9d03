"""Every state by every verb by every role of both sides, and strangers: what a state table answers."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from kernel.states import check_move
from parties.states import CMO_PERMISSIONS, SPONSOR_PERMISSIONS, Role
from tests.factories.world import World


def people(world: World) -> list[tuple[str, Actor]]:
    """A person a role and side who holds just that role, and who has no part in the partnership."""
    none = frozenset[str]()
    found = [
        (f"{role} {side}", replace(base, roles=frozenset({role}), **{f"{side}_permissions": table.get(role, none)}))
        for side, table, base in (
            ("sponsor", SPONSOR_PERMISSIONS, world.head),
            ("cmo", CMO_PERMISSIONS, world.cmo_qa),
        )
        for role in Role
    ]
    return [*found, ("another sponsor", world.other_sponsor), ("auditor", world.auditor)]


def outcome(row: Any, verb: str, by: Actor) -> str:
    try:
        return str(check_move(row, verb, by=by, reason="because", signed=True).target)
    except Forbidden:
        return "forbidden"
    except Refused as refused:
        return refused.code


def check_crossed(
    world: World, row: Any, ways: Mapping[tuple[str, str], str], may: Mapping[str, Collection[str]]
) -> int:
    """`ways`: (state, verb) → state; `may`: verb → "ROLE side" of those who may. How many were tried."""
    table = row.state_table
    assert table.verbs() == set(may)
    tried = 0
    for state in type(row)._meta.get_field("state").choices:
        row.state = state[0]
        for verb, allowed in may.items():
            for who, by in people(world):
                tried += 1
                wanted = ways.get((state[0], verb), "wrong-state")
                if wanted != "wrong-state" and who not in allowed:
                    wanted = "forbidden"
                assert outcome(row, verb, by) == wanted, (state[0], verb, who)
    return tried
