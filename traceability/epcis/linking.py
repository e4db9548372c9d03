"""What processes say of lots: which went into which, and who each of them is. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID, uuid5

from traceability.epcis.events import Goods
from traceability.epcis.planning import Process
from traceability.epcis.writing import UNITS
from traceability.gs1 import key_of

SPACE = UUID("0f4b7f7e-6f57-4c1e-8a55-3d0f3e7d9a31")
"""Keys that are worked out and not drawn: the same process told again is the same source, the same thing one lot."""
_UCUM = {code: unit for unit, code in reversed(UNITS.items())}
_LONGEST_CODE = 64


@dataclass(frozen=True, slots=True)
class Node:
    """A lot that an event names. Without a number it is a lot of its own, with a key of its own."""

    uri: str
    item: str
    number: str
    known_as: str = ""
    """What else is known of it, such as a serial number."""
    own_key: UUID | None = None
    is_made: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """So much of `parent` went into `child`; an amount is told only where all of it went there."""

    parent: Node
    child: Node
    amount: Decimal | None
    unit: str


def source_of(owner: str, process: Process) -> UUID:
    """Who says so: this process as it is told now."""
    told = "|".join(f"{g.uri} {g.amount} {g.unit}" for g in (*process.taken, Goods("->"), *process.made))
    return uuid5(SPACE, f"{owner} {process.id} {told}")


def links_of(owner: str, process: Process) -> list[Link]:
    """Inputs of any event of the process may have reached outputs of any."""
    children = _each_once(_node(owner, process, goods, is_made=True) for goods in process.made)
    found: dict[tuple[str, str], Link] = {}
    for goods in process.taken:
        parent = _node(owner, process, goods, is_made=False)
        is_told = goods.amount is not None and goods.amount > 0 and len(children) == 1
        for child in children:
            if child.uri == parent.uri:
                continue
            link = Link(parent, child, goods.amount if is_told else None, _unit(goods) if is_told else "")
            before = found.get((parent.uri, child.uri))
            found[parent.uri, child.uri] = link if before is None else Link(parent, child, None, "")  # in two units
    return list(found.values())


def _unit(goods: Goods) -> str:
    return _UCUM.get(goods.unit, goods.unit) or "1"


def _each_once(nodes: Iterable[Node]) -> list[Node]:
    return list({node.uri: node for node in nodes}.values())


def _node(owner: str, process: Process, goods: Goods, *, is_made: bool) -> Node:
    key = key_of(goods.uri)
    if key.application == "01" and key.lot:
        return Node(goods.uri, key.value, key.lot, is_made=is_made)
    if key.application == "01" and not key.serial:
        own = uuid5(SPACE, f"{owner} {process.id} {goods.uri}")  # of the item, nobody knows which
        return Node(goods.uri, key.value, "", own_key=own, is_made=is_made)
    item = key.value if key.application == "01" else goods.uri[:_LONGEST_CODE]
    known_as = (key.serial or goods.uri)[-_LONGEST_CODE:]
    return Node(goods.uri, item, "", known_as, uuid5(SPACE, f"{owner} {goods.uri}"), is_made)
