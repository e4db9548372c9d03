"""`manage.py demo`: load the demo company into an empty database, through the real actions."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from kernel import clock
from oversight.demo import unfinished
from oversight.demo.baseline import agree_and_approve
from oversight.demo.changes import changes
from oversight.demo.companies import PEOPLE, found_companies, let_auditor_in
from oversight.demo.complaints import complaints
from oversight.demo.correction import correction
from oversight.demo.passports import passports
from oversight.demo.returned import returned_product
from oversight.demo.stage import PASSWORD, Stage, play, set_clock, shifted_clock
from oversight.demo.trend import trend
from oversight.demo.year import a_year, stories

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
        if "owner" not in connections:
            raise CommandError("Set DATABASE_OWNER_URL: the demo shifts the clock, which only the owner may.")
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM parties_partnership)")
            if cursor.fetchone()[0]:
                raise CommandError("This database holds partnerships already; the demo goes into an empty one.")
            unfinished.mark(cursor)
        stage, today = Stage(), clock.now()
        opening = today - timedelta(days=360)
        with shifted_clock():
            set_clock(opening)
            self.stdout.write("Founding companies, agreeing, approving …")
            found_companies(stage)
            agree_and_approve(stage, opening.date(), (today + timedelta(days=330)).date())
            beside = [*changes(stage, today), *complaints(stage, today), *returned_product(stage, today)]
            beside += [*correction(stage, today), *passports(stage, today), *trend(stage, today)]
            scenes = [*stories(stage, today, a_year()), *beside]
            self.stdout.write(f"Playing {len(scenes)} scenes …")
            play(scenes, self.stdout.write)
            set_clock(today)
            let_auditor_in(stage, today + timedelta(days=30))
        with connections["owner"].cursor() as cursor:
            unfinished.unmark(cursor)
