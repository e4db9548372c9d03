"""`manage.py verify`: the trail, its seals, every record and every file against each other; names what differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from kernel import scope
from records.outside.verification import Checked, verify_trail
from workspace.outside.stored_files import check_files


class Command(BaseCommand):
    help = "Check history, seals, records and files; names each altered, missing or inserted thing and ends with 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--without-files", action="store_true", help="leave the files of the store out")

    def handle(self, *args: Any, **options: Any) -> None:
        checked = check(with_files=not options["without_files"])
        for finding in checked.findings:
            self.stderr.write(str(finding))
        self.stdout.write(f"{checked.rows:,} rows of the trail, {checked.seals:,} seals.")
        if not checked.is_good:
            raise CommandError(f"{len(checked.findings)} things are not as they were sealed.")
        self.stdout.write("Nothing was altered, taken away or slipped in.")


def check(*, with_files: bool = True) -> Checked:
    """All of it as of one moment, while people work."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
            )  # before the scope asks its first question
        with scope.opened(scope.system()):
            checked = verify_trail()
            return checked.with_more(check_files()) if with_files else checked
