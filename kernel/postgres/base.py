"""The database back-end: every transaction starts by saying for whom it runs (ADR 0003).

As the application it refuses to connect with a role that could see past the policies.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base

from kernel import scope

_WHO = """
SELECT r.rolname, r.rolsuper OR r.rolbypassrls OR pg_has_role(session_user, d.datdba, 'MEMBER')
FROM pg_roles r, pg_database d WHERE r.rolname = session_user AND d.datname = current_database()
"""


class DatabaseWrapper(base.DatabaseWrapper):
    """`OPTIONS={"owner": True}` marks the migrator's alias; all others must be the application's role."""

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        params.pop("owner", None)
        return params

    def init_connection_state(self) -> None:
        super().init_connection_state()
        if self.settings_dict.get("OPTIONS", {}).get("owner"):
            return
        with self.connection.cursor() as cursor:
            cursor.execute(_WHO)
            name, privileged = cursor.fetchone()
        if not self.get_autocommit():
            self.connection.rollback()
        if privileged:
            self.close()
            raise ImproperlyConfigured(
                f"DATABASE_URL connects as “{name}”, which owns the tables or bypasses row-level security. "
                "Use the application's role; the owner's belongs into DATABASE_OWNER_URL."
            )

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001 - Django's signature
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # Django's own, not in the stubs
        if not autocommit and scope.context():
            self.tell_context(scope.context())

    def tell_context(self, text: str) -> None:
        """Set `app.context` for the rest of this transaction."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.context', %s, true)", [text])
