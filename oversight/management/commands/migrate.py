"""`manage.py migrate` runs as the owner and ends by re-making triggers, functions, policies and grants."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections

from kernel.clock import now
from kernel.migration_states import rendered_once
from kernel.rls.install import install, prepare
from parties.actions.platform import create_system_person


class Command(DjangoMigrate):
    """Django's own, on the owner's connection."""

    def handle(self, *args: Any, **options: Any) -> None:
        if "owner" not in settings.DATABASES:
            raise CommandError("Set DATABASE_OWNER_URL: only the owner's role migrates.")
        options["database"] = "owner"
        prepare()
        with rendered_once():
            super().handle(*args, **options)
        if not (options.get("plan") or options.get("check_unapplied")):
            install()
            connections["owner"].close()
            create_system_person(at=now())
            connections["default"].close()
