"""SYS is made once, before anybody else, and can never log in."""

from kernel import scope
from kernel.ids import SYSTEM_PERSON
from parties.actions.platform import create_system_person
from parties.models import Person
from tests.databases import as_owner, environment
from tests.factories.world import LONG_AGO

# As the owner of the tables, past their triggers: a database as it is before its first set-up.
BEFORE_SYS = """
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE parties_person DISABLE TRIGGER USER;
    DELETE FROM parties_person WHERE id = %s;
    ALTER TABLE parties_person ENABLE TRIGGER USER;
"""


def _kept() -> list[tuple[str, bool, str]]:
    with scope.opened(scope.system()):
        return [(person.name, person.is_active, person.email) for person in Person.objects.filter(pk=SYSTEM_PERSON)]


def test_sys_is_made_once_and_has_no_password(committed_database: str) -> None:
    assert environment(committed_database)["DATABASE_URL"].endswith(committed_database)
    as_owner(BEFORE_SYS, [str(SYSTEM_PERSON)], committed_database)
    assert _kept() == []
    create_system_person(at=LONG_AGO)
    first = _kept()
    create_system_person(at=LONG_AGO)
    assert first == _kept() == [("Oversight (automatic)", False, "sys@oversight.invalid")]
    with scope.opened(scope.system()):
        assert not Person.objects.get(pk=SYSTEM_PERSON).has_usable_password()
