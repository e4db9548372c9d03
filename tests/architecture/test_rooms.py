"""What may not stand in a room of an app (CONTRIBUTING), as far as imports do not show it."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import SERVING, calls, in_room, of_apps, public_functions, tree

WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
CLOCKS = {"timezone.now", "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.localdate"}
READS_A_CLOCK = {
    "kernel/clock.py": "the one clock",
    "oversight/embedded": "runs before the database does",
    "oversight/demo": "the story's own calendar, which the database's clock follows",
    "records/outside": "a certificate's dates are this machine's affair: it is made before there is a scope",
}
WITHOUT_ACTOR = {
    "parties/actions/companies.py: accept_partnership_as_new_company": "nobody is in it yet",
}


def _writes(module: ast.Module) -> list[str]:
    """Calls that write rows; `values.update()` of a mapping is none, a manager's or queryset's is one."""
    names = [name for name, _ in calls(module)]
    return [n for n in names if n.rpartition(".")[2] in WRITES or (".objects." in n and n.endswith(".update"))]


def test_pages_interfaces_and_forms_write_nothing() -> None:
    assert {str(p): w for p in of_apps() if in_room(p, *SERVING) and (w := _writes(tree(p)))} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("lot.save()", ["lot.save"]),
        ("Lot.objects.create(number='1')", ["Lot.objects.create"]),
        ("Lot.objects.filter(pk=1).update(state='x')", ["Lot.objects.filter.update"]),
        ("Lot.objects.update(state='x')", ["Lot.objects.update"]),
        ("values.update({'a': 1})", []),
    ],
)
def test_the_check_knows_a_write(source: str, found: list[str]) -> None:
    assert _writes(ast.parse(source)) == found


def test_only_the_kernel_reads_a_clock() -> None:
    read = {
        str(path): sorted({name for name, _ in calls(tree(path))} & CLOCKS)
        for path in of_apps()
        if not any(str(path).startswith(place) for place in READS_A_CLOCK)
    }
    assert {path: names for path, names in read.items() if names} == {}


def test_a_form_is_never_a_models() -> None:
    names = {
        f"{path}: {getattr(node, 'attr', getattr(node, 'id', ''))}"
        for path in of_apps()
        for node in ast.walk(tree(path))
        if getattr(node, "attr", getattr(node, "id", "")) in {"ModelForm", "modelform_factory"}
    }
    assert names == set()


def _lacks(function: ast.FunctionDef) -> list[str]:
    """What an action's signature lacks: nothing by position, and who acts and when."""
    keywords = {argument.arg for argument in function.args.kwonlyargs}
    names = {name for name, _ in calls(function)}
    by_position = ["only keywords"] if "by" in keywords and function.args.args else []
    return [*by_position, *(sorted({"by", "at"} - keywords) if "acting" in names else [])]


def _public_verbs() -> Iterator[tuple[str, ast.FunctionDef]]:
    """The verbs that an app's `actions` names: those of `actions.py`, or those that the package brings out."""
    for path in of_apps():
        if not in_room(path, "actions"):
            continue
        package = path.parent / "__init__.py"
        brought = {a.name for n in ast.walk(tree(package)) if isinstance(n, ast.ImportFrom) for a in n.names}
        for function in public_functions(path):
            if path.name == "actions.py" or function.name in brought:
                yield f"{path}: {function.name}", function


def test_every_action_says_who_and_when() -> None:
    verbs = dict(_public_verbs())
    assert len(verbs) > 40
    lacking = {name: lacks for name, function in verbs.items() if (lacks := _lacks(function))}
    assert {name: lacks for name, lacks in lacking.items() if name not in WITHOUT_ACTOR} == {}
    assert set(WITHOUT_ACTOR) - set(verbs) == set()
