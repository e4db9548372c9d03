"""`manage.py database`: put triggers, functions, composite keys, policies and grants back, as the owner."""

from typing import Any

from django.core.management.base import BaseCommand

from kernel.rls.install import install


class Command(BaseCommand):
    help = "Re-make triggers, definer functions, composite keys, row-level policies and grants (idempotent)."

    def handle(self, *args: Any, **options: Any) -> None:
        install()
        self.stdout.write("Triggers, functions, keys, policies and grants are in place.")
