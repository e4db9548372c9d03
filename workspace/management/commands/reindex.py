"""`manage.py reindex`: make what the search finds again from the records; `--check` only compares."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from workspace.outside.reindexing import differences, reindex


class Command(BaseCommand):
    help = "Make the search's table again from the records, while people work. --check only says whether they agree."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare only; ends with 1 where they differ")

    def handle(self, *args: Any, **options: Any) -> None:
        if "owner" not in connections:
            raise CommandError("Set DATABASE_OWNER_URL: every partnership is gone through, which only the owner may.")
        if not options["check"]:
            for source, count in reindex():
                self.stdout.write(f"{source.main:<32}{count:>12,}")
        found = differences()
        for difference in found:
            self.stderr.write(f"{difference.source.kind}: {difference.missing} missing, {difference.extra} too many")
        if found:
            raise CommandError("The search and the records differ; `manage.py reindex` makes it again.")
        self.stdout.write("The search agrees with the records.")
