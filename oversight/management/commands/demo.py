"""`manage.py demo`: load the demo company into an empty database, through the real actions."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from kernel import clock
from oversight.demo import unfinished
from oversight.demo.companies import PEOPLE
from oversight.demo.stage import PASSWORD, Stage, shifted_clock

LOG_INS = [(email, f"{name}, {company}") for company, email, name, _ in PEOPLE]
LOG_INS.append(("auditor@example.org", "Astrid Nyman, external auditor"))


class Command(BaseCommand):
    help = "Four companies, a year of lots. Refuses a database that holds partnerships already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--log-ins", action="store_true", help="only print who can log in")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["log_ins"]:
            self._load()
        self.stdout.write(f"Log-ins (password {PASSWORD}):")
        for email, who in LOG_INS:
            self.stdout.write(f"  {email:<28} {who}")

    def _load(self) -> None:
        # The script brings the printing library with it; who is only told the log-ins, at every start, need not wait.
        from oversight.demo.script import load  # noqa: PLC0415
        from oversight.demo.year import a_year  # noqa: PLC0415

        if "owner" not in connections:
            raise CommandError("Set DATABASE_OWNER_URL: the demo shifts the clock, which only the owner may.")
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM parties_partnership)")
            if cursor.fetchone()[0]:
                raise CommandError("This database holds partnerships already; the demo goes into an empty one.")
            unfinished.mark(cursor)
        today = clock.now()
        with shifted_clock():
            load(Stage(), today, a_year(), self.stdout.write)
        with connections["owner"].cursor() as cursor:
            unfinished.unmark(cursor)
