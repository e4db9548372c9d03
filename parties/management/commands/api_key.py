"""`manage.py api_key --user EMAIL --organisation NAME`: prints a new key, once."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from kernel import scope
from kernel.clock import now
from kernel.errors import Refused
from parties.actions import make_key


class Command(BaseCommand):
    help = "Make a key that acts as one person in one organisation, and print it once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", required=True, metavar="EMAIL")
        parser.add_argument("--organisation", required=True, metavar="NAME")
        parser.add_argument("--label", default="made on the command line")
        parser.add_argument("--days", type=int, default=365, help="how long it lasts")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        try:
            with transaction.atomic():
                made = make_key(
                    email=options["user"],
                    organisation_name=options["organisation"],
                    label=options["label"],
                    expires_at=at + timedelta(days=options["days"]),
                    by=scope.system(),
                    at=at,
                )
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stderr.write(f"Keep it now, it is shown once. It lasts until {made.key.expires_at:%Y-%m-%d}.")
        self.stdout.write(made.text)
