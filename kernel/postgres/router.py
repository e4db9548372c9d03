"""Only the owner's connection migrates; rows are read and written by the application's alone."""

from typing import Any


class OwnerMigrates:
    """For DATABASE_ROUTERS."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "default"

    db_for_write = db_for_read

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        return True
