"""The definer functions: the only code that looks past the policies, in `kernel/rls/sql/` (ADR 0003).

Those over every table of the trail are generated from the models (`kernel/rls/trail_functions.py`, ADR 0014).
Each runs as the owner with a fixed search path and repeats the access question itself.
Names say what they may do: `visible_*`/`writable_*` sets, `granted_*` what narrow grants show, `app_*` who asks,
`claim_*` takes a batch under lock
and returns (partnership_id, id), `count_*` numbers only, `find_*` ids that the asker may see,
`facts_*`/`settle_*` serve the gate and are keyed by lot. `inner_*` serve the other functions
alone: nobody else may call them, since they do not ask who wants to know.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from kernel.rls.trail_functions import generated_sql

SQL_FOLDER = Path(__file__).parent / "sql"
_HEAD = re.compile(r"CREATE OR REPLACE FUNCTION (\w+)\s*\(", re.IGNORECASE)


def sources() -> list[str]:
    """The SQL texts, in file order (numbered so that a function stands before its callers), then the generated ones."""
    written = [path.read_text(encoding="utf-8") for path in sorted(SQL_FOLDER.glob("*.sql"))]
    return [*written, *generated_sql()]


def names() -> list[str]:
    """Every function that the files define."""
    return [name for text in sources() for name in _HEAD.findall(text)]


def function_sql() -> Iterator[str]:
    yield from sources()


def execute_sql(role: str) -> Iterator[str]:
    """The application's role may call these and no other function of ours."""
    for name in (name for name in names() if not name.startswith("inner_")):
        yield f"GRANT EXECUTE ON FUNCTION {name} TO {role}"
